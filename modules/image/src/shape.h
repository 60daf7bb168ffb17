// Where pixels go: cutting, turning, mirroring, another size. Each gives a new picture.
#ifndef RECKON_SHAPE_H
#define RECKON_SHAPE_H

#include "picture.h"

typedef enum { INSIDE, COVER, STRETCH } Fit;

/// The part from (left, top) on; fails when it reaches outside.
Picture shape_crop(Picture picture, int left, int top, int width, int height);
/// Clockwise by 0, 90, 180 or 270 degrees.
Picture shape_turn(Picture picture, int degrees);
Picture shape_mirror(Picture picture, int across, int down);
/// To width x height: INSIDE keeps the ratio and may be smaller, COVER cuts what juts out.
/// 0 stands for the side that keeps the ratio. Filters in linear light.
Picture shape_resize(Picture picture, int width, int height, Fit fit);

#endif
