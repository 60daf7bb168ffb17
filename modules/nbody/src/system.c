#include "system.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "guest.h"

enum { COLUMNS = 8, MOST_BODIES = 2000 };

static const char header[] = "name,mass,x,y,z,vx,vy,vz";

static int is_blank(const char *from, const char *to) {
  while (from < to && strchr(" \t\r", *from)) from++;
  return from == to;
}

static double number_in(const char *from, const char *to, size_t line, int column) {
  char text[64], *end = text;
  size_t size = (size_t)(to - from);
  double value = NAN;
  if (size < sizeof text) {
    memcpy(text, from, size);
    text[size] = 0;
    value = strtod(text, &end);
  }
  if (end == text || !is_blank(end, text + size) || !(fabs(value) < 1e100))
    fail("bodies: line %zu: '%.*s' in column %d is not a number", line, (int)(size < 40 ? size : 40), from, column + 1);
  return value;
}

static Body body_in(const char *from, const char *to, size_t line) {
  Body body = {0};
  double numbers[COLUMNS];
  for (int column = 0; column < COLUMNS; column++) {
    const char *end = memchr(from, ',', (size_t)(to - from));
    if (!end != (column == COLUMNS - 1)) fail("bodies: line %zu must have the columns %s", line, header);
    if (!end) end = to;
    if (column == 0) {
      while (from < end && *from == ' ') from++;
      const char *fits = utf8_prefix(from, end, 20);
      size_t size = (size_t)(fits - from) < sizeof body.name ? (size_t)(fits - from) : sizeof body.name - 1;
      memcpy(body.name, from, size);
    } else {
      numbers[column] = number_in(from, end, line, column);
    }
    from = end + 1;
  }
  body.mass = numbers[1];
  if (body.mass < 0) fail("bodies: line %zu: a mass is not below 0", line);
  memcpy(body.at, numbers + 2, sizeof body.at);
  memcpy(body.speed, numbers + 5, sizeof body.speed);
  return body;
}

System system_read(const char *text, size_t size) {
  System system = {0};
  const char *end = text + size;
  for (size_t line = 1; text < end; line++) {
    const char *stop = memchr(text, '\n', (size_t)(end - text));
    if (!stop) stop = end;
    const char *last = stop > text && stop[-1] == '\r' ? stop - 1 : stop;
    if (line == 1) {
      if ((size_t)(last - text) != sizeof header - 1 || memcmp(text, header, sizeof header - 1) != 0)
        fail("bodies: the first line must be %s", header);
    } else if (!is_blank(text, last)) {
      if (system.count == MOST_BODIES) fail("bodies: more than %d", MOST_BODIES);
      system.bodies = must_realloc(system.bodies, (system.count + 1) * sizeof(Body));
      system.bodies[system.count++] = body_in(text, last, line);
    }
    text = stop + 1;
  }
  if (!system.count) fail("bodies: there are none");
  return system;
}

void system_center(System *system) {
  double mass = 0, at[3] = {0}, speed[3] = {0};
  for (size_t i = 0; i < system->count; i++) {
    const Body *body = &system->bodies[i];
    mass += body->mass;
    for (int k = 0; k < 3; k++) at[k] += body->mass * body->at[k], speed[k] += body->mass * body->speed[k];
  }
  if (mass == 0) return;
  for (size_t i = 0; i < system->count; i++)
    for (int k = 0; k < 3; k++) {
      system->bodies[i].at[k] -= at[k] / mass;
      system->bodies[i].speed[k] -= speed[k] / mass;
    }
}

void system_pull(System *system) {
  double soft = system->softening * system->softening;
  for (size_t i = 0; i < system->count; i++) memset(system->bodies[i].pull, 0, sizeof system->bodies[i].pull);
  for (size_t i = 0; i < system->count; i++) {
    Body *a = &system->bodies[i];
    for (size_t j = i + 1; j < system->count; j++) {
      Body *b = &system->bodies[j];
      double x = b->at[0] - a->at[0], y = b->at[1] - a->at[1], z = b->at[2] - a->at[2];
      double square = x * x + y * y + z * z + soft, share = system->gravity / (square * sqrt(square));
      double on_a = share * b->mass, on_b = share * a->mass;
      a->pull[0] += on_a * x, a->pull[1] += on_a * y, a->pull[2] += on_a * z;
      b->pull[0] -= on_b * x, b->pull[1] -= on_b * y, b->pull[2] -= on_b * z;
    }
  }
}

/// Half a kick, a drift, half a kick: `pull` is that of the new positions afterwards.
static void leap(System *system, double step) {
  for (size_t i = 0; i < system->count; i++) {
    Body *body = &system->bodies[i];
    for (int k = 0; k < 3; k++) {
      body->speed[k] += step / 2 * body->pull[k];
      body->at[k] += step * body->speed[k];
    }
  }
  system_pull(system);
  for (size_t i = 0; i < system->count; i++)
    for (int k = 0; k < 3; k++) system->bodies[i].speed[k] += step / 2 * system->bodies[i].pull[k];
}

void system_step(System *system, Method method, double step) {
  if (method == LEAPFROG) return leap(system, step);
  // Yoshida's fourth order: three leaps whose errors of third order cancel (Phys. Lett. A 150, 1990).
  double outer = 1 / (2 - cbrt(2));
  leap(system, outer * step);
  leap(system, (1 - 2 * outer) * step);
  leap(system, outer * step);
}

Invariants system_invariants(const System *system) {
  Invariants sum = {0};
  double soft = system->softening * system->softening;
  for (size_t i = 0; i < system->count; i++) {
    const Body *a = &system->bodies[i];
    const double *p = a->at, *v = a->speed;
    sum.energy += a->mass / 2 * (v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
    for (int k = 0; k < 3; k++)
      sum.momentum[k] += a->mass * (p[(k + 1) % 3] * v[(k + 2) % 3] - p[(k + 2) % 3] * v[(k + 1) % 3]);
    for (size_t j = i + 1; j < system->count; j++) {
      const Body *b = &system->bodies[j];
      double x = b->at[0] - p[0], y = b->at[1] - p[1], z = b->at[2] - p[2];
      sum.energy -= system->gravity * a->mass * b->mass / sqrt(x * x + y * y + z * z + soft);
    }
  }
  return sum;
}

int system_sound(const System *system) {
  double sum = 0;
  for (size_t i = 0; i < system->count; i++)
    for (int k = 0; k < 3; k++) sum += system->bodies[i].at[k] + system->bodies[i].speed[k];
  return isfinite(sum);
}
