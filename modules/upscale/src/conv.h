// Convolution over one row of a channels-last picture, with SIMD.
#ifndef RECKON_CONV_H
#define RECKON_CONV_H

#include <stddef.h>

enum { CONV_PIXELS = 4 };  // pixels that one call computes

/// What a filter of `size` x `size` over `inputs` channels gives for `outputs` channels.
typedef struct {
  int size, inputs, outputs;
  float *packed;  // [outputs in blocks of 8 or 4][size][size * inputs][block]
} Filter;

/// Packs a [size][size][all_inputs][outputs] kernel, taking input channels from `first` on.
/// Outputs are rounded up to a multiple of 4 with zero weights.
Filter filter_pack(const float *kernel, int size, int all_inputs, int first, int inputs, int outputs);

/// Adds the filter's sums for CONV_PIXELS neighbouring pixels and 8 (or 4) output channels from
/// `channel` on to `sums` (pixel after pixel). rows[i] points at the first input value under the
/// filter's row i for the first pixel.
void filter_add(const Filter *filter, int channel, const float *const *rows, float *sums);
/// Output channels that filter_add() computes at `channel`: 8 or 4.
int filter_block(const Filter *filter, int channel);

#endif
