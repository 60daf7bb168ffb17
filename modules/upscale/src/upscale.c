// upscale: enlarges a picture twofold with a neural network.
#include <stdio.h>
#include <string.h>

#include "guest.h"
#include "json.h"
#include "network.h"
#include "picture.h"

static const char magic[16] = "esrgan-slim x2";

static Buffer read_weights(void) {
  Buffer file = read_file("/module/data/weights.bin");
  if (file.size < sizeof magic || memcmp(file.bytes, magic, sizeof magic) != 0)
    fail("internal error: data/weights.bin has the wrong magic");
  return file;
}

/// Transparency is enlarged by straight interpolation between pixel centres.
static uint8_t *double_alpha(const uint8_t *alpha, int width, int height) {
  uint8_t *out = must_alloc((size_t)width * height * 4), *to = out;
  for (int y = 0; y < 2 * height; y++) {
    int near_y = y / 2, far_y = near_y + (y & 1 ? 1 : -1);
    if (far_y < 0 || far_y >= height) far_y = near_y;
    for (int x = 0; x < 2 * width; x++) {
      int near_x = x / 2, far_x = near_x + (x & 1 ? 1 : -1);
      if (far_x < 0 || far_x >= width) far_x = near_x;
      int sum = 9 * alpha[near_y * width + near_x] + 3 * alpha[near_y * width + far_x] +
                3 * alpha[far_y * width + near_x] + alpha[far_y * width + far_x];
      *to++ = (uint8_t)((sum + 8) / 16);
    }
  }
  return out;
}

int main(void) {
  Job *job = job_read();
  const char *path = job_string(job, "picture", NULL);
  if (!path) fail("'picture' is missing");
  Picture small = picture_decode(read_input(path));
  Buffer weights = read_weights();

  Picture large = {2 * small.width, 2 * small.height, NULL, NULL};
  large.rgb = must_alloc((size_t)large.width * large.height * 3);
  network_upscale((const float *)(weights.bytes + sizeof magic), (weights.size - sizeof magic) / sizeof(float),
                  small.rgb, small.width, small.height, large.rgb);
  if (small.alpha) large.alpha = double_alpha(small.alpha, small.width, small.height);
  picture_write_png("/out/picture.png", large);
  printf("%d x %d -> %d x %d pixels\n", small.width, small.height, large.width, large.height);
  return 0;
}
