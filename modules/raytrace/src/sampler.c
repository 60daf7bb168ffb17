#include "sampler.h"

enum { DIMENSIONS = 20 };

// Fractions of the square roots of the first primes, in units of 2^-64.
static const uint64_t STEPS[DIMENSIONS] = {
    0x6a09e667f3bcc908u, 0xbb67ae8584caa73bu, 0x3c6ef372fe94f82bu, 0xa54ff53a5f1d36f1u,
    0x510e527fade682d1u, 0x9b05688c2b3e6c1fu, 0x1f83d9abfb41bd6bu, 0x5be0cd19137e2179u,
    0xcbbb9d5dc1059ed8u, 0x629a292a367cd507u, 0x9159015a3070dd17u, 0x152fecd8f70e5939u,
    0x67332667ffc00b31u, 0x8eb44a8768581511u, 0xdb0c2e0d64f98fa7u, 0x47b5481dbefa4fa4u,
    0xae5f9156e7b6d99bu, 0xcf6c85d39d1a1e15u, 0x2f73477d6a4563cau, 0x6d1826cafd82e1edu,
};

/// SplitMix64 (Steele, Lea, Flood, 2014).
static uint64_t mixed(uint64_t value) {
  value += 0x9e3779b97f4a7c15u;
  value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9u;
  value = (value ^ value >> 27) * 0x94d049bb133111ebu;
  return value ^ value >> 31;
}

Sampler sampler_at(uint64_t seed, uint32_t pixel, uint32_t sample) {
  uint64_t own = mixed(mixed(seed) ^ pixel);
  return (Sampler){own, mixed(own ^ (uint64_t)sample << 32), sample, 0};
}

double sampler_next(Sampler *sampler) {
  uint64_t bits;
  int dimension = sampler->dimension++;
  if (dimension < DIMENSIONS) bits = mixed(sampler->pixel + dimension) + sampler->sample * STEPS[dimension];
  else bits = sampler->chance = mixed(sampler->chance);
  return (double)(bits >> 11) * 0x1p-53;
}
