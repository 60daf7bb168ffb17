// Writing of PNG files (stb). Modules that use it list the vendor folder stb in their build.json.
#ifndef RECKON_PNG_H
#define RECKON_PNG_H

#include <stdint.h>

/// Writes 8-bit pixels, row after row without gaps; channels: 1 grey, 2 with alpha, 3 RGB, 4 RGBA.
void write_png(const char *path, const uint8_t *pixels, int width, int height, int channels);

#endif
