// Layers of a convolutional network over channels-last pictures, with SIMD.
#ifndef RECKON_LAYERS_H
#define RECKON_LAYERS_H

#include <stddef.h>
#include <stdint.h>

/// Values of one picture: [height][width][channels], and room for a few pixels more at the end.
typedef struct {
  int height, width, channels;
  float *values;
} Map;

/// data/weights.bin, read in order.
typedef struct {
  const uint8_t *at, *end;
} Weights;

/// A layer multiplies what one output pixel sees: a window of 3 x 3 over all channels, or, where `depthwise` is
/// given, the sums of 3 x 3 within each channel, or, with neither, the pixel alone.
typedef struct {
  int inputs, outputs;  // of the multiplication
  int window;           // 3 or 1: how wide a pixel sees
  const float *depthwise, *packed, *bias;
} Layer;

Weights weights_open(const char *path);
Layer layer_window(Weights *weights, int channels, int outputs);
Layer layer_separable(Weights *weights, int channels, int outputs);
Layer layer_pointwise(Weights *weights, int channels, int outputs);

Map map_new(int height, int width, int channels);
void map_free(Map map);
/// Pixel (x, y) of the result sees the window that begins at (stride * x - before, stride * y - before);
/// outside of the map there is 0.
Map layer_apply(const Layer *layer, Map in, int height, int width, int stride, int before);
/// The greatest of 2 x 2 values, at every `stride` pixels; what hangs over the edge does not count.
Map map_pool(Map in, int stride);

#endif
