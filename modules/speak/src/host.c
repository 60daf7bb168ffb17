// What flite wants of its surroundings: error messages, an end in error, and no network.
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "cst_file.h"

static jmp_buf place;
jmp_buf *cst_errjmp = &place;

_Noreturn void longjmp(jmp_buf unused, int value) { exit(1); }

int cst_errmsg(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int size = vfprintf(stderr, format, arguments);
  va_end(arguments);
  return size;
}

int cst_urlp(const char *path) { return 0; }

cst_file cst_url_open(const char *path) { return NULL; }
