#include "csv.h"

#include <stdlib.h>
#include <string.h>

static void put_utf8(Text *out, uint32_t c) {
  char bytes[4];
  size_t size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  static const unsigned char lead[] = {0, 0x00, 0xc0, 0xe0, 0xf0};
  for (size_t i = size; i-- > 1; c >>= 6) bytes[i] = (char)(0x80 | (c & 0x3f));
  bytes[0] = (char)(lead[size] | c);
  text_append(out, bytes, size);
}

static Buffer from_utf16(Buffer file, int big_endian) {
  const unsigned char *p = (const unsigned char *)file.bytes;
  Text out = {0};
  text_append(&out, "", 0);
  for (size_t i = 2; i + 1 < file.size; i += 2) {
    uint32_t unit = big_endian ? (uint32_t)p[i] << 8 | p[i + 1] : (uint32_t)p[i + 1] << 8 | p[i];
    if (unit >= 0xd800 && unit < 0xdc00 && i + 3 < file.size) {
      uint32_t low = big_endian ? (uint32_t)p[i + 2] << 8 | p[i + 3] : (uint32_t)p[i + 3] << 8 | p[i + 2];
      if (low >= 0xdc00 && low < 0xe000) {
        unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
        i += 2;
      }
    }
    put_utf8(&out, unit >= 0xd800 && unit < 0xe000 ? 0xfffd : unit);
  }
  return (Buffer){out.bytes, out.size};
}

static Buffer from_windows_1252(Buffer file) {
  static const uint16_t high[32] = {
      0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
      0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
      0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178};
  Text out = {0};
  text_append(&out, "", 0);
  for (size_t i = 0; i < file.size; i++) {
    unsigned char c = (unsigned char)file.bytes[i];
    put_utf8(&out, c >= 0x80 && c < 0xa0 ? high[c - 0x80] : c);
  }
  return (Buffer){out.bytes, out.size};
}

static int is_utf8(Buffer text) {
  const char *at = text.bytes, *end = text.bytes + text.size;
  while (at < end) {
    const char *start = at;
    if (utf8_next(&at, end) == 0xfffd && at - start == 1) return 0;
  }
  return 1;
}

Buffer csv_as_utf8(Buffer file) {
  const unsigned char *p = (const unsigned char *)file.bytes;
  if (file.size >= 2 && p[0] == 0xff && p[1] == 0xfe) return from_utf16(file, 0);
  if (file.size >= 2 && p[0] == 0xfe && p[1] == 0xff) return from_utf16(file, 1);
  if (memchr(file.bytes, 0, file.size))
    fail("the uploaded file is neither a SQLite database nor a text file: it holds zero bytes");
  if (file.size >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0) return (Buffer){file.bytes + 3, file.size - 3};
  return is_utf8(file) ? file : from_windows_1252(file);
}

CsvReader csv_reader(Buffer text, char delimiter) {
  return (CsvReader){text.bytes, text.bytes + text.size, delimiter, 1};
}

static CsvField *add_field(CsvRow *row) {
  if (row->count == row->capacity) {
    row->capacity = row->capacity ? row->capacity * 2 : 16;
    row->fields = must_realloc(row->fields, row->capacity * sizeof *row->fields);
  }
  CsvField *field = &row->fields[row->count++];
  *field = (CsvField){row->text.size, 0, 0};
  return field;
}

/// Appends a quoted part, after its opening quote, up to and with its closing quote.
static void read_quoted(CsvReader *in, CsvRow *row) {
  size_t opened = in->line;
  for (;;) {
    const char *quote = memchr(in->at, '"', (size_t)(in->end - in->at));
    if (!quote) fail("line %zu of the table: a quote is opened and never closed", opened);
    for (const char *p = in->at; p < quote; p++) in->line += *p == '\n';
    int doubled = quote + 1 < in->end && quote[1] == '"';
    text_append(&row->text, in->at, (size_t)(quote - in->at) + (doubled ? 1 : 0));
    in->at = quote + (doubled ? 2 : 1);
    if (!doubled) return;
  }
}

static int at_line_end(const CsvReader *in) {
  return in->at == in->end || *in->at == '\n' || (*in->at == '\r' && (in->at + 1 == in->end || in->at[1] == '\n'));
}

static void read_field(CsvReader *in, CsvRow *row) {
  CsvField *field = add_field(row);
  if (in->at < in->end && *in->at == '"') {
    field->quoted = 1;
    in->at++;
    read_quoted(in, row);
  }
  const char *start = in->at;  // what follows a closing quote is kept as it stands
  while (!at_line_end(in) && *in->at != in->delimiter) in->at++;
  text_append(&row->text, start, (size_t)(in->at - start));
  field->size = row->text.size - field->offset;
}

static void skip_line_end(CsvReader *in) {
  if (in->at < in->end && *in->at == '\r') in->at++;
  if (in->at < in->end && *in->at == '\n') in->at++;
  in->line++;
}

int csv_next(CsvReader *in, CsvRow *row) {
  while (in->at < in->end && at_line_end(in)) skip_line_end(in);
  if (in->at == in->end) return 0;
  row->count = 0;
  row->text.size = 0;
  row->line = in->line;
  for (;;) {
    read_field(in, row);
    if (at_line_end(in)) break;
    in->at++;  // the delimiter
  }
  skip_line_end(in);
  return 1;
}

void csv_row_free(CsvRow *row) {
  free(row->text.bytes);
  free(row->fields);
  *row = (CsvRow){0};
}

char csv_detect_delimiter(Buffer text) {
  static const char candidates[] = {',', ';', '\t', '|'};
  enum { SAMPLE = 50 };
  char best = ',';
  size_t best_even = 0, best_columns = 1;
  for (size_t i = 0; i < sizeof candidates; i++) {
    CsvReader reader = csv_reader(text, candidates[i]);
    CsvRow row = {0};
    size_t columns = 0, rows = 0, even = 0;
    while (rows < SAMPLE && csv_next(&reader, &row)) {
      if (rows++ == 0) columns = row.count;
      even += row.count == columns;
    }
    csv_row_free(&row);
    if (columns < 2) continue;
    if (even > best_even || (even == best_even && columns > best_columns)) {
      best = candidates[i];
      best_even = even;
      best_columns = columns;
    }
  }
  return best;
}
