#include "page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STB_IMAGE_IMPLEMENTATION
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_NO_STDIO
#define STBI_NO_LINEAR
#define STBI_NO_THREAD_LOCALS
#define STBI_ASSERT(x) ((void)0)
#include "stb_image.h"

enum { LEAST_HEIGHT = 5 };  // of a line, in pixels

/// Ink is darker than four fifths of the mean around it (after D. Bradley and G. Roth, 2007).
static void find_ink(Page *page) {
  int width = page->width, height = page->height, reach = (width > height ? width : height) / 16 + 12;
  size_t stride = (size_t)width + 1;
  uint32_t *sums = must_alloc(stride * ((size_t)height + 1) * sizeof *sums);  // of all above and to the left
  memset(sums, 0, stride * sizeof *sums);
  for (int y = 0; y < height; y++) {
    uint32_t row = 0;
    sums[((size_t)y + 1) * stride] = 0;
    for (int x = 0; x < width; x++) {
      row += page->grey[(size_t)y * (size_t)width + (size_t)x];
      sums[((size_t)y + 1) * stride + (size_t)x + 1] = sums[(size_t)y * stride + (size_t)x + 1] + row;
    }
  }
  page->ink = must_alloc((size_t)width * (size_t)height);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++) {
      int left = x > reach ? x - reach : 0, right = x + reach < width ? x + reach : width;
      int top = y > reach ? y - reach : 0, bottom = y + reach < height ? y + reach : height;
      uint32_t sum = sums[(size_t)bottom * stride + (size_t)right] - sums[(size_t)top * stride + (size_t)right] -
                     sums[(size_t)bottom * stride + (size_t)left] + sums[(size_t)top * stride + (size_t)left];
      size_t at = (size_t)y * (size_t)width + (size_t)x;
      page->ink[at] = (float)page->grey[at] * (float)((right - left) * (bottom - top)) < (float)sum * 0.8f;
    }
  free(sums);
}

Page page_decode(Buffer file) {
  const stbi_uc *bytes = (const stbi_uc *)file.bytes;
  int width, height, channels, size = (int)file.size;
  if (!stbi_info_from_memory(bytes, size, &width, &height, &channels))
    fail("the uploaded file is not a picture that this module reads (PNG or JPEG)");
  if (width > MAXIMUM_SIDE || height > MAXIMUM_SIDE)
    fail("the picture has %d x %d pixels; %d x %d are the most", width, height, MAXIMUM_SIDE, MAXIMUM_SIDE);
  int has_alpha = channels == 2 || channels == 4;
  stbi_uc *pixels = stbi_load_from_memory(bytes, size, &width, &height, &channels, has_alpha ? 2 : 1);
  if (!pixels) fail("the picture is broken");
  size_t count = (size_t)width * (size_t)height;
  double sum = 0;
  for (size_t i = 0; i < count; i++) {
    if (has_alpha) pixels[i] = (stbi_uc)((pixels[2 * i] * pixels[2 * i + 1] + 255 * (255 - pixels[2 * i + 1])) / 255);
    sum += pixels[i];
  }
  if (sum / (double)count < 110)
    for (size_t i = 0; i < count; i++) pixels[i] = (stbi_uc)(255 - pixels[i]);
  Page page = {width, height, pixels, NULL};
  find_ink(&page);
  return page;
}

static int ink_in_row(const Page *page, int y, int left, int right) {
  int count = 0;
  for (int x = left; x < right; x++) count += page->ink[(size_t)y * (size_t)page->width + (size_t)x];
  return count;
}

static int ink_in_column(const Page *page, int x, int top, int bottom) {
  int count = 0;
  for (int y = top; y < bottom; y++) count += page->ink[(size_t)y * (size_t)page->width + (size_t)x];
  return count;
}

Box page_tighten(const Page *page, Box box) {
  int left = box.x, top = box.y, right = box.x + box.width, bottom = box.y + box.height;
  while (left < right && !ink_in_column(page, left, top, bottom)) left++;
  while (right > left && !ink_in_column(page, right - 1, top, bottom)) right--;
  while (top < bottom && !ink_in_row(page, top, left, right)) top++;
  while (bottom > top && !ink_in_row(page, bottom - 1, left, right)) bottom--;
  return (Box){left, top, right - left, bottom - top};
}

int page_gap(const Page *page, Box box) {
  int middle = box.x + box.width / 2, widest = 0, width = 0;
  for (int x = box.x; x < box.x + box.width; x++) {
    width = ink_in_column(page, x, box.y, box.y + box.height) ? 0 : width + 1;
    if (width > widest) widest = width, middle = x + 1 - width / 2;
  }
  return middle;
}

static int by_number(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

static int median_height(const Box *lines, int count) {
  int *heights = must_alloc((size_t)count * sizeof *heights);
  for (int i = 0; i < count; i++) heights[i] = lines[i].height;
  qsort(heights, (size_t)count, sizeof *heights, by_number);
  int median = heights[count / 2];
  free(heights);
  return median;
}

static Box *append(Box *lines, int *count, Box line) {
  if (line.height < LEAST_HEIGHT || line.width < 2) return lines;
  lines = must_realloc(lines, (size_t)(*count + 1) * sizeof *lines);
  lines[(*count)++] = line;
  return lines;
}

/// Cuts a block of lines that touch where its rows have the least ink, so that each has about `height` rows.
static Box *append_block(const Page *page, Box *lines, int *count, Box block, int height) {
  int parts = height > 0 ? (block.height + height / 2) / height : 1, top = block.y, end = block.y + block.height;
  for (int part = 1; part < parts; part++) {
    int expected = block.y + part * block.height / parts, best = expected, least = page->width + 1;
    for (int y = expected - height / 3; y <= expected + height / 3; y++) {
      int ink = ink_in_row(page, y, block.x, block.x + block.width);
      if (ink < least) least = ink, best = y;
    }
    lines = append(lines, count, page_tighten(page, (Box){block.x, top, block.width, best - top}));
    top = best;
  }
  return append(lines, count, page_tighten(page, (Box){block.x, top, block.width, end - top}));
}

/// White on a dark ground becomes black on white within the box.
static void reverse(Page *page, Box box) {
  for (int y = box.y; y < box.y + box.height; y++)
    for (int x = box.x; x < box.x + box.width; x++) {
      size_t at = (size_t)y * (size_t)page->width + (size_t)x;
      page->grey[at] = (uint8_t)(255 - page->grey[at]);
      page->ink[at] = page->grey[at] < 128;
    }
}

static int is_dark_ground(const Page *page, Box box) {
  int ink = 0;
  for (int y = box.y; y < box.y + box.height; y++) ink += ink_in_row(page, y, box.x, box.x + box.width);
  return box.height > 2 * LEAST_HEIGHT && ink > box.width * box.height / 2;
}

/// Runs of rows with ink between `top` and `bottom`, each the smallest box around it.
static Box *append_blocks(Page *page, Box *blocks, int *count, int top, int bottom, int is_reversed) {
  int start = -1, most = 0;
  for (int y = top; y <= bottom; y++) {
    int ink = y < bottom ? ink_in_row(page, y, 0, page->width) : 0;
    if (ink && start < 0) start = y, most = 0;
    if (ink > most) most = ink;
    if (ink || start < 0) continue;
    Box block = page_tighten(page, (Box){0, start, page->width, y - start});
    if (!is_reversed && is_dark_ground(page, block)) {
      reverse(page, block);
      blocks = append_blocks(page, blocks, count, start, y, 1);
    } else if (most > page->width / 400) {  // less is dirt
      blocks = append(blocks, count, block);
    }
    start = -1;
  }
  return blocks;
}

int page_lines(Page *page, Box **lines) {
  int block_count = 0, count = 0;
  Box *blocks = append_blocks(page, NULL, &block_count, 0, page->height, 0);
  *lines = NULL;
  if (block_count == 0) return 0;
  int height = median_height(blocks, block_count);
  for (int i = 0; i < block_count; i++) {
    int is_tall = blocks[i].height * 10 > height * 17 && blocks[i].width > 3 * height;
    *lines = append_block(page, *lines, &count, blocks[i], is_tall ? height : 0);
  }
  free(blocks);
  return count;
}

static float mean_of(const Page *page, float left, float top, float right, float bottom) {
  float sum = 0, area = 0;
  for (int y = (int)top; (float)y < bottom; y++)
    for (int x = (int)left; (float)x < right; x++) {
      float wide = fminf(right, (float)x + 1) - fmaxf(left, (float)x);
      float high = fminf(bottom, (float)y + 1) - fmaxf(top, (float)y);
      int column = x < 0 ? 0 : x >= page->width ? page->width - 1 : x;
      int row = y < 0 ? 0 : y >= page->height ? page->height - 1 : y;
      sum += page->grey[(size_t)row * (size_t)page->width + (size_t)column] * wide * high, area += wide * high;
    }
  return sum / area;
}

uint8_t *page_scale(const Page *page, Box box, int width, int height) {
  uint8_t *scaled = must_alloc((size_t)width * (size_t)height), *to = scaled;
  float across = (float)box.width / (float)width, down = (float)box.height / (float)height;
  // Each value is the mean of what it covers, of a pixel's width at least: that is, between pixels, straight lines.
  float wide = fmaxf(across, 1), high = fmaxf(down, 1);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++) {
      float middle = (float)box.x + ((float)x + 0.5f) * across, centre = (float)box.y + ((float)y + 0.5f) * down;
      float left = fmaxf(middle - wide / 2, 0), top = fmaxf(centre - high / 2, 0);
      *to++ = (uint8_t)(mean_of(page, left, top, left + wide, top + high) + 0.5f);
    }
  return scaled;
}
