// Bodies under Newton's gravity, and symplectic steps in time.
#ifndef RECKON_SYSTEM_H
#define RECKON_SYSTEM_H

#include <stddef.h>

typedef struct {
  char name[48];
  double mass, at[3], speed[3], pull[3];
} Body;

typedef struct {
  Body *bodies;
  size_t count;
  double gravity, softening;
} System;

typedef struct {
  double energy, momentum[3];  // total energy, total angular momentum
} Invariants;

typedef enum { LEAPFROG, YOSHIDA } Method;  // of second and of fourth order

/// Reads bodies from lines "name,mass,x,y,z,vx,vy,vz" under a header, or fails naming the line.
System system_read(const char *text, size_t size);
/// Puts the centre of mass to rest at the origin.
void system_center(System *system);
/// Sets `pull` of every body; needed once before the first step.
void system_pull(System *system);
void system_step(System *system, Method method, double step);
Invariants system_invariants(const System *system);
/// Whether every number is finite.
int system_sound(const System *system);

#endif
