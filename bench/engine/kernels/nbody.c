// Five bodies under gravity (the Sun and its giant planets): double precision, square roots, divisions.
#include <math.h>
#include <stdio.h>

#define BODIES 5

typedef struct {
  double x[3], v[3], mass;
} Body;

static const double pi = 3.141592653589793, year = 365.24;

static double energy(const Body *bodies) {
  double sum = 0;
  for (int i = 0; i < BODIES; i++) {
    const Body *b = &bodies[i];
    sum += 0.5 * b->mass * (b->v[0] * b->v[0] + b->v[1] * b->v[1] + b->v[2] * b->v[2]);
    for (int j = i + 1; j < BODIES; j++) {
      double dx = b->x[0] - bodies[j].x[0], dy = b->x[1] - bodies[j].x[1], dz = b->x[2] - bodies[j].x[2];
      sum -= b->mass * bodies[j].mass / sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return sum;
}

static void advance(Body *bodies, double dt) {
  for (int i = 0; i < BODIES; i++) {
    Body *a = &bodies[i];
    for (int j = i + 1; j < BODIES; j++) {
      Body *b = &bodies[j];
      double dx = a->x[0] - b->x[0], dy = a->x[1] - b->x[1], dz = a->x[2] - b->x[2];
      double square = dx * dx + dy * dy + dz * dz;
      double pull = dt / (square * sqrt(square));
      a->v[0] -= dx * b->mass * pull, a->v[1] -= dy * b->mass * pull, a->v[2] -= dz * b->mass * pull;
      b->v[0] += dx * a->mass * pull, b->v[1] += dy * a->mass * pull, b->v[2] += dz * a->mass * pull;
    }
  }
  for (int i = 0; i < BODIES; i++)
    for (int axis = 0; axis < 3; axis++) bodies[i].x[axis] += dt * bodies[i].v[axis];
}

int main(void) {
  double sun = 4 * pi * pi;
  Body bodies[BODIES] = {
      {{0, 0, 0}, {0, 0, 0}, sun},
      {{4.84143144246472090, -1.16032004402742839, -0.103622044471123109},
       {0.00166007664274403694 * year, 0.00769901118419740425 * year, -0.0000690460016972063023 * year},
       9.54791938424326609e-4 * sun},
      {{8.34336671824457987, 4.12479856412430479, -0.403523417114321381},
       {-0.00276742510726411 * year, 0.00499852801234917 * year, 0.0000230417297573763929 * year},
       2.85885980666130812e-4 * sun},
      {{12.8943695621391310, -15.1111514016986312, -0.223307578892655734},
       {0.00296460137564761618 * year, 0.00237847173959480950 * year, -0.0000296589568540237556 * year},
       4.36624404335156298e-5 * sun},
      {{15.3796971148509165, -25.9193146099879641, 0.179258772950371181},
       {0.00268067772490389322 * year, 0.00162824170038242295 * year, -0.0000951592254519715870 * year},
       5.15138902046611451e-5 * sun}};
  for (int i = 1; i < BODIES; i++)
    for (int axis = 0; axis < 3; axis++) bodies[0].v[axis] -= bodies[i].v[axis] * bodies[i].mass / sun;
  for (int step = 0; step < 2000000; step++) advance(bodies, 0.01);
  printf("%.9f\n", energy(bodies));
  return 0;
}
