#include "filter.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static uint8_t byte(double value) { return value <= 0 ? 0 : value >= 255 ? 255 : (uint8_t)(value + 0.5); }

static size_t pixels(Picture picture) { return (size_t)picture.width * picture.height; }

void filter_light(Picture picture, double brightness, double contrast) {
  uint8_t curve[256];
  for (int i = 0; i < 256; i++) curve[i] = byte((i - 127.5) * (1 + contrast / 100) + 127.5 + brightness * 2.55);
  for (size_t i = 0; i < pixels(picture); i++)
    for (int c = 0; c < 3; c++) picture.rgba[i * 4 + c] = curve[picture.rgba[i * 4 + c]];
}

void filter_tone(Picture picture, const char *tone) {
  int grey = strcmp(tone, "grayscale") == 0, sepia = strcmp(tone, "sepia") == 0;
  if (!grey && !sepia && strcmp(tone, "invert") != 0) return;
  for (size_t i = 0; i < pixels(picture); i++) {
    uint8_t *p = picture.rgba + i * 4;
    double r = p[0], g = p[1], b = p[2], light = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    if (grey) {
      p[0] = p[1] = p[2] = byte(light);
    } else if (sepia) {  // the matrix of the W3C's Filter Effects
      p[0] = byte(0.393 * r + 0.769 * g + 0.189 * b);
      p[1] = byte(0.349 * r + 0.686 * g + 0.168 * b);
      p[2] = byte(0.272 * r + 0.534 * g + 0.131 * b);
    } else {
      for (int c = 0; c < 3; c++) p[c] = (uint8_t)(255 - p[c]);
    }
  }
}

/// One line of `count` pixels, `stride` floats apart, convolved with a kernel of 2 * radius + 1.
static void blur_line(const float *from, float *to, int count, size_t stride, const float *kernel, int radius) {
  for (int i = 0; i < count; i++) {
    float sum[4] = {0};
    for (int k = -radius; k <= radius; k++) {
      int at = i + k < 0 ? 0 : i + k >= count ? count - 1 : i + k;
      const float *p = from + (size_t)at * stride;
      float weight = kernel[k < 0 ? -k : k];
      for (int c = 0; c < 4; c++) sum[c] += weight * p[c];
    }
    memcpy(to + (size_t)i * stride, sum, sizeof sum);
  }
}

/// The blurred picture as floats, colours multiplied by alpha (0 to 1).
static float *blurred(Picture picture, double sigma) {
  int radius = (int)ceil(3 * sigma), width = picture.width, height = picture.height;
  float *kernel = must_alloc(((size_t)radius + 1) * sizeof(float));
  double sum = 0;
  for (int k = -radius; k <= radius; k++) sum += exp(-k * k / (2 * sigma * sigma));
  for (int k = 0; k <= radius; k++) kernel[k] = (float)(exp(-k * k / (2 * sigma * sigma)) / sum);
  size_t count = pixels(picture), row = (size_t)width * 4;
  float *from = must_alloc(count * 4 * sizeof(float)), *to = must_alloc(count * 4 * sizeof(float));
  for (size_t i = 0; i < count; i++) {
    float alpha = picture.rgba[i * 4 + 3] / 255.0f;
    for (int c = 0; c < 3; c++) from[i * 4 + c] = picture.rgba[i * 4 + c] * alpha;
    from[i * 4 + 3] = alpha;
  }
  for (int y = 0; y < height; y++) blur_line(from + y * row, to + y * row, width, 4, kernel, radius);
  for (int x = 0; x < width; x++) blur_line(to + x * 4, from + x * 4, height, row, kernel, radius);
  free(to);
  free(kernel);
  return from;
}

void filter_blur(Picture picture, double sigma) {
  if (!(sigma > 0)) return;
  float *soft = blurred(picture, sigma);
  for (size_t i = 0; i < pixels(picture); i++) {
    float alpha = soft[i * 4 + 3];
    for (int c = 0; c < 3; c++) picture.rgba[i * 4 + c] = alpha > 0 ? byte(soft[i * 4 + c] / alpha) : 0;
    picture.rgba[i * 4 + 3] = byte(255 * alpha);
  }
  free(soft);
}

void filter_sharpen(Picture picture, double amount) {
  if (!(amount > 0)) return;
  float *soft = blurred(picture, 1);
  for (size_t i = 0; i < pixels(picture); i++) {
    float alpha = soft[i * 4 + 3];
    for (int c = 0; c < 3 && alpha > 0; c++) {
      double value = picture.rgba[i * 4 + c];
      picture.rgba[i * 4 + c] = byte(value + amount * (value - soft[i * 4 + c] / alpha));
    }
  }
  free(soft);
}
