#include "network.h"

#include <math.h>
#include <string.h>
#include <wasm_simd128.h>

#include "guest.h"

// A window and the CONTEXT samples before it are cut into FRAMES overlapping spectra of BINS magnitudes; four
// convolutions over time make one vector of them, which a long short-term memory turns into a state.
enum { CONTEXT = 64, MIRRORED = 64, FRAME = 256, HOP = 128, FRAMES = 4, BINS = 129, BINS_PADDED = 144, STATE = 128 };
enum { HEARD = CONTEXT + WINDOW, STEP = 16 };

static const char magic[16] __attribute__((nonstring)) = "silero-vad 5 16k";

/// A matrix, or a convolution of three taps over vectors of `inputs` / 3 channels.
typedef struct {
  int outputs, inputs;  // an even number, and a multiple of STEP
  const float *weights, *bias;
} Layer;

struct Network {
  Layer spectrum, encoder[4], memory;
  const float *answer;  // STATE weights and a bias
  float heard[HEARD + MIRRORED];
  float cell[STATE], state[2 * STATE];  // state: the encoder's vector, then the memory's own
};

typedef struct {
  const float *at;
  size_t left;
} Weights;

static const float *take(Weights *weights, size_t count) {
  if (weights->left < count) fail("internal error: data/weights.bin is too short");
  const float *found = weights->at;
  weights->at += count, weights->left -= count;
  return found;
}

static Layer take_layer(Weights *weights, int outputs, int inputs, int has_bias) {
  Layer layer = {outputs, inputs, take(weights, (size_t)outputs * (size_t)inputs), NULL};
  if (has_bias) layer.bias = take(weights, (size_t)outputs);
  return layer;
}

Network *network_load(const char *path) {
  Buffer file = read_file(path);
  if (file.size < sizeof magic || memcmp(file.bytes, magic, sizeof magic) != 0)
    fail("internal error: %s has the wrong magic", path);
  Weights weights = {(const float *)(file.bytes + sizeof magic), (file.size - sizeof magic) / sizeof(float)};
  Network *network = must_alloc(sizeof *network);
  memset(network, 0, sizeof *network);
  network->spectrum = take_layer(&weights, 2 * BINS, FRAME, 0);
  network->encoder[0] = take_layer(&weights, 128, 3 * BINS_PADDED, 1);
  network->encoder[1] = take_layer(&weights, 64, 3 * 128, 1);
  network->encoder[2] = take_layer(&weights, 64, 3 * 64, 1);
  network->encoder[3] = take_layer(&weights, STATE, 3 * 64, 1);
  network->memory = take_layer(&weights, 4 * STATE, 2 * STATE, 1);
  network->answer = take(&weights, STATE + 1);
  if (weights.left) fail("internal error: %s is too long", path);
  return network;
}

static float sum_of(v128_t v) {
  return (wasm_f32x4_extract_lane(v, 0) + wasm_f32x4_extract_lane(v, 1)) +
         (wasm_f32x4_extract_lane(v, 2) + wasm_f32x4_extract_lane(v, 3));
}

/// Two rows at a time: the window is loaded once for both. All widths are multiples of STEP.
static void two_rows(const float *first, const float *second, const float *window, int inputs, float *out) {
  v128_t one = wasm_f32x4_const(0, 0, 0, 0), two = one;
  for (const float *end = window + inputs; window < end; window += STEP, first += STEP, second += STEP)
#pragma unroll
    for (int i = 0; i < STEP; i += 4) {
      v128_t values = wasm_v128_load(window + i);
      one = wasm_f32x4_add(one, wasm_f32x4_mul(values, wasm_v128_load(first + i)));
      two = wasm_f32x4_add(two, wasm_f32x4_mul(values, wasm_v128_load(second + i)));
    }
  out[0] = sum_of(one), out[1] = sum_of(two);
}

static void apply(const Layer *layer, const float *window, float *out) {
  const float *row = layer->weights;
  for (int output = 0; output < layer->outputs; output += 2, row += 2 * layer->inputs)
    two_rows(row, row + layer->inputs, window, layer->inputs, out + output);
  if (layer->bias)
    for (int i = 0; i < layer->outputs; i++) out[i] += layer->bias[i];
}

static void relu(float *values, int count) {
  for (int i = 0; i < count; i++) values[i] = values[i] > 0 ? values[i] : 0;
}

static float sigmoid(float value) { return 1 / (1 + expf(-value)); }

/// Convolves over time. `in` and `out` have a vector of zeros before the first and after the last.
static void convolve(const Layer *layer, const float *in, int stride, int times, float *out) {
  int channels = layer->inputs / 3;
  for (int t = 0; t < times; t++) {
    float *vector = out + (t + 1) * layer->outputs;
    apply(layer, in + t * stride * channels, vector);
    relu(vector, layer->outputs);
  }
}

static void remember(Network *network) {
  float gates[4][STATE];
  apply(&network->memory, network->state, gates[0]);
  for (int i = 0; i < STATE; i++) {
    float keep = sigmoid(gates[1][i]), add = sigmoid(gates[0][i]), show = sigmoid(gates[3][i]);
    network->cell[i] = keep * network->cell[i] + add * tanhf(gates[2][i]);
    network->state[STATE + i] = show * tanhf(network->cell[i]);
  }
}

float network_hear(Network *network, const float *samples) {
  float *heard = network->heard;
  memmove(heard, heard + WINDOW, CONTEXT * sizeof *heard);
  memcpy(heard + CONTEXT, samples, WINDOW * sizeof *heard);
  for (int i = 0; i < MIRRORED; i++) heard[HEARD + i] = heard[HEARD - 2 - i];

  float magnitudes[FRAMES + 2][BINS_PADDED] = {0}, first[FRAMES + 2][128] = {0}, second[4][64] = {0},
        third[3][64] = {0}, last[3][STATE] = {0};
  for (int frame = 0; frame < FRAMES; frame++) {
    float parts[2 * BINS];  // cosines, then sines
    apply(&network->spectrum, heard + frame * HOP, parts);
    for (int bin = 0; bin < BINS; bin++)
      magnitudes[frame + 1][bin] = sqrtf(parts[bin] * parts[bin] + parts[BINS + bin] * parts[BINS + bin]);
  }
  convolve(&network->encoder[0], magnitudes[0], 1, FRAMES, first[0]);
  convolve(&network->encoder[1], first[0], 2, FRAMES / 2, second[0]);
  convolve(&network->encoder[2], second[0], 2, FRAMES / 4, third[0]);
  convolve(&network->encoder[3], third[0], 1, 1, last[0]);
  memcpy(network->state, last[1], sizeof last[1]);
  remember(network);

  float chance = network->answer[STATE];
  for (int i = 0; i < STATE; i++)
    if (network->state[STATE + i] > 0) chance += network->answer[i] * network->state[STATE + i];
  return sigmoid(chance);
}
