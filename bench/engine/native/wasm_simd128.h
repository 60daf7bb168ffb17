// The vector intrinsics that modules use, by gcc's own vectors: the same operations, lane by lane.
#ifndef RECKON_NATIVE_SIMD128_H
#define RECKON_NATIVE_SIMD128_H

#include <string.h>

typedef float v128_t __attribute__((vector_size(16)));

static inline v128_t wasm_v128_load(const void *from) {
  v128_t value;
  memcpy(&value, from, sizeof value);
  return value;
}

static inline void wasm_v128_store(void *to, v128_t value) { memcpy(to, &value, sizeof value); }

static inline v128_t wasm_v128_load32_splat(const void *from) {
  float value;
  memcpy(&value, from, sizeof value);
  return (v128_t){value, value, value, value};
}

static inline v128_t wasm_f32x4_add(v128_t left, v128_t right) { return left + right; }
static inline v128_t wasm_f32x4_mul(v128_t left, v128_t right) { return left * right; }

#endif
