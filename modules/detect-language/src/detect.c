// detect-language: tells which language a text is written in, and each of its lines where asked for.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guest.h"
#include "json.h"
#include "model.h"
#include "names.h"

enum { DEFAULT_SHOWN = 5, MAXIMUM_SHOWN = 20, MAXIMUM_LINES = 20000, LINES_IN_PREVIEW = 20 };

typedef struct {
  const char *start, *end;
} Span;

static const char byte_order_mark[] = "\xef\xbb\xbf";

static void check_utf8(Span text) {
  for (const char *at = text.start; at < text.end;) {
    const char *start = at;
    // U+FFFD itself takes three bytes; one byte means that it stands for a broken one.
    if (utf8_next(&at, text.end) == 0xfffd && at == start + 1)
      fail("the file is not UTF-8 text: byte %zu belongs to no character", (size_t)(start - text.start));
    if (*start == 0) fail("the file is not text: byte %zu is zero", (size_t)(start - text.start));
  }
}

static Span read_text(const Job *job) {
  size_t size = 0;
  const char *text = job_string(job, "text", &size), *file = job_string(job, "file", NULL);
  if (text && size && file) fail("give either 'text' or 'file', not both");
  if (!file) {
    if (!text || !size) fail("give a text in 'text' or upload a 'file'");
    return (Span){text, text + size};
  }
  Buffer uploaded = read_input(file);
  Span span = {uploaded.bytes, uploaded.bytes + uploaded.size};
  if (uploaded.size >= 3 && memcmp(span.start, byte_order_mark, 3) == 0) span.start += 3;
  check_utf8(span);
  return span;
}

static Text as_json(const Guess *guesses, int shown, size_t words) {
  Text json = {0};
  text_printf(&json, "{\n  \"language\": \"%s\",\n  \"name\": \"%s\",\n  \"probability\": %.6f,\n  \"words\": %zu,\n",
              guesses[0].code, language_name(guesses[0].code), (double)guesses[0].probability, words);
  text_puts(&json, "  \"languages\": [\n");
  for (int i = 0; i < shown; i++)
    text_printf(&json, "    { \"language\": \"%s\", \"name\": \"%s\", \"probability\": %.6f }%s\n", guesses[i].code,
                language_name(guesses[i].code), (double)guesses[i].probability, i + 1 < shown ? "," : "");
  text_puts(&json, "  ]\n}\n");
  return json;
}

static void print_guesses(const Guess *guesses, int shown) {
  for (int i = 0; i < shown; i++)
    printf("%-4s %-22s %6.2f %%\n", guesses[i].code, language_name(guesses[i].code),
           (double)guesses[i].probability * 100);
}

/// A CSV field between quotes (RFC 4180).
static void csv_text(Text *csv, Span text) {
  text_puts(csv, "\"");
  for (const char *at = text.start; at < text.end; at++) {
    if (*at == '"') text_puts(csv, "\"");
    text_append(csv, at, 1);
  }
  text_puts(csv, "\"");
}

static void preview_line(size_t number, Guess best, Span line) {
  const char *cut = utf8_prefix(line.start, line.end, 50);
  printf("%5zu  %-4s %6.2f %%  %.*s%s\n", number, best.code, (double)best.probability * 100, (int)(cut - line.start),
         line.start, cut < line.end ? "..." : "");
}

/// Writes out/lines.csv: one row for each line that has words.
static void detect_lines(const Model *model, Span text, Guess *guesses) {
  Text csv = {0};
  size_t number = 0, found = 0;
  text_puts(&csv, "line,language,name,probability,text\r\n");
  putchar('\n');
  while (text.start < text.end) {
    const char *end = memchr(text.start, '\n', (size_t)(text.end - text.start));
    Span line = {text.start, end ? end : text.end};
    text.start = end ? end + 1 : text.end;
    if (line.end > line.start && line.end[-1] == '\r') line.end--;
    number++;
    if (model_predict(model, line.start, (size_t)(line.end - line.start), guesses) == 0) continue;
    if (++found > MAXIMUM_LINES) fail("the text has more than %d lines", MAXIMUM_LINES);
    text_printf(&csv, "%zu,%s,%s,%.6f,", number, guesses[0].code, language_name(guesses[0].code),
                (double)guesses[0].probability);
    csv_text(&csv, line);
    text_puts(&csv, "\r\n");
    if (found <= LINES_IN_PREVIEW) preview_line(number, guesses[0], line);
  }
  if (found > LINES_IN_PREVIEW) printf("... and %zu lines more\n", found - LINES_IN_PREVIEW);
  write_file("/out/lines.csv", csv.bytes, csv.size);
}

int main(void) {
  Job *job = job_read();
  double shown = job_number(job, "shown", DEFAULT_SHOWN);
  if (!(shown >= 1 && shown <= MAXIMUM_SHOWN)) fail("'shown' must be between 1 and %d", MAXIMUM_SHOWN);
  Span text = read_text(job);

  Model *model = model_load("/module/data/lid.176.ftz");
  Guess *guesses = must_alloc((size_t)model_label_count(model) * sizeof *guesses);
  size_t words = model_predict(model, text.start, (size_t)(text.end - text.start), guesses);
  if (words == 0) fail("there are no words in the text");
  Text json = as_json(guesses, (int)shown, words);
  write_file("/out/languages.json", json.bytes, json.size);
  print_guesses(guesses, (int)shown);
  if (job_boolean(job, "eachLine", 0)) detect_lines(model, text, guesses);
  return 0;
}
