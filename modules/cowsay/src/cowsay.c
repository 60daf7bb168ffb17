// cowsay: a cow says what the job asks her to say. After Tony Monroe's cowsay (1999).
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guest.h"
#include "json.h"

enum { DEFAULT_WIDTH = 40, MINIMUM_WIDTH = 4, MAXIMUM_WIDTH = 120 };

typedef struct {
  const char *start, *end;
  size_t columns;
} Line;

typedef struct {
  Line *lines;
  size_t count, widest;
} Bubble;

static void add_line(Bubble *bubble, const char *start, const char *end) {
  size_t columns = utf8_columns(start, end);
  bubble->lines = must_realloc(bubble->lines, (bubble->count + 1) * sizeof *bubble->lines);
  bubble->lines[bubble->count++] = (Line){start, end, columns};
  if (columns > bubble->widest) bubble->widest = columns;
}

/// Copies the message without control characters; tabs become spaces, broken UTF-8 becomes U+FFFD.
static Text cleaned(const char *message, size_t size) {
  Text text = {0};
  const char *at = message, *end = message + size;
  text_append(&text, "", 0);
  while (at < end) {
    const char *start = at;
    uint32_t character = utf8_next(&at, end);
    if (character == '\t') text_puts(&text, " ");
    else if (character == 0xfffd) text_puts(&text, "\xef\xbf\xbd");
    else if (character == '\n' || (character >= 0x20 && character != 0x7f && !(character >= 0x80 && character < 0xa0)))
      text_append(&text, start, (size_t)(at - start));
  }
  return text;
}

/// Breaks one paragraph into lines of at most `width` columns, at spaces where there are any.
static void wrap(Bubble *bubble, const char *at, const char *end, size_t width) {
  const char *line = NULL, *line_end = NULL;
  size_t used = 0;  // columns from line to line_end
  while (at < end) {
    while (at < end && *at == ' ') at++;
    if (at == end) break;
    const char *word = at;
    while (at < end && *at != ' ') at++;
    size_t columns = utf8_columns(word, at);
    if (line && used + (size_t)(word - line_end) + columns <= width) {
      used += (size_t)(word - line_end) + columns;
      line_end = at;
      continue;
    }
    if (line) add_line(bubble, line, line_end);
    for (const char *cut; (cut = utf8_prefix(word, at, width)) != at; word = cut) add_line(bubble, word, cut);
    line = word, line_end = at, used = utf8_columns(word, at);
  }
  if (line) add_line(bubble, line, line_end);
  else add_line(bubble, end, end);
}

static void rule(char c, size_t columns) {
  putchar(' ');
  for (size_t i = 0; i < columns + 2; i++) putchar(c);
  putchar('\n');
}

static void print_bubble(const Bubble *bubble) {
  rule('_', bubble->widest);
  for (size_t i = 0; i < bubble->count; i++) {
    Line line = bubble->lines[i];
    const char *sides = bubble->count == 1        ? "<>"
                        : i == 0                  ? "/\\"
                        : i == bubble->count - 1  ? "\\/"
                                                  : "||";
    printf("%c %.*s%*s %c\n", sides[0], (int)(line.end - line.start), line.start,
           (int)(bubble->widest - line.columns), "", sides[1]);
  }
  rule('-', bubble->widest);
}

/// Two columns of eyes, whatever the job asked for.
static void print_cow(const char *eyes, size_t size) {
  Text pair = cleaned(eyes, size);
  const char *end = utf8_prefix(pair.bytes, pair.bytes + pair.size, 2);
  size_t columns = utf8_columns(pair.bytes, end);
  printf("        \\   ^__^\n");
  printf("         \\  (%.*s%*s)\\_______\n", (int)(end - pair.bytes), pair.bytes, columns < 2 ? (int)(2 - columns) : 0, "");
  printf("            (__)\\       )\\/\\\n");
  printf("                ||----w |\n");
  printf("                ||     ||\n");
}

int main(void) {
  Job *job = job_read();
  size_t size = 0, eyes_size = 2;
  const char *message = job_string(job, "message", &size);
  const char *eyes = job_string(job, "eyes", &eyes_size);
  double width = job_number(job, "width", DEFAULT_WIDTH);
  if (!message) fail("'message' is missing");
  if (!(width >= MINIMUM_WIDTH && width <= MAXIMUM_WIDTH))
    fail("'width' must be between %d and %d columns", MINIMUM_WIDTH, MAXIMUM_WIDTH);

  Text text = cleaned(message, size);
  const char *at = text.bytes, *end = text.bytes + text.size;
  while (end > at && (end[-1] == '\n' || end[-1] == ' ')) end--;
  Bubble bubble = {0};
  for (;;) {
    const char *line_end = memchr(at, '\n', (size_t)(end - at));
    wrap(&bubble, at, line_end ? line_end : end, (size_t)width);
    if (!line_end) break;
    at = line_end + 1;
  }
  print_bubble(&bubble);
  print_cow(eyes ? eyes : "oo", eyes ? eyes_size : 2);
  return 0;
}
