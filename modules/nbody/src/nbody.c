// nbody: bodies that attract each other, followed through time.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "json.h"
#include "plot.h"

enum { MOST_ROWS = 1000000, MOST_POINTS = 1000000, MOST_TIMES = 20000 };

typedef struct {
  double step;
  size_t steps, every;
  Method method;
} Plan;

static double positive(const Job *job, const char *key, double otherwise) {
  double value = job_number(job, key, otherwise);
  if (!(value > 0 && value < 1e100)) fail("'%s' must be above 0", key);
  return value;
}

static Plan plan_of(const Job *job) {
  const char *method = job_string(job, "method", NULL);
  Plan plan = {positive(job, "step", 1), (size_t)positive(job, "steps", 1000), (size_t)positive(job, "every", 10), YOSHIDA};
  if (method && strcmp(method, "leapfrog") == 0) plan.method = LEAPFROG;
  if (plan.steps < 1 || plan.every < 1 || plan.steps > 1e9) fail("'steps' and 'every' must be whole numbers from 1");
  return plan;
}

static void add_rows(Text *csv, const System *system, double time) {
  for (size_t i = 0; i < system->count; i++) {
    const Body *body = &system->bodies[i];
    text_printf(csv, "%.12g,", time);
    text_csv_field(csv, body->name, strlen(body->name));
    text_printf(csv, ",%.12g,%.12g,%.12g,%.12g,%.12g,%.12g\n", body->at[0], body->at[1], body->at[2], body->speed[0],
                body->speed[1], body->speed[2]);
  }
}

static double size_of(const double *v) { return sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]); }

/// How far the angular momentum is from `first`, as a share of it.
static double turned(const Invariants *first, const Invariants *now) {
  double difference[3];
  for (int k = 0; k < 3; k++) difference[k] = now->momentum[k] - first->momentum[k];
  double size = size_of(first->momentum);
  return size > 0 ? size_of(difference) / size : size_of(difference);
}

static double changed(const Invariants *first, const Invariants *now) {
  double difference = now->energy - first->energy;
  return first->energy != 0 ? difference / fabs(first->energy) : difference;
}

static void keep_points(Trails *trails, const System *system) {
  double(*to)[2] = trails->points + trails->times++ * system->count;
  for (size_t i = 0; i < system->count; i++) to[i][0] = system->bodies[i].at[0], to[i][1] = system->bodies[i].at[1];
}

static void run(System *system, const Plan *plan) {
  if (plan->steps / plan->every * system->count > MOST_ROWS)
    fail("%zu bodies at %zu times are more than %d rows: choose a larger 'every'", system->count,
         plan->steps / plan->every, MOST_ROWS);
  size_t room = MOST_POINTS / system->count < MOST_TIMES ? MOST_POINTS / system->count : MOST_TIMES;
  size_t stride = plan->steps / room + 1;
  Trails trails = {must_alloc((plan->steps / stride + 2) * system->count * sizeof *trails.points), 0};
  Text orbits = {0}, energy = {0};
  text_puts(&orbits, "time,body,x,y,z,vx,vy,vz\n");
  text_puts(&energy, "time,energy,energy_change,angular_momentum_change\n");
  system_pull(system);
  Invariants first = system_invariants(system), now = first;
  double worst = 0;
  for (size_t step = 0;; step++) {
    int last = step == plan->steps;
    if (step % stride == 0 || last) keep_points(&trails, system);
    if (step % plan->every == 0 || last) {
      if (!system_sound(system)) fail("at step %zu bodies came too close for this step: choose a smaller one, or softening", step);
      now = system_invariants(system);
      worst = fmax(worst, fabs(changed(&first, &now)));
      add_rows(&orbits, system, (double)step * plan->step);
      text_printf(&energy, "%.12g,%.12g,%.3e,%.3e\n", (double)step * plan->step, now.energy, changed(&first, &now), turned(&first, &now));
    }
    if (last) break;
    system_step(system, plan->method, plan->step);
  }
  write_file("/out/orbits.csv", orbits.bytes, orbits.size);
  write_file("/out/energy.csv", energy.bytes, energy.size);
  plot_write("/out/orbits.svg", system, &trails);
  printf("%zu bodies, %zu steps of %g, %s\n", system->count, plan->steps, plan->step,
         plan->method == LEAPFROG ? "leapfrog (second order)" : "Yoshida (fourth order)");
  printf("energy: %.9g, changed by at most %.1e of itself\n", first.energy, worst);
  printf("angular momentum: %.9g, changed by %.1e of itself\n", size_of(first.momentum), turned(&first, &now));
}

int main(void) {
  Job *job = job_read();
  size_t size = 0;
  const char *text = job_string(job, "bodies", &size);
  if (!text) fail("'bodies' is missing");
  System system = system_read(text, size);
  system.gravity = job_number(job, "gravity", 2.9591220828559093e-4);
  system.softening = job_number(job, "softening", 0);
  if (job_boolean(job, "center", 1)) system_center(&system);
  Plan plan = plan_of(job);
  run(&system, &plan);
  return 0;
}
