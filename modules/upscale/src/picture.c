#include "picture.h"

#include <stdlib.h>

#define STB_IMAGE_IMPLEMENTATION
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_NO_STDIO
#define STBI_NO_LINEAR
#define STBI_NO_THREAD_LOCALS
#define STBI_ASSERT(x) ((void)0)
#include "stb_image.h"

#include "png.h"

static int has_alpha(int channels) { return channels == 2 || channels == 4; }

static const char *explain(void) {
  const char *reason = stbi_failure_reason();
  return reason ? reason : "unknown format";
}

Picture picture_decode(Buffer file) {
  const stbi_uc *bytes = (const stbi_uc *)file.bytes;
  int width, height, channels, size = (int)file.size;
  if (!stbi_info_from_memory(bytes, size, &width, &height, &channels))
    fail("the uploaded file is not a picture that this module reads (PNG or JPEG): %s", explain());
  if (width > MAXIMUM_SIDE || height > MAXIMUM_SIDE)
    fail("the picture has %d x %d pixels; %d x %d are the most", width, height, MAXIMUM_SIDE, MAXIMUM_SIDE);
  int wanted = has_alpha(channels) ? 4 : 3;
  stbi_uc *pixels = stbi_load_from_memory(bytes, size, &width, &height, &channels, wanted);
  if (!pixels) fail("the picture is broken: %s", explain());
  size_t count = (size_t)width * height;
  Picture picture = {width, height, pixels, NULL};
  if (wanted == 3) return picture;
  int transparent = 0;
  picture.rgb = must_alloc(count * 3);
  picture.alpha = must_alloc(count);
  for (size_t i = 0; i < count; i++) {
    for (int c = 0; c < 3; c++) picture.rgb[i * 3 + c] = pixels[i * 4 + c];
    picture.alpha[i] = pixels[i * 4 + 3];
    transparent |= picture.alpha[i] != 255;
  }
  free(pixels);
  if (!transparent) {
    free(picture.alpha);
    picture.alpha = NULL;
  }
  return picture;
}

void picture_write_png(const char *path, Picture picture) {
  if (!picture.alpha) return write_png(path, picture.rgb, picture.width, picture.height, 3);
  size_t count = (size_t)picture.width * picture.height;
  uint8_t *pixels = must_alloc(count * 4);
  for (size_t i = 0; i < count; i++) {
    for (int c = 0; c < 3; c++) pixels[i * 4 + c] = picture.rgb[i * 3 + c];
    pixels[i * 4 + 3] = picture.alpha[i];
  }
  write_png(path, pixels, picture.width, picture.height, 4);
  free(pixels);
}
