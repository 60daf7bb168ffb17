// A page as grey values, and where its lines of text are.
#ifndef RECKON_PAGE_H
#define RECKON_PAGE_H

#include "guest.h"

enum { MAXIMUM_SIDE = 4096 };

typedef struct {
  int width, height;
  uint8_t *grey;  // 0 black to 255 white
  uint8_t *ink;   // 1 where something is darker than its surroundings
} Page;

typedef struct {
  int x, y, width, height;
} Box;

/// Decodes a PNG or JPEG, turns white on black to black on white, and finds the ink.
Page page_decode(Buffer file);
/// Boxes of the lines from top to bottom; returns their number. What is white on a dark bar is reversed.
int page_lines(Page *page, Box **lines);
/// The smallest box around the ink in a box; its width is 0 where there is none.
Box page_tighten(const Page *page, Box box);
/// The middle of the widest gap between the ink in a box, or of the box where there is none.
int page_gap(const Page *page, Box box);
/// A box scaled to `width` x `height` grey values.
uint8_t *page_scale(const Page *page, Box box, int width, int height);

#endif
