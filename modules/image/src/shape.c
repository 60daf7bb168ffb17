#include "shape.h"

#include <string.h>

#define STB_IMAGE_RESIZE_IMPLEMENTATION
#define STBIR_ASSERT(x) ((void)0)
#include "stb_image_resize.h"

static uint8_t *pixel(Picture picture, int x, int y) { return picture.rgba + ((size_t)y * picture.width + x) * 4; }

Picture shape_crop(Picture picture, int left, int top, int width, int height) {
  if (width < 1 || height < 1 || left < 0 || top < 0 || left > picture.width - width || top > picture.height - height)
    fail("%d x %d pixels from (%d, %d) on do not lie inside the %d x %d of the picture", width, height, left, top,
         picture.width, picture.height);
  Picture out = picture_new(width, height);
  for (int y = 0; y < height; y++) memcpy(pixel(out, 0, y), pixel(picture, left, top + y), (size_t)width * 4);
  return out;
}

Picture shape_turn(Picture picture, int degrees) {
  if (degrees == 0) return picture;
  int upright = degrees == 180, width = picture.width, height = picture.height;
  Picture out = picture_new(upright ? width : height, upright ? height : width);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++) {
      int to_x = upright ? width - 1 - x : degrees == 90 ? height - 1 - y : y;
      int to_y = upright ? height - 1 - y : degrees == 90 ? x : width - 1 - x;
      memcpy(pixel(out, to_x, to_y), pixel(picture, x, y), 4);
    }
  return out;
}

Picture shape_mirror(Picture picture, int across, int down) {
  if (!across && !down) return picture;
  Picture out = picture_new(picture.width, picture.height);
  for (int y = 0; y < out.height; y++)
    for (int x = 0; x < out.width; x++)
      memcpy(pixel(out, across ? out.width - 1 - x : x, down ? out.height - 1 - y : y), pixel(picture, x, y), 4);
  return out;
}

static int rounded(double side) { return side < 1 ? 1 : (int)(side + 0.5); }

Picture shape_resize(Picture picture, int width, int height, Fit fit) {
  double ratio = (double)picture.width / picture.height;
  if (!width && !height) return picture;
  if (!width) width = rounded(height * ratio), fit = STRETCH;
  else if (!height) height = rounded(width / ratio), fit = STRETCH;
  int wide = width, high = height;
  if (fit != STRETCH) {
    int by_width = (ratio * height > width) == (fit == INSIDE);
    if (by_width) high = rounded(width / ratio);
    else wide = rounded(height * ratio);
  }
  Picture out = picture_new(wide, high);
  if (!stbir_resize_uint8_srgb(picture.rgba, picture.width, picture.height, 0, out.rgba, wide, high, 0, 4, 3, 0))
    fail("out of memory while resizing");
  if (fit != COVER) return out;
  if (wide < width) width = wide;
  if (high < height) height = high;
  return shape_crop(out, (wide - width) / 2, (high - height) / 2, width, height);
}
