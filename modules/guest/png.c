#include "png.h"

#include <stdlib.h>

#include "guest.h"

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STBI_WRITE_NO_STDIO
#include "stb_image_write.h"

void write_png(const char *path, const uint8_t *pixels, int width, int height, int channels) {
  int size;
  unsigned char *png = stbi_write_png_to_mem(pixels, width * channels, width, height, channels, &size);
  if (!png) fail("out of memory while writing %s", path);
  write_file(path, png, (size_t)size);
  STBIW_FREE(png);
}
