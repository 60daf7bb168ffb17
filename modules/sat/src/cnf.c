#include "cnf.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_VARIABLES = 10000000, LONGEST_NAME = 200 };

typedef struct {
  const char *at, *end;
  size_t line;
  int has_header;
  long wanted;  // clauses that the header promises
  size_t room;
  Cnf cnf;
} Reader;

static void skip_blanks(Reader *in) {
  while (in->at < in->end && *in->at && strchr(" \t\r", *in->at)) in->at++;
}

static const char *line_end(const Reader *in) {
  const char *found = memchr(in->at, '\n', (size_t)(in->end - in->at));
  return found ? found : in->end;
}

/// A whole number up to `most` in size; the file ends with a NUL, which strtol stops at.
static long number(Reader *in, long most, const char *what) {
  skip_blanks(in);
  char *end;
  long value = strtol(in->at, &end, 10);
  const char *after = end;
  if (end == in->at || (after < in->end && !strchr(" \t\r\n", *after)))
    fail("line %zu: %s expected", in->line, what);
  if (value > most || value < -most) fail("line %zu: %ld is more than %ld", in->line, value, most);
  in->at = after;
  return value;
}

static int word(Reader *in, const char *expected) {
  skip_blanks(in);
  size_t size = strlen(expected);
  if ((size_t)(in->end - in->at) <= size || memcmp(in->at, expected, size) != 0 || !strchr(" \t", in->at[size])) return 0;
  in->at += size;
  return 1;
}

static void header(Reader *in) {
  if (in->has_header) fail("line %zu: a second 'p cnf' line", in->line);
  if (!word(in, "p") || !word(in, "cnf")) fail("line %zu: 'p cnf <variables> <clauses>' expected", in->line);
  in->cnf.variables = (int)number(in, MOST_VARIABLES, "the number of variables");
  in->wanted = number(in, INT_MAX, "the number of clauses");
  if (in->cnf.variables < 0 || in->wanted < 0) fail("line %zu: numbers of variables and clauses are not below 0", in->line);
  in->has_header = 1;
}

static void comment(Reader *in) {
  if (!word(in, "c") || !word(in, "name")) return;
  if (!in->has_header) fail("line %zu: names come after the 'p cnf' line", in->line);
  long variable = number(in, in->cnf.variables, "a variable");
  if (variable < 1) fail("line %zu: a variable expected", in->line);
  skip_blanks(in);
  size_t size = (size_t)(line_end(in) - in->at);
  while (size && strchr(" \t\r", in->at[size - 1])) size--;
  if (size < 1 || size > LONGEST_NAME) fail("line %zu: a name of 1 to %d bytes expected", in->line, LONGEST_NAME);
  if (!in->cnf.names) {
    size_t bytes = ((size_t)in->cnf.variables + 1) * sizeof(char *);
    in->cnf.names = must_alloc(bytes);
    memset(in->cnf.names, 0, bytes);
  }
  if (in->cnf.names[variable]) fail("line %zu: a second name for variable %ld", in->line, variable);
  char *name = in->cnf.names[variable] = must_alloc(size + 1);
  memcpy(name, in->at, size);
  name[size] = 0;
  in->cnf.named++;
}

static void add_literal(Reader *in, int literal) {
  Cnf *cnf = &in->cnf;
  if (cnf->size == in->room) {
    in->room = in->room ? 2 * in->room : 1024;
    cnf->literals = must_realloc(cnf->literals, in->room * sizeof(int));
  }
  cnf->literals[cnf->size++] = literal;
  if (!literal) cnf->clauses++;
}

Cnf cnf_read(Buffer file) {
  Reader in = {.at = file.bytes, .end = file.bytes + file.size, .line = 1};
  for (; in.at < in.end; in.line++) {
    skip_blanks(&in);
    if (in.at < in.end && *in.at == '%') break;  // SATLIB's files end so
    if (in.at < in.end && *in.at == 'c') {
      comment(&in);
      in.at = line_end(&in);
    } else if (in.at < in.end && *in.at == 'p') {
      header(&in);
    } else {
      while (in.at < in.end && *in.at != '\n') {
        if (!in.has_header) fail("line %zu: 'p cnf <variables> <clauses>' expected", in.line);
        add_literal(&in, (int)number(&in, in.cnf.variables, "a literal"));
        skip_blanks(&in);
      }
    }
    skip_blanks(&in);
    if (in.at < in.end && *in.at++ != '\n') fail("line %zu: its end expected", in.line);
  }
  if (!in.has_header) fail("the file has no line 'p cnf <variables> <clauses>'");
  if (in.cnf.size && in.cnf.literals[in.cnf.size - 1] != 0) add_literal(&in, 0);
  if (in.cnf.clauses != (size_t)in.wanted)
    fail("the file has %zu clauses, its header says %ld", in.cnf.clauses, in.wanted);
  return in.cnf;
}

size_t cnf_unsatisfied(const Cnf *cnf, const signed char *values) {
  size_t clause = 1;
  int holds = 0;
  for (size_t i = 0; i < cnf->size; i++) {
    int literal = cnf->literals[i];
    if (literal) {
      holds |= literal > 0 ? values[literal] > 0 : values[-literal] < 0;
      continue;
    }
    if (!holds) return clause;
    clause++, holds = 0;
  }
  return 0;
}
