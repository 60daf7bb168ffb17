// The numbers that decide a path. The first DIMENSIONS of each sample follow a Kronecker sequence
// (square roots of primes), shifted by a pixel's own offset: they spread evenly over a pixel's
// samples, so that the picture gets less noise than from independent numbers.
#ifndef RECKON_SAMPLER_H
#define RECKON_SAMPLER_H

#include <stdint.h>

typedef struct {
  uint64_t pixel, chance;
  uint32_t sample;
  int dimension;
} Sampler;

/// The sampler of a pixel's `sample`-th path.
Sampler sampler_at(uint64_t seed, uint32_t pixel, uint32_t sample);
/// The next number, from 0 to below 1.
double sampler_next(Sampler *sampler);

#endif
