// Enough for flite, which only jumps to leave a program in error; src/host.c ends the run instead.
#ifndef RECKON_SETJMP_H
#define RECKON_SETJMP_H

typedef int jmp_buf[1];
_Noreturn void longjmp(jmp_buf place, int value);

#endif
