// A picture in memory, and reading and writing it (stb).
#ifndef RECKON_PICTURE_H
#define RECKON_PICTURE_H

#include <stdint.h>

#include "guest.h"

enum { LARGEST_SIDE = 8192, MOST_PIXELS = 24 * 1024 * 1024 };

typedef struct {
  int width, height;
  uint8_t *rgba;  // 4 bytes a pixel, alpha not multiplied in
} Picture;

/// An empty picture; fails when it would be larger than LARGEST_SIDE or MOST_PIXELS.
Picture picture_new(int width, int height);
/// Decodes a PNG, JPEG or BMP, or fails.
Picture picture_read(Buffer file);
/// Writes /out/picture.png, .jpg (over white, quality 1 to 100) or .bmp.
void picture_write(Picture picture, const char *format, int quality);

#endif
