// sat: decides a formula in conjunctive normal form with PicoSAT, and checks the model itself.
#include <stdio.h>
#include <string.h>

#include "cnf.h"
#include "json.h"
#include "picosat.h"

enum { WIDEST = 78 };

/// The lines "v 1 -2 ... 0".
static void print_model(const Cnf *cnf, const signed char *values) {
  Text out = {0};
  size_t start = 0;
  text_puts(&out, "v");
  for (int v = 1; v <= cnf->variables + 1; v++) {
    char literal[16];
    int last = v > cnf->variables;
    int size = snprintf(literal, sizeof literal, " %d", last ? 0 : v * values[v]);
    if (out.size - start + (size_t)size > WIDEST) {
      text_puts(&out, "\nv");
      start = out.size - 1;
    }
    text_append(&out, literal, (size_t)size);
  }
  text_puts(&out, "\n");
  fwrite(out.bytes, 1, out.size, stdout);
}

/// What the true variables' names say: "r1c1=5" becomes the row r1c1,5.
static void write_answer(const Cnf *cnf, const signed char *values) {
  Text csv = {0};
  text_puts(&csv, "name,value\n");
  for (int v = 1; v <= cnf->variables; v++) {
    const char *name = cnf->names[v];
    if (!name || values[v] < 0) continue;
    const char *sign = strrchr(name, '=');
    text_csv_field(&csv, name, sign ? (size_t)(sign - name) : strlen(name));
    text_puts(&csv, ",");
    if (sign) text_csv_field(&csv, sign + 1, strlen(sign + 1));
    else text_puts(&csv, "true");
    text_puts(&csv, "\n");
  }
  write_file("/out/answer.csv", csv.bytes, csv.size);
}

static void check_and_print(PicoSAT *solver, const Cnf *cnf) {
  signed char *values = must_alloc((size_t)cnf->variables + 1);
  for (int v = 1; v <= cnf->variables; v++) values[v] = picosat_deref(solver, v) < 0 ? -1 : 1;
  size_t broken = cnf_unsatisfied(cnf, values);
  if (broken) fail("internal error: the solver's model does not satisfy clause %zu", broken);
  printf("c the model was checked against every clause\ns SATISFIABLE\n");
  print_model(cnf, values);
  if (cnf->named) write_answer(cnf, values);
}

int main(void) {
  Job *job = job_read();
  const char *path = job_string(job, "formula", NULL);
  if (!path) fail("'formula' is missing");
  Cnf cnf = cnf_read(read_input(path));
  PicoSAT *solver = picosat_init();
  picosat_set_seed(solver, (unsigned)job_number(job, "seed", 0));
  FILE *proof = NULL;
  if (job_boolean(job, "proof", 0)) {
    proof = fopen("/out/proof.rup", "wb");
    if (!proof) fail("cannot create /out/proof.rup");
    picosat_set_incremental_rup_file(solver, proof, cnf.variables, (int)cnf.clauses);
  }
  picosat_adjust(solver, cnf.variables);
  for (size_t i = 0; i < cnf.size; i++) picosat_add(solver, cnf.literals[i]);
  double limit = job_number(job, "decisions", 0);
  int answer = picosat_sat(solver, limit > 0 ? (int)limit : -1);
  if (proof && fclose(proof) != 0) fail("cannot write /out/proof.rup");
  if (proof && answer != PICOSAT_UNSATISFIABLE) remove("/out/proof.rup");
  printf("c %d variables, %zu clauses\n", cnf.variables, cnf.clauses);
  printf("c %llu decisions, %llu propagations\n", picosat_decisions(solver), picosat_propagations(solver));
  if (answer == PICOSAT_SATISFIABLE) check_and_print(solver, &cnf);
  else printf("s %s\n", answer == PICOSAT_UNSATISFIABLE ? "UNSATISFIABLE" : "UNKNOWN");
  return 0;
}
