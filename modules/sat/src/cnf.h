// A formula in conjunctive normal form, read from DIMACS.
#ifndef RECKON_CNF_H
#define RECKON_CNF_H

#include "guest.h"

typedef struct {
  int variables;
  size_t clauses, size;  // size: of `literals`
  int *literals;         // clause after clause, each ended by 0
  char **names;          // of variables 1..variables by lines "c name <variable> <name>", or NULL
  size_t named;
} Cnf;

/// Reads DIMACS CNF, or fails naming the line.
Cnf cnf_read(Buffer file);
/// The first clause that has no true literal (counted from 1), or 0. values[v] is 1 or -1.
size_t cnf_unsatisfied(const Cnf *cnf, const signed char *values);

#endif
