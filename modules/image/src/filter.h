// What pixels look like: each filter changes the picture in place. Transparency stays, but for blur.
#ifndef RECKON_FILTER_H
#define RECKON_FILTER_H

#include "picture.h"

/// brightness and contrast from -100 to 100; 0 changes nothing.
void filter_light(Picture picture, double brightness, double contrast);
/// "grayscale" (Rec. 709), "sepia" or "invert"; anything else changes nothing.
void filter_tone(Picture picture, const char *tone);
/// Gaussian blur; `sigma` in pixels. Edges are continued outwards.
void filter_blur(Picture picture, double sigma);
/// Unsharp mask: adds `amount` times what a blur by `sigma` 1 takes away.
void filter_sharpen(Picture picture, double amount);

#endif
