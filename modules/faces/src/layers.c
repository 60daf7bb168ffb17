#include "layers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <wasm_simd128.h>

#include "guest.h"

enum { PIXELS = 4, BLOCK = 8 };  // what the inner loop computes at once: pixels, and outputs of each

static const char magic[16] = "face-api 68 pts";

Weights weights_open(const char *path) {
  Buffer file = read_file(path);
  if (file.size < sizeof magic || memcmp(file.bytes, magic, sizeof magic) != 0)
    fail("internal error: %s has the wrong magic", path);
  const uint8_t *bytes = (const uint8_t *)file.bytes;
  return (Weights){bytes + sizeof magic, bytes + file.size};
}

static const float *take(Weights *weights, int count) {
  struct {
    uint32_t count;
    float scale, smallest;
  } head;
  size_t size = ((size_t)count + 3) & ~(size_t)3;
  if ((size_t)(weights->end - weights->at) < sizeof head + size) fail("internal error: weights are missing");
  memcpy(&head, weights->at, sizeof head);
  if (head.count != (uint32_t)count) fail("internal error: %u weights instead of %d", head.count, count);
  const uint8_t *bytes = weights->at + sizeof head;
  float *values = must_alloc((size_t)count * sizeof *values);
  for (int i = 0; i < count; i++) values[i] = head.smallest + head.scale * bytes[i];
  weights->at = bytes + size;
  return values;
}

/// [inputs][outputs] to [outputs in blocks][inputs][BLOCK], filled up with zeros.
static const float *pack(const float *matrix, int inputs, int outputs) {
  int blocks = (outputs + BLOCK - 1) / BLOCK;
  float *packed = must_alloc((size_t)blocks * (size_t)inputs * BLOCK * sizeof *packed), *to = packed;
  for (int block = 0; block < blocks; block++)
    for (int input = 0; input < inputs; input++)
      for (int i = 0; i < BLOCK; i++) {
        int output = block * BLOCK + i;
        *to++ = output < outputs ? matrix[input * outputs + output] : 0;
      }
  return packed;
}

static Layer take_layer(Weights *weights, int window, int inputs, int outputs, const float *depthwise) {
  Layer layer = {inputs, outputs, window, depthwise, pack(take(weights, inputs * outputs), inputs, outputs), NULL};
  layer.bias = take(weights, outputs);
  return layer;
}

Layer layer_window(Weights *weights, int channels, int outputs) {
  return take_layer(weights, 3, 9 * channels, outputs, NULL);
}

Layer layer_separable(Weights *weights, int channels, int outputs) {
  return take_layer(weights, 3, channels, outputs, take(weights, 9 * channels));
}

Layer layer_pointwise(Weights *weights, int channels, int outputs) {
  return take_layer(weights, 1, channels, outputs, NULL);
}

Map map_new(int height, int width, int channels) {
  Map map = {height, width, channels, NULL};
  size_t count = ((size_t)height * (size_t)width + PIXELS) * (size_t)channels;
  map.values = must_alloc(count * sizeof *map.values);
  memset(map.values, 0, count * sizeof *map.values);
  return map;
}

void map_free(Map map) { free(map.values); }

/// The pixel's channels, or NULL outside of the map.
static const float *pixel(Map map, int y, int x) {
  if (y < 0 || x < 0 || y >= map.height || x >= map.width) return NULL;
  return map.values + ((size_t)y * (size_t)map.width + (size_t)x) * (size_t)map.channels;
}

static void see_window(Map in, int top, int left, float *seen) {
  for (int tap = 0; tap < 9; tap++, seen += in.channels) {
    const float *from = pixel(in, top + tap / 3, left + tap % 3);
    for (int i = 0; i < in.channels; i++) seen[i] = from ? from[i] : 0;
  }
}

/// Sums of 3 x 3 within each channel; channels are a multiple of 4.
static void see_channels(const Layer *layer, Map in, int top, int left, float *seen) {
  const float *taps[9], *weights[9];
  int count = 0;
  for (int tap = 0; tap < 9; tap++) {
    taps[count] = pixel(in, top + tap / 3, left + tap % 3);
    weights[count] = layer->depthwise + tap * in.channels;
    if (taps[count]) count++;
  }
  for (int i = 0; i < in.channels; i += 4) {
    v128_t sum = wasm_f32x4_const(0, 0, 0, 0);
    for (int tap = 0; tap < count; tap++)
      sum = wasm_f32x4_add(sum, wasm_f32x4_mul(wasm_v128_load(taps[tap] + i), wasm_v128_load(weights[tap] + i)));
    wasm_v128_store(seen + i, sum);
  }
}

/// PIXELS rows of `in` (each `inputs` wide) times one block of the matrix.
static void multiply(const float *in, int inputs, const float *packed, float sums[PIXELS][BLOCK]) {
  v128_t sum[PIXELS][2];
#pragma unroll
  for (int p = 0; p < PIXELS; p++) sum[p][0] = sum[p][1] = wasm_f32x4_const(0, 0, 0, 0);
  for (int i = 0; i < inputs; i++, packed += BLOCK) {
    v128_t low = wasm_v128_load(packed), high = wasm_v128_load(packed + 4);
#pragma unroll
    for (int p = 0; p < PIXELS; p++) {
      v128_t value = wasm_v128_load32_splat(in + p * inputs + i);
      sum[p][0] = wasm_f32x4_add(sum[p][0], wasm_f32x4_mul(value, low));
      sum[p][1] = wasm_f32x4_add(sum[p][1], wasm_f32x4_mul(value, high));
    }
  }
#pragma unroll
  for (int p = 0; p < PIXELS; p++) wasm_v128_store(sums[p], sum[p][0]), wasm_v128_store(sums[p] + 4, sum[p][1]);
}

/// What the pixels of one row see, times the matrix.
static void multiply_row(const Layer *layer, const float *seen, int width, float *out) {
  for (int x = 0; x < width; x += PIXELS)
    for (int first = 0; first < layer->outputs; first += BLOCK) {
      float sums[PIXELS][BLOCK];
      multiply(seen + x * layer->inputs, layer->inputs, layer->packed + first * layer->inputs, sums);
      for (int p = 0; p < PIXELS && x + p < width; p++)
        for (int i = 0; i < BLOCK && first + i < layer->outputs; i++)
          out[(x + p) * layer->outputs + first + i] = sums[p][i] + layer->bias[first + i];
    }
}

Map layer_apply(const Layer *layer, Map in, int height, int width, int stride, int before) {
  Map out = map_new(height, width, layer->outputs), seen = map_new(1, width, layer->inputs);
  for (int y = 0; y < height; y++) {
    for (int x = 0; x < width; x++) {
      int top = stride * y - before, left = stride * x - before;
      float *to = seen.values + x * layer->inputs;
      if (layer->depthwise) see_channels(layer, in, top, left, to);
      else if (layer->window == 3) see_window(in, top, left, to);
      else memcpy(to, pixel(in, top, left), (size_t)in.channels * sizeof *to);
    }
    multiply_row(layer, seen.values, width, out.values + (size_t)y * (size_t)width * (size_t)layer->outputs);
  }
  map_free(seen);
  return out;
}

Map map_pool(Map in, int stride) {
  Map out = map_new((in.height + stride - 1) / stride, (in.width + stride - 1) / stride, in.channels);
  float *to = out.values;
  for (int y = 0; y < out.height; y++)
    for (int x = 0; x < out.width; x++, to += in.channels)
      for (int tap = 0; tap < 4; tap++) {
        const float *from = pixel(in, stride * y + tap / 2, stride * x + tap % 2);
        for (int i = 0; from && i < in.channels; i++) to[i] = tap == 0 || from[i] > to[i] ? from[i] : to[i];
      }
  return out;
}
