#include "picture.h"

#include <string.h>

#include "png.h"

#define STB_IMAGE_IMPLEMENTATION
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_ONLY_BMP
#define STBI_NO_STDIO
#define STBI_NO_LINEAR
#define STBI_NO_THREAD_LOCALS
#define STBI_ASSERT(x) ((void)0)
#include "stb_image.h"

#define STBI_WRITE_NO_STDIO
#include "stb_image_write.h"

static void check_size(int width, int height) {
  if (width < 1 || height < 1 || width > LARGEST_SIDE || height > LARGEST_SIDE || (int64_t)width * height > MOST_PIXELS)
    fail("a picture of %d x %d pixels: %d a side and %d in all are the most", width, height, LARGEST_SIDE, MOST_PIXELS);
}

Picture picture_new(int width, int height) {
  check_size(width, height);
  return (Picture){width, height, must_alloc((size_t)width * height * 4)};
}

static const char *explain(void) {
  const char *reason = stbi_failure_reason();
  return reason ? reason : "unknown format";
}

Picture picture_read(Buffer file) {
  const stbi_uc *bytes = (const stbi_uc *)file.bytes;
  Picture picture;
  int channels, size = (int)file.size;
  if (!stbi_info_from_memory(bytes, size, &picture.width, &picture.height, &channels))
    fail("the uploaded file is not a picture that this module reads (PNG, JPEG or BMP): %s", explain());
  check_size(picture.width, picture.height);
  picture.rgba = stbi_load_from_memory(bytes, size, &picture.width, &picture.height, &channels, 4);
  if (!picture.rgba) fail("the picture is broken: %s", explain());
  return picture;
}

static int is_opaque(Picture picture) {
  for (size_t i = 0; i < (size_t)picture.width * picture.height; i++)
    if (picture.rgba[i * 4 + 3] != 255) return 0;
  return 1;
}

/// Three bytes a pixel, laid over white.
static uint8_t *flattened(Picture picture) {
  size_t count = (size_t)picture.width * picture.height;
  uint8_t *rgb = must_alloc(count * 3);
  for (size_t i = 0; i < count; i++) {
    int alpha = picture.rgba[i * 4 + 3];
    for (int c = 0; c < 3; c++) rgb[i * 3 + c] = (uint8_t)((picture.rgba[i * 4 + c] * alpha + 255 * (255 - alpha) + 127) / 255);
  }
  return rgb;
}

static void append(void *text, void *bytes, int size) { text_append(text, bytes, (size_t)size); }

void picture_write(Picture picture, const char *format, int quality) {
  int width = picture.width, height = picture.height, channels = is_opaque(picture) ? 3 : 4;
  Text file = {0};
  if (strcmp(format, "jpeg") == 0) {
    if (!stbi_write_jpg_to_func(append, &file, width, height, 3, flattened(picture), quality)) fail("cannot write a JPEG");
    return write_file("/out/picture.jpg", file.bytes, file.size);
  }
  const uint8_t *pixels = channels == 3 ? flattened(picture) : picture.rgba;
  if (strcmp(format, "bmp") == 0) {
    if (!stbi_write_bmp_to_func(append, &file, width, height, channels, pixels)) fail("cannot write a BMP");
    return write_file("/out/picture.bmp", file.bytes, file.size);
  }
  write_png("/out/picture.png", pixels, width, height, channels);
}
