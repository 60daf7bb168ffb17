#include "network.h"

#include <string.h>

#include "conv.h"
#include "guest.h"

// Every layer's output is a Map of which only the last RING rows are kept. Asking for a row
// computes it, and first the rows below it that it needs: exact, without tiles or their seams.
enum { RING = 16, PAD = 2 };

typedef struct Map Map;
struct Map {
  int width, height, channels;
  int next;       // the first row that is not computed yet
  size_t stride;  // floats from row to row
  float *rows;    // RING rows, then one row of zeros: the picture's surroundings
  void (*compute)(Map *map, int y, float *row);
  Map *inputs[2];  // convolved together, as if their channels were concatenated
  Filter filters[2];
  const float *bias;
  Map *plus;  // added to the result, or NULL
  int relu;
  const uint8_t *picture;
};

/// The first pixel of row `y`; PAD zero pixels lie to its left, and PAD or more to its right.
static const float *row_of(Map *map, int y) {
  if (y < 0 || y >= map->height) return map->rows + RING * map->stride + PAD * map->channels;
  while (map->next <= y) {
    int row = map->next;
    map->compute(map, row, map->rows + (row % RING) * map->stride + PAD * map->channels);
    map->next = row + 1;
  }
  if (y < map->next - RING) fail("internal error: row %d is gone", y);
  return map->rows + (y % RING) * map->stride + PAD * map->channels;
}

static Map *new_map(int width, int height, int channels, void (*compute)(Map *, int, float *)) {
  Map *map = must_alloc(sizeof *map);
  size_t pixels = (size_t)((width + CONV_PIXELS - 1) / CONV_PIXELS * CONV_PIXELS + 2 * PAD);
  *map = (Map){.width = width, .height = height, .channels = channels, .compute = compute};
  map->stride = pixels * (size_t)channels;
  size_t size = (RING + 1) * map->stride * sizeof(float);
  map->rows = must_alloc(size);
  memset(map->rows, 0, size);
  return map;
}

static void picture_row(Map *map, int y, float *row) {
  const uint8_t *from = map->picture + (size_t)y * map->width * 3;
  for (int i = 0; i < map->width * 3; i++) row[i] = from[i];  // the network's range is 0 to 255
}

/// Every pixel twice, and every row: nearest-neighbour enlargement.
static void doubled_row(Map *map, int y, float *row) {
  const float *from = row_of(map->inputs[0], y / 2);
  size_t size = (size_t)map->channels * sizeof(float);
  for (int x = 0; x < map->width; x++) memcpy(row + x * map->channels, from + x / 2 * map->channels, size);
}

static void finish(const Map *map, int channel, int block, int x, const float *sums, const float *plus, float *row) {
  for (int p = 0; p < CONV_PIXELS && x + p < map->width; p++)
    for (int i = 0; i < block && channel + i < map->channels; i++) {
      size_t at = (size_t)(x + p) * map->channels + channel + i;
      float value = sums[p * block + i] + (plus ? plus[at] : 0);
      row[at] = map->relu && value < 0 ? 0 : value;
    }
}

static void convolved_row(Map *map, int y, float *row) {
  const float *windows[2][8];
  int sources = map->inputs[1] ? 2 : 1, size = map->filters[0].size;
  for (int s = 0; s < sources; s++)
    for (int i = 0; i < size; i++)
      windows[s][i] = row_of(map->inputs[s], y + i - size / 2) - size / 2 * map->inputs[s]->channels;
  const float *plus = map->plus ? row_of(map->plus, y) : NULL;
  for (int channel = 0; channel < map->channels;) {
    int block = filter_block(&map->filters[0], channel);
    for (int x = 0; x < map->width; x += CONV_PIXELS) {
      float sums[CONV_PIXELS * 8];
      for (int i = 0; i < CONV_PIXELS * block; i++) {
        int output = channel + i % block;
        sums[i] = output < map->channels ? map->bias[output] : 0;
      }
      for (int s = 0; s < sources; s++) {
        const float *rows[8];
        for (int i = 0; i < size; i++) rows[i] = windows[s][i] + (size_t)x * map->inputs[s]->channels;
        filter_add(&map->filters[s], channel, rows, sums);
      }
      finish(map, channel, block, x, sums, plus, row);
    }
    channel += block;
  }
}

typedef struct {
  const float *at;
  size_t left;
} Weights;

static const float *take(Weights *weights, size_t count) {
  if (weights->left < count) fail("internal error: data/weights.bin is too short");
  const float *taken = weights->at;
  weights->at += count;
  weights->left -= count;
  return taken;
}

/// A convolution layer over one input, or over two as if concatenated; takes its weights in order.
static Map *convolve(Weights *weights, Map *first, Map *second, int size, int channels) {
  Map *map = new_map(first->width, first->height, channels, convolved_row);
  int inputs = first->channels + (second ? second->channels : 0);
  const float *kernel = take(weights, (size_t)size * size * inputs * channels);
  map->bias = take(weights, (size_t)channels);
  map->inputs[0] = first;
  map->filters[0] = filter_pack(kernel, size, inputs, 0, first->channels, channels);
  if (second) {
    map->inputs[1] = second;
    map->filters[1] = filter_pack(kernel, size, inputs, first->channels, second->channels, channels);
  }
  return map;
}

static Map *relu(Map *map) {
  map->relu = 1;
  return map;
}

static Map *add(Map *map, Map *plus) {
  map->plus = plus;
  return map;
}

/// Layer names as in the package's model.json.
static Map *build(Weights *weights, Map *picture) {
  Map *f_m1 = convolve(weights, picture, NULL, 3, 64);
  Map *f_0 = convolve(weights, f_m1, NULL, 3, 64);
  Map *f_1_1 = relu(convolve(weights, f_0, NULL, 3, 4));
  Map *lrl_1 = add(convolve(weights, f_0, f_1_1, 1, 64), f_0);
  Map *f_2_1 = relu(convolve(weights, lrl_1, NULL, 3, 4));
  Map *lrl_2 = add(convolve(weights, lrl_1, f_2_1, 1, 64), lrl_1);
  Map *gff_1 = convolve(weights, lrl_1, lrl_2, 1, 64);
  Map *fdf = add(convolve(weights, gff_1, NULL, 3, 64), f_m1);
  Map *upn1 = relu(convolve(weights, fdf, NULL, 5, 64));
  Map *upn2 = relu(convolve(weights, upn1, NULL, 3, 32));
  Map *upn3 = convolve(weights, upn2, NULL, 3, 12);
  Map *doubled = new_map(2 * picture->width, 2 * picture->height, 12, doubled_row);
  doubled->inputs[0] = upn3;
  return convolve(weights, doubled, NULL, 3, 3);
}

static uint8_t to_byte(float value) {
  if (!(value > 0)) return 0;
  return value >= 255 ? 255 : (uint8_t)(value + 0.5f);
}

void network_upscale(const float *weights, size_t weight_count, const uint8_t *rgb, int width, int height,
                     uint8_t *out) {
  Weights left = {weights, weight_count};
  Map *picture = new_map(width, height, 3, picture_row);
  picture->picture = rgb;
  Map *result = build(&left, picture);
  if (left.left) fail("internal error: data/weights.bin is too long");
  for (int y = 0; y < result->height; y++) {
    const float *row = row_of(result, y);
    for (int i = 0; i < result->width * 3; i++) *out++ = to_byte(row[i]);
  }
}
