#include "conv.h"

#include <string.h>
#include <wasm_simd128.h>

#include "guest.h"

static int padded(int outputs) { return (outputs + 3) & ~3; }

int filter_block(const Filter *filter, int channel) { return padded(filter->outputs) - channel >= 8 ? 8 : 4; }

Filter filter_pack(const float *kernel, int size, int all_inputs, int first, int inputs, int outputs) {
  Filter filter = {size, inputs, outputs, NULL};
  size_t window = (size_t)size * size * inputs;
  float *to = filter.packed = must_alloc(window * padded(outputs) * sizeof(float));
  for (int channel = 0; channel < padded(outputs); channel += filter_block(&filter, channel))
    for (int tap = 0; tap < size * size; tap++)
      for (int input = first; input < first + inputs; input++)
        for (int i = 0; i < filter_block(&filter, channel); i++) {
          int output = channel + i;
          *to++ = output < outputs ? kernel[((size_t)tap * all_inputs + input) * outputs + output] : 0;
        }
  return filter;
}

/// The kernel: a constant number of channels lets the compiler fold pixel offsets into the loads.
static inline __attribute__((always_inline)) void add_block(const Filter *filter, int inputs, int vectors,
                                                            const float *weights, const float *const *rows,
                                                            float *sums) {
  v128_t sum[CONV_PIXELS][2];
#pragma unroll
  for (int p = 0; p < CONV_PIXELS; p++)
#pragma unroll
    for (int v = 0; v < vectors; v++) sum[p][v] = wasm_v128_load(sums + (p * vectors + v) * 4);
  for (int row = 0; row < filter->size; row++) {
    const float *in = rows[row];
    for (int column = 0; column < filter->size; column++, in += inputs) {
#pragma unroll 4
      for (int i = 0; i < inputs; i++, weights += 4 * vectors) {
        v128_t weight[2];
        weight[0] = wasm_v128_load(weights);
        if (vectors == 2) weight[1] = wasm_v128_load(weights + 4);
#pragma unroll
        for (int p = 0; p < CONV_PIXELS; p++) {
          v128_t value = wasm_v128_load32_splat(in + p * inputs + i);
#pragma unroll
          for (int v = 0; v < vectors; v++)
            sum[p][v] = wasm_f32x4_add(sum[p][v], wasm_f32x4_mul(value, weight[v]));
        }
      }
    }
  }
#pragma unroll
  for (int p = 0; p < CONV_PIXELS; p++)
#pragma unroll
    for (int v = 0; v < vectors; v++) wasm_v128_store(sums + (p * vectors + v) * 4, sum[p][v]);
}

#define BLOCK(inputs, vectors)                                                                              \
  static __attribute__((noinline)) void add_##inputs##_##vectors(const Filter *filter, const float *weights, \
                                                                 const float *const *rows, float *sums) {    \
    add_block(filter, inputs, vectors, weights, rows, sums);                                                 \
  }
BLOCK(3, 2)
BLOCK(4, 2)
BLOCK(12, 1)
BLOCK(32, 1)
BLOCK(32, 2)
BLOCK(64, 1)
BLOCK(64, 2)

void filter_add(const Filter *filter, int channel, const float *const *rows, float *sums) {
  const float *weights = filter->packed + (size_t)filter->size * filter->size * filter->inputs * channel;
  int vectors = filter_block(filter, channel) / 4;
  switch (filter->inputs * 10 + vectors) {
    case 32: add_3_2(filter, weights, rows, sums); break;
    case 42: add_4_2(filter, weights, rows, sums); break;
    case 121: add_12_1(filter, weights, rows, sums); break;
    case 321: add_32_1(filter, weights, rows, sums); break;
    case 322: add_32_2(filter, weights, rows, sums); break;
    case 641: add_64_1(filter, weights, rows, sums); break;
    case 642: add_64_2(filter, weights, rows, sums); break;
    default: fail("no kernel for %d channels", filter->inputs);
  }
}
