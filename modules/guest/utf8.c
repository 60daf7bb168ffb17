#include <wchar.h>

#include "guest.h"

enum { REPLACEMENT = 0xfffd, JOINER = 0x200d, EMOJI_PRESENTATION = 0xfe0f };

uint32_t utf8_next(const char **at, const char *end) {
  const unsigned char *p = (const unsigned char *)*at;
  size_t left = (size_t)(end - *at);
  uint32_t value;
  size_t length;
  if (p[0] < 0x80) {
    *at += 1;
    return p[0];
  }
  if (p[0] >= 0xc2 && p[0] <= 0xdf) value = p[0] & 0x1f, length = 2;
  else if (p[0] >= 0xe0 && p[0] <= 0xef) value = p[0] & 0x0f, length = 3;
  else if (p[0] >= 0xf0 && p[0] <= 0xf4) value = p[0] & 0x07, length = 4;
  else value = 0, length = 0;
  if (length == 0 || length > left) {
    *at += 1;
    return REPLACEMENT;
  }
  for (size_t i = 1; i < length; i++) {
    if ((p[i] & 0xc0) != 0x80) {
      *at += 1;
      return REPLACEMENT;
    }
    value = (value << 6) | (p[i] & 0x3f);
  }
  int overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  if (overlong || (value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff) {
    *at += 1;
    return REPLACEMENT;
  }
  *at += length;
  return value;
}

int utf8_width(uint32_t character) {
  int width = wcwidth((wchar_t)character);  // the C library's own table: no locale involved
  return width < 0 ? 0 : width;
}

/// What decides how many columns the next character adds.
typedef struct {
  int previous, joined;
} Sequence;

static size_t added_columns(Sequence *sequence, uint32_t character) {
  int width = utf8_width(character), previous = sequence->previous;
  int skin_tone = character >= 0x1f3fb && character <= 0x1f3ff;
  if (character == EMOJI_PRESENTATION) {
    sequence->previous = 0;
    return previous == 1;
  }
  if (character == JOINER) {
    sequence->joined = 1;
    return 0;
  }
  if (sequence->joined || (skin_tone && previous == 2)) {
    sequence->joined = 0;
    return 0;
  }
  if (width) sequence->previous = width;
  return (size_t)width;
}

size_t utf8_columns(const char *at, const char *end) {
  Sequence sequence = {0};
  size_t columns = 0;
  while (at < end) columns += added_columns(&sequence, utf8_next(&at, end));
  return columns;
}

const char *utf8_prefix(const char *at, const char *end, size_t columns) {
  Sequence sequence = {0};
  const char *fits = at;
  size_t used = 0;
  while (at < end) {
    used += added_columns(&sequence, utf8_next(&at, end));
    if (used > columns) break;
    fits = at;
  }
  return fits;
}
