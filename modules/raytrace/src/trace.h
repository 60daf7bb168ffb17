// Path tracing: how much light comes along a ray.
#ifndef RECKON_TRACE_H
#define RECKON_TRACE_H

#include "hit.h"
#include "sampler.h"

typedef struct {
  const Scene *scene;
  const Tree *tree;
  const Shape **lights;  // spheres and quads that shine
  size_t light_count;
  int bounces;
} Tracer;

Tracer tracer_new(const Scene *scene, const Tree *tree, int bounces);
/// One estimate of the radiance that arrives along `ray` from where it leads.
Vec tracer_radiance(const Tracer *tracer, Ray ray, Sampler *sampler);

#endif
