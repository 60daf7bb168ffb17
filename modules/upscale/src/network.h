// ESRGAN slim, twofold: the residual dense network of @upscalerjs/esrgan-slim (models/x2).
#ifndef RECKON_NETWORK_H
#define RECKON_NETWORK_H

#include <stddef.h>
#include <stdint.h>

/// Enlarges an RGB picture (3 bytes a pixel) twofold into `out` (2 * width x 2 * height).
/// `weights`: data/weights.bin. Rows stream through the layers, so memory grows with width only.
void network_upscale(const float *weights, size_t weight_count, const uint8_t *rgb, int width, int height,
                     uint8_t *out);

#endif
