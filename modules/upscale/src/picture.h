// Decoding and encoding of pictures (stb).
#ifndef RECKON_PICTURE_H
#define RECKON_PICTURE_H

#include <stdint.h>

#include "guest.h"

enum { MAXIMUM_SIDE = 512 };

typedef struct {
  int width, height;
  uint8_t *rgb;    // 3 bytes a pixel
  uint8_t *alpha;  // 1 byte a pixel, or NULL when the picture has no transparency
} Picture;

/// Decodes a PNG or JPEG; fails when it is neither, is broken, or is larger than MAXIMUM_SIDE.
Picture picture_decode(Buffer file);
/// Writes a PNG: RGB, or RGBA when there is an alpha channel.
void picture_write_png(const char *path, Picture picture);

#endif
