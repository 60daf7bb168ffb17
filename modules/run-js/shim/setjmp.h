// dtoa.c includes <setjmp.h> without using it; the C library's own refuses to be included.
