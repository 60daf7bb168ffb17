#include "picture.h"

#include <math.h>

#define STB_IMAGE_IMPLEMENTATION
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_NO_STDIO
#define STBI_NO_LINEAR
#define STBI_NO_THREAD_LOCALS
#define STBI_ASSERT(x) ((void)0)
#include "stb_image.h"

Picture picture_decode(Buffer file) {
  const stbi_uc *bytes = (const stbi_uc *)file.bytes;
  int width, height, channels, size = (int)file.size;
  if (!stbi_info_from_memory(bytes, size, &width, &height, &channels))
    fail("the uploaded file is not a picture that this module reads (PNG or JPEG)");
  if (width > MAXIMUM_SIDE || height > MAXIMUM_SIDE)
    fail("the picture has %d x %d pixels; %d x %d are the most", width, height, MAXIMUM_SIDE, MAXIMUM_SIDE);
  Picture picture = {width, height, stbi_load_from_memory(bytes, size, &width, &height, &channels, 3)};
  if (!picture.rgb) fail("the picture is broken");
  return picture;
}

Rectangle picture_whole(Picture picture) { return (Rectangle){0, 0, picture.width, picture.height}; }

static int within(float value, int most) { return value > 0 ? (value < (float)most ? (int)value : most) : 0; }

Rectangle picture_crop(Picture picture, float x, float y, float width, float height) {
  int left = within(x, picture.width), top = within(y, picture.height);
  // Whole pixels are counted from the box's own edge, as face-api counts them.
  int wide = within(fminf(x + width, (float)picture.width) - fmaxf(x, 0), picture.width - left);
  int high = within(fminf(y + height, (float)picture.height) - fmaxf(y, 0), picture.height - top);
  return (Rectangle){left, top, wide, high};
}

static float value_at(Picture picture, Rectangle crop, int x, int y, int channel) {
  if (x < crop.x || y < crop.y || x >= crop.x + crop.width || y >= crop.y + crop.height) return 0;
  return picture.rgb[((size_t)y * (size_t)picture.width + (size_t)x) * 3 + (size_t)channel];
}

/// Between the four pixels around (x, y) of the square; its last row and column go on beyond it.
static float between(Picture picture, Rectangle crop, Region square, float x, float y, int channel) {
  int left = (int)x, top = (int)y, last = square.side - 1;
  int right = left < last ? left + 1 : last, bottom = top < last ? top + 1 : last;
  float across = x - (float)left, down = y - (float)top;
  left += square.x, right += square.x, top += square.y, bottom += square.y;
  float above = value_at(picture, crop, left, top, channel), below = value_at(picture, crop, left, bottom, channel);
  above += (value_at(picture, crop, right, top, channel) - above) * across;
  below += (value_at(picture, crop, right, bottom, channel) - below) * across;
  return above + (below - above) * down;
}

static float mean_of(Picture picture, Rectangle crop, Rectangle piece, int channel) {
  float sum = 0;
  for (int y = piece.y; y < piece.y + piece.height; y++)
    for (int x = piece.x; x < piece.x + piece.width; x++) sum += value_at(picture, crop, x, y, channel);
  return sum / (float)(piece.width * piece.height);
}

Map picture_sample(Picture picture, Rectangle crop, Region square, int size, const float mean[3]) {
  Map map = map_new(size, size, 3);
  float scale = (float)square.side / (float)size, *to = map.values;
  for (int y = 0; y < size; y++)
    for (int x = 0; x < size; x++) {
      int left = (int)((float)x * scale), top = (int)((float)y * scale);
      Rectangle piece = {square.x + left, square.y + top, (int)((float)(x + 1) * scale) - left,
                         (int)((float)(y + 1) * scale) - top};
      for (int channel = 0; channel < 3; channel++) {
        // Where a pixel stands for many, their mean; else a point between them.
        float value = scale >= 2 ? mean_of(picture, crop, piece, channel)
                                 : between(picture, crop, square, (float)x * scale, (float)y * scale, channel);
        *to++ = (value - mean[channel]) / 255;
      }
    }
  return map;
}

static void put(Picture picture, int x, int y, Colour colour) {
  if (x < 0 || y < 0 || x >= picture.width || y >= picture.height) return;
  uint8_t *pixel = picture.rgb + ((size_t)y * (size_t)picture.width + (size_t)x) * 3;
  pixel[0] = colour.red, pixel[1] = colour.green, pixel[2] = colour.blue;
}

void picture_frame(Picture picture, Rectangle box, int line, Colour colour) {
  for (int i = 0; i < line; i++) {
    int right = box.x + box.width - 1 - i, bottom = box.y + box.height - 1 - i;
    for (int x = box.x + i; x <= right; x++) put(picture, x, box.y + i, colour), put(picture, x, bottom, colour);
    for (int y = box.y + i; y <= bottom; y++) put(picture, box.x + i, y, colour), put(picture, right, y, colour);
  }
}

void picture_dot(Picture picture, float x, float y, float radius, Colour colour) {
  if (!(fabsf(x) < 4 * MAXIMUM_SIDE && fabsf(y) < 4 * MAXIMUM_SIDE)) return;
  for (int row = (int)floorf(y - radius); row <= (int)ceilf(y + radius); row++)
    for (int column = (int)floorf(x - radius); column <= (int)ceilf(x + radius); column++) {
      float dx = (float)column + 0.5f - x, dy = (float)row + 0.5f - y;
      if (dx * dx + dy * dy <= radius * radius) put(picture, column, row, colour);
    }
}

void picture_pixelate(Picture picture, Rectangle box, int cells) {
  for (int row = 0; row < cells; row++)
    for (int column = 0; column < cells; column++) {
      int left = box.x + column * box.width / cells, right = box.x + (column + 1) * box.width / cells;
      int top = box.y + row * box.height / cells, bottom = box.y + (row + 1) * box.height / cells;
      if (left == right || top == bottom) continue;
      Rectangle cell = {left, top, right - left, bottom - top};
      uint8_t mean[3];
      for (int channel = 0; channel < 3; channel++)
        mean[channel] = (uint8_t)(mean_of(picture, picture_whole(picture), cell, channel) + 0.5f);
      for (int y = top; y < bottom; y++)
        for (int x = left; x < right; x++) put(picture, x, y, (Colour){mean[0], mean[1], mean[2]});
    }
}
