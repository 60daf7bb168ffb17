// Pictures: decoding (stb), scaled pieces as a network's input, and drawing.
#ifndef RECKON_PICTURE_H
#define RECKON_PICTURE_H

#include "guest.h"
#include "layers.h"

enum { MAXIMUM_SIDE = 3072 };

typedef struct {
  int width, height;
  uint8_t *rgb;  // 3 bytes a pixel
} Picture;

typedef struct {
  int x, y, width, height;
} Rectangle;

/// A square of the plane in which the picture lies.
typedef struct {
  int x, y, side;
} Region;

typedef struct {
  uint8_t red, green, blue;
} Colour;

/// Decodes a PNG or JPEG; fails when it is neither, is broken, or is larger than MAXIMUM_SIDE.
Picture picture_decode(Buffer file);
Rectangle picture_whole(Picture picture);
/// The whole pixels of a box that lie in the picture; width or height is 0 where none do.
Rectangle picture_crop(Picture picture, float x, float y, float width, float height);
/// The square as `size` x `size` pixels less `mean`, divided by 255. What lies outside of `crop` is black.
Map picture_sample(Picture picture, Rectangle crop, Region square, int size, const float mean[3]);
/// A frame of `line` pixels inside the rectangle.
void picture_frame(Picture picture, Rectangle box, int line, Colour colour);
/// A disc.
void picture_dot(Picture picture, float x, float y, float radius, Colour colour);
/// The rectangle in `cells` x `cells` even fields.
void picture_pixelate(Picture picture, Rectangle box, int cells);

#endif
