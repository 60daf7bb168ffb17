#include "networks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "guest.h"

enum { CONVOLUTIONS = 6, ANCHORS = 5, NUMBERS = 5, BLOCKS = 4, IN_BLOCK = 4, FACE_SIZE = 112 };

static const float anchors[ANCHORS][2] = {{1.603231f, 2.094468f},
                                          {6.041143f, 7.080126f},
                                          {2.882459f, 3.518061f},
                                          {4.266906f, 5.178857f},
                                          {9.041765f, 10.66308f}};
static const float detector_mean[3] = {117.001f, 114.697f, 97.404f};
static const float landmark_mean[3] = {122.782f, 117.001f, 104.298f};
static const float most_overlap = 0.4f;

struct Networks {
  Layer detector[CONVOLUTIONS], boxes;
  Layer dense[BLOCKS][IN_BLOCK], points;
};

Networks *networks_load(const char *path) {
  Networks *networks = must_alloc(sizeof *networks);
  Weights weights = weights_open(path);
  networks->detector[0] = layer_window(&weights, 3, 16);
  for (int i = 1; i < CONVOLUTIONS; i++) networks->detector[i] = layer_separable(&weights, 8 << i, 16 << i);
  networks->boxes = layer_pointwise(&weights, 512, ANCHORS * NUMBERS);
  for (int block = 0; block < BLOCKS; block++)
    for (int i = 0; i < IN_BLOCK; i++) {
      int outputs = 32 << block, inputs = i ? outputs : outputs / 2, is_first = block == 0 && i == 0;
      networks->dense[block][i] =
          is_first ? layer_window(&weights, 3, outputs) : layer_separable(&weights, inputs, outputs);
    }
  networks->points = layer_pointwise(&weights, 256, 2 * LANDMARKS);
  if (weights.at != weights.end) fail("internal error: %s is too long", path);
  return networks;
}

static size_t size_of(Map map) { return (size_t)map.height * (size_t)map.width * (size_t)map.channels; }

static void leaky_relu(Map map) {
  for (size_t i = 0; i < size_of(map); i++) map.values[i] = map.values[i] > 0 ? map.values[i] : 0.1f * map.values[i];
}

static void relu(Map map) {
  for (size_t i = 0; i < size_of(map); i++) map.values[i] = map.values[i] > 0 ? map.values[i] : 0;
}

static float sigmoid(float value) { return 1 / (1 + expf(-value)); }

static float overlap(const Face *a, const Face *b) {
  float width = fminf(a->x + a->width, b->x + b->width) - fmaxf(a->x, b->x);
  float height = fminf(a->y + a->height, b->y + b->height) - fmaxf(a->y, b->y);
  if (width <= 0 || height <= 0) return 0;
  return width * height / (a->width * a->height + b->width * b->height - width * height);
}

static int by_score(const void *a, const void *b) {
  const Face *left = a, *right = b;
  if (left->score != right->score) return left->score < right->score ? 1 : -1;
  return left->y != right->y ? (left->y < right->y ? -1 : 1) : (left->x > right->x) - (left->x < right->x);
}

/// Keeps the surest of faces that overlap.
static int without_doubles(const Face *found, int count, Face faces[MOST_FACES]) {
  int kept = 0;
  for (int i = 0; i < count && kept < MOST_FACES; i++) {
    int is_double = 0;
    for (int j = 0; j < kept; j++) is_double |= overlap(&found[i], &faces[j]) > most_overlap;
    if (!is_double) faces[kept++] = found[i];
  }
  return kept;
}

static Map run_detector(const Networks *networks, Map map) {
  for (int i = 0; i < CONVOLUTIONS; i++) {
    int is_first = i == 0, shrink = is_first ? 2 : 0;  // the first layer sees nothing beyond the edges
    Map convolved =
        layer_apply(&networks->detector[i], map, map.height - shrink, map.width - shrink, 1, is_first ? 0 : 1);
    map_free(map);
    leaky_relu(convolved);
    map = map_pool(convolved, i == CONVOLUTIONS - 1 ? 1 : 2);
    map_free(convolved);
  }
  Map boxes = layer_apply(&networks->boxes, map, map.height, map.width, 1, 0);
  map_free(map);
  return boxes;
}

/// The box that a cell's five numbers tell, in pixels of the picture; `cell` is the cell's side in them.
static Face read_box(const float *numbers, int x, int y, int anchor, float cell) {
  Face face = {.score = sigmoid(numbers[4])};
  face.width = expf(fminf(numbers[2], 8)) * anchors[anchor][0] * cell;
  face.height = expf(fminf(numbers[3], 8)) * anchors[anchor][1] * cell;
  face.x = ((float)x + sigmoid(numbers[0])) * cell - face.width / 2;
  face.y = ((float)y + sigmoid(numbers[1])) * cell - face.height / 2;
  return face;
}

int detect_faces(const Networks *networks, Picture picture, int size, float threshold, Face faces[MOST_FACES]) {
  int side = picture.width > picture.height ? picture.width : picture.height, count = 0;
  Region square = {0, 0, side};
  Map boxes = run_detector(networks, picture_sample(picture, picture_whole(picture), square, size, detector_mean));
  Face *found = must_alloc((size_t)boxes.height * (size_t)boxes.width * ANCHORS * sizeof *found);
  const float *numbers = boxes.values;
  for (int y = 0; y < boxes.height; y++)
    for (int x = 0; x < boxes.width; x++)
      for (int anchor = 0; anchor < ANCHORS; anchor++, numbers += NUMBERS) {
        Face face = read_box(numbers, x, y, anchor, (float)side / (float)boxes.height);
        if (face.score > threshold) found[count++] = face;
      }
  map_free(boxes);
  qsort(found, (size_t)count, sizeof *found, by_score);
  count = without_doubles(found, count, faces);
  free(found);
  return count;
}

/// Four layers, of which each adds to the sum of those before; the first halves height and width.
static Map run_block(const Layer layers[IN_BLOCK], Map in) {
  Map sum = layer_apply(&layers[0], in, in.height / 2, in.width / 2, 2, 0);
  map_free(in);
  relu(sum);
  Map seen = map_new(sum.height, sum.width, sum.channels);
  for (int i = 1; i < IN_BLOCK; i++) {
    memcpy(seen.values, sum.values, size_of(sum) * sizeof(float));
    relu(seen);
    Map more = layer_apply(&layers[i], seen, seen.height, seen.width, 1, 1);
    for (size_t j = 0; j < size_of(sum); j++) sum.values[j] += more.values[j];
    map_free(more);
  }
  map_free(seen);
  relu(sum);
  return sum;
}

void find_landmarks(const Networks *networks, Picture picture, Face *face) {
  Rectangle crop = picture_crop(picture, face->x, face->y, face->width, face->height);
  if (crop.width < 1 || crop.height < 1) return;
  int side = crop.width > crop.height ? crop.width : crop.height;
  // Half of what the shorter side lacks stands before it, the larger half behind.
  Region square = {crop.x - (side - crop.width) / 2, crop.y - (side - crop.height) / 2, side};
  Map map = picture_sample(picture, crop, square, FACE_SIZE, landmark_mean), mean = map_new(1, 1, 256);
  for (int block = 0; block < BLOCKS; block++) map = run_block(networks->dense[block], map);
  for (size_t i = 0; i < size_of(map); i++)
    mean.values[i % 256] += map.values[i] / (float)(map.height * map.width);
  Map points = layer_apply(&networks->points, mean, 1, 1, 1, 0);
  float left = fmaxf(face->x, 0) - (float)(side - crop.width) / 2;
  float top = fmaxf(face->y, 0) - (float)(side - crop.height) / 2;
  for (int i = 0; i < LANDMARKS; i++) {
    face->landmarks[i].x = points.values[2 * i] * (float)side + left;
    face->landmarks[i].y = points.values[2 * i + 1] * (float)side + top;
  }
  map_free(map), map_free(mean), map_free(points);
}
