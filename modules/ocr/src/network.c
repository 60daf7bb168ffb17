#include "network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <wasm_simd128.h>

#include "guest.h"

// Values between layers are 8-bit integers, 127 for 1, as tesseract's own; they are held in 16 bits, because
// WebAssembly multiplies and adds eight of these at once.
enum { STRIDE = 16, AT_ONCE = 4 };  // rows have a multiple of STRIDE values; so many are multiplied at once
enum { ONE = 127, FILTERS = 16, ROWS = LINE_HEIGHT / REDUCTION, DOWN = 64, MOST_OUTPUTS = 256, MOST_TEXT = 32 };

static const char magic[16] = "tesseract 4 eng";

typedef struct {
  int rows, columns, stride;  // stride: columns rounded up to a multiple of STRIDE
  const int16_t *weights;
  const float *scales, *added;  // of each row
} Matrix;

/// A long short-term memory: what comes in, what is let in, what is kept, what is let out.
typedef struct {
  int inputs, outputs;
  Matrix in, let_in, keep, let_out;
} Memory;

struct Network {
  Matrix filters, answers;
  Memory down, right, left, last;
  int outputs;
  struct {
    size_t size;
    char bytes[MOST_TEXT];
  } texts[MOST_OUTPUTS];
};

typedef struct {
  const uint8_t *at, *end;
} Reader;

static const void *take(Reader *in, size_t size) {
  if ((size_t)(in->end - in->at) < size) fail("internal error: data/eng.bin is too short");
  const void *from = in->at;
  in->at += size;
  return from;
}

static int rounded_up(int count) { return (count + STRIDE - 1) / STRIDE * STRIDE; }

static int16_t *new_values(size_t count) {
  int16_t *values = must_alloc(count * sizeof *values);
  memset(values, 0, count * sizeof *values);
  return values;
}

static Matrix take_matrix(Reader *in, int rows, int columns) {
  int32_t shape[2];
  memcpy(shape, take(in, sizeof shape), sizeof shape);
  if (shape[0] != rows || shape[1] != columns + 1)
    fail("internal error: a matrix is %d x %d, not %d x %d", shape[0], shape[1], rows, columns + 1);
  float *scales = must_alloc((size_t)rows * sizeof *scales), *added = must_alloc((size_t)rows * sizeof *added);
  memcpy(scales, take(in, (size_t)rows * sizeof *scales), (size_t)rows * sizeof *scales);
  Matrix matrix = {rows, columns, rounded_up(columns), NULL, scales, added};
  const int8_t *from = take(in, ((size_t)rows * (size_t)(columns + 1) + 3) & ~(size_t)3);
  int16_t *weights = new_values((size_t)(rows + AT_ONCE) * (size_t)matrix.stride);
  for (int row = 0; row < rows; row++) {
    for (int column = 0; column < columns; column++) weights[row * matrix.stride + column] = *from++;
    added[row] = (float)*from++ * scales[row];
    scales[row] /= ONE;
  }
  matrix.weights = weights;
  return matrix;
}

static Memory take_memory(Reader *in, int inputs, int outputs) {
  Memory memory = {.inputs = inputs, .outputs = outputs};
  Matrix *const gates[] = {&memory.in, &memory.let_in, &memory.keep, &memory.let_out};
  for (int i = 0; i < 4; i++) *gates[i] = take_matrix(in, outputs, inputs + outputs);
  return memory;
}

Network *network_load(const char *path) {
  Buffer file = read_file(path);
  Reader in = {(const uint8_t *)file.bytes, (const uint8_t *)file.bytes + file.size};
  if (memcmp(take(&in, sizeof magic), magic, sizeof magic) != 0)
    fail("internal error: %s has the wrong magic", path);
  Network *network = must_alloc(sizeof *network);
  network->filters = take_matrix(&in, FILTERS, 9);
  network->down = take_memory(&in, FILTERS, DOWN);
  network->right = take_memory(&in, DOWN, 96);
  network->left = take_memory(&in, 96, 96);
  network->last = take_memory(&in, 96, 512);
  network->answers = take_matrix(&in, 111, 512);
  for (network->outputs = 0; in.at < in.end; network->outputs++) {
    size_t size = *(const uint8_t *)take(&in, 1);
    if (network->outputs == MOST_OUTPUTS || size >= MOST_TEXT) fail("internal error: %s has odd texts", path);
    network->texts[network->outputs].size = size;
    memcpy(network->texts[network->outputs].bytes, take(&in, size), size);
  }
  if (network->outputs != network->answers.rows) fail("internal error: %s has %d texts", path, network->outputs);
  return network;
}

int network_nothing(const Network *network) { return network->outputs - 1; }

const char *network_text(const Network *network, int output, size_t *size) {
  *size = network->texts[output].size;
  return network->texts[output].bytes;
}

static int sum_of(v128_t v) {
  return wasm_i32x4_extract_lane(v, 0) + wasm_i32x4_extract_lane(v, 1) + wasm_i32x4_extract_lane(v, 2) +
         wasm_i32x4_extract_lane(v, 3);
}

/// Four rows times `in`, of which each value is loaded once for all.
static void four_rows(const int16_t *const rows[AT_ONCE], const int16_t *in, int stride, int sums[AT_ONCE]) {
  v128_t sum[AT_ONCE];
  const int16_t *row[AT_ONCE];
#pragma unroll
  for (int r = 0; r < AT_ONCE; r++) sum[r] = wasm_i32x4_const(0, 0, 0, 0), row[r] = rows[r];
  for (const int16_t *end = in + stride; in < end; in += STRIDE)
#pragma unroll
    for (int i = 0; i < STRIDE; i += 8) {
      v128_t values = wasm_v128_load(in + i);
#pragma unroll
      for (int r = 0; r < AT_ONCE; r++) {
        sum[r] = wasm_i32x4_add(sum[r], wasm_i32x4_dot_i16x8(values, wasm_v128_load(row[r] + i)));
        if (i + 8 == STRIDE) row[r] += STRIDE;
      }
    }
#pragma unroll
  for (int r = 0; r < AT_ONCE; r++) sums[r] = sum_of(sum[r]);
}

static const int16_t *row_of(const Matrix *matrix, int row) {
  return matrix->weights + (size_t)row * (size_t)matrix->stride;
}

static float scaled(const Matrix *matrix, int row, int sum) {
  return (float)sum * matrix->scales[row] + matrix->added[row];
}

/// The whole matrix times `in`, which is filled up with zeros to the matrix's stride.
static void multiply(const Matrix *matrix, const int16_t *in, float *out) {
  for (int first = 0; first < matrix->rows; first += AT_ONCE) {
    const int16_t *rows[AT_ONCE];
    int sums[AT_ONCE];
    for (int r = 0; r < AT_ONCE; r++) rows[r] = row_of(matrix, first + r);
    four_rows(rows, in, matrix->stride, sums);
    for (int r = 0; r < AT_ONCE && first + r < matrix->rows; r++) out[first + r] = scaled(matrix, first + r, sums[r]);
  }
}

static int16_t as_integer(float value) {
  float scaled = value * ONE;
  if (scaled >= ONE) return ONE;
  return scaled <= -ONE ? -ONE : (int16_t)floorf(scaled + 0.5f);
}

static float sigmoid(float value) { return 1 / (1 + expf(-value)); }

/// Goes through `steps` vectors, `stride` values apart (backwards where that is negative), and gives its outputs:
/// for each step `out_stride` values on, or, where that is 0, only the last.
static void remember(const Memory *memory, const int16_t *in, int stride, int steps, int16_t *out, int out_stride) {
  int outputs = memory->outputs, inputs = memory->inputs;
  float *state = must_alloc((size_t)outputs * sizeof *state);
  int16_t *seen = new_values((size_t)rounded_up(inputs + outputs)), *shown = new_values((size_t)outputs);
  for (int i = 0; i < outputs; i++) state[i] = 0;
  for (int step = 0; step < steps; step++, in += stride, out += out_stride) {
    memcpy(seen, in, (size_t)inputs * sizeof *seen);
    memcpy(seen + inputs, shown, (size_t)outputs * sizeof *seen);
    for (int i = 0; i < outputs; i++) {
      const int16_t *rows[AT_ONCE] = {row_of(&memory->in, i), row_of(&memory->let_in, i), row_of(&memory->keep, i),
                                      row_of(&memory->let_out, i)};
      int sums[AT_ONCE];
      four_rows(rows, seen, memory->in.stride, sums);
      float new = tanhf(scaled(&memory->in, i, sums[0])) * sigmoid(scaled(&memory->let_in, i, sums[1]));
      float value = state[i] * sigmoid(scaled(&memory->keep, i, sums[2])) + new;
      state[i] = value > 100 ? 100 : value < -100 ? -100 : value;
      shown[i] = as_integer(tanhf(state[i]) * sigmoid(scaled(&memory->let_out, i, sums[3])));
    }
    memcpy(out, shown, (size_t)outputs * sizeof *out);
  }
  free(state), free(seen), free(shown);
}

static int by_value(const void *a, const void *b) { return *(const uint8_t *)a - *(const uint8_t *)b; }

static float quantile(uint8_t *values, int count, float part, float otherwise) {
  if (count == 0) return otherwise;
  qsort(values, (size_t)count, 1, by_value);
  return values[(int)(part * (float)(count - 1) + 0.5f)];
}

/// Grey values from black to white, told from the ups and downs along the middle, as -ONE to ONE.
static int16_t *stretch(const uint8_t *grey, int width) {
  uint8_t *lows = must_alloc((size_t)width), *highs = must_alloc((size_t)width);
  const uint8_t *middle = grey + LINE_HEIGHT / 2 * width;
  int low_count = 0, high_count = 0;
  for (int x = 1; x + 1 < width; x++) {
    int before = middle[x - 1], here = middle[x], next = middle[x + 1];
    if ((here < before && here <= next) || (here <= before && here < next)) lows[low_count++] = middle[x];
    if ((here > before && here >= next) || (here >= before && here > next)) highs[high_count++] = middle[x];
  }
  float black = quantile(lows, low_count, 0.25f, 0), white = quantile(highs, high_count, 0.75f, 255);
  float contrast = white > black ? (white - black) / 2 : 1;
  int16_t *values = new_values((size_t)width * LINE_HEIGHT);
  for (int i = 0; i < width * LINE_HEIGHT; i++) values[i] = as_integer((grey[i] - black) / contrast - 1);
  free(lows), free(highs);
  return values;
}

/// A window of 3 x 3, column by column; beyond the edges there is 0.
static void look(const int16_t *values, int width, int y, int x, int16_t window[16]) {
  for (int tap = 0; tap < 9; tap++) {
    int row = y + tap % 3 - 1, column = x + tap / 3 - 1;
    int is_inside = row >= 0 && row < LINE_HEIGHT && column >= 0 && column < width;
    window[tap] = is_inside ? values[row * width + column] : 0;
  }
}

/// The filters' greatest answers in fields of REDUCTION x REDUCTION: [column][row][FILTERS].
static int16_t *filter(const Network *network, const int16_t *values, int width, int columns) {
  int16_t *fields = new_values((size_t)columns * ROWS * FILTERS), window[16] = {0};
  for (int column = 0; column < columns; column++)
    for (int row = 0; row < ROWS; row++) {
      float best[FILTERS], sums[FILTERS];
      for (int tap = 0; tap < REDUCTION * REDUCTION; tap++) {
        look(values, width, row * REDUCTION + tap / REDUCTION, column * REDUCTION + tap % REDUCTION, window);
        multiply(&network->filters, window, sums);
        for (int i = 0; i < FILTERS; i++) best[i] = tap == 0 || sums[i] > best[i] ? sums[i] : best[i];
      }
      int16_t *field = fields + (column * ROWS + row) * FILTERS;
      for (int i = 0; i < FILTERS; i++) field[i] = as_integer(tanhf(best[i]));  // tanh keeps the order
    }
  return fields;
}

static Step answer(const Network *network, const int16_t *seen) {
  float sums[MOST_OUTPUTS], total = 0;
  Step step = {0, 0};
  multiply(&network->answers, seen, sums);
  for (int i = 0; i < network->outputs; i++)
    if (sums[i] > sums[step.output]) step.output = i;
  for (int i = 0; i < network->outputs; i++) total += expf(sums[i] - sums[step.output]);
  step.probability = 1 / total;
  return step;
}

void network_read(const Network *network, const uint8_t *grey, int width, Step *steps) {
  int columns = width / REDUCTION;
  size_t count = (size_t)columns;
  int16_t *values = stretch(grey, width), *fields = filter(network, values, width, columns);
  int16_t *down = new_values(count * DOWN), *right = new_values(count * 96), *left = new_values(count * 96),
          *last = new_values(count * 512);
  for (int column = 0; column < columns; column++)
    remember(&network->down, fields + column * ROWS * FILTERS, FILTERS, ROWS, down + column * DOWN, 0);
  remember(&network->right, down, DOWN, columns, right, 96);
  remember(&network->left, right + (columns - 1) * 96, -96, columns, left + (columns - 1) * 96, -96);
  remember(&network->last, left, 96, columns, last, 512);
  for (int column = 0; column < columns; column++) steps[column] = answer(network, last + column * 512);
  free(values), free(fields), free(down), free(right), free(left), free(last);
}
