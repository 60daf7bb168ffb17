// What every curated module shares: reading /in, writing /out, failing with one clear line.
#ifndef RECKON_GUEST_H
#define RECKON_GUEST_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  char *bytes;  // always followed by a NUL that does not count
  size_t size;
} Buffer;

/// Prints the message and a newline to stderr, then exits with code 1.
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/// malloc and realloc that fail() instead of returning NULL.
void *must_alloc(size_t size);
void *must_realloc(void *block, size_t size);

/// Reads a whole file, or fails naming `path`.
Buffer read_file(const char *path);
/// Reads the uploaded file that a job value such as "files/table.csv" names.
Buffer read_input(const char *value);
/// Writes a whole file, or fails naming `path`.
void write_file(const char *path, const void *bytes, size_t size);

/// A growing byte string.
typedef struct {
  char *bytes;
  size_t size, capacity;
} Text;
void text_append(Text *text, const void *bytes, size_t size);
void text_puts(Text *text, const char *string);
void text_printf(Text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
/// Appends `bytes` as a JSON string with its quotes.
void text_json_string(Text *text, const char *bytes, size_t size);
/// Appends `bytes` as a field of a CSV (RFC 4180), in quotes where it needs them.
void text_csv_field(Text *text, const char *bytes, size_t size);

/// Decodes one UTF-8 character at `*at` (before `end`) and moves past it.
/// A byte that belongs to no valid character gives U+FFFD and is skipped alone.
uint32_t utf8_next(const char **at, const char *end);
/// Columns that a terminal gives to a character: 0, 1 or 2.
int utf8_width(uint32_t character);
/// Columns of a whole string; an emoji sequence counts as one wide character.
size_t utf8_columns(const char *at, const char *end);
/// The end of the longest prefix that takes at most `columns` columns.
const char *utf8_prefix(const char *at, const char *end, size_t columns);

#endif
