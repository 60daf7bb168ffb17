#include "guest.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
  exit(1);
}

void *must_alloc(size_t size) {
  void *block = malloc(size ? size : 1);
  if (!block) fail("out of memory: %zu bytes more are needed", size);
  return block;
}

void *must_realloc(void *block, size_t size) {
  void *moved = realloc(block, size ? size : 1);
  if (!moved) fail("out of memory: %zu bytes are needed", size);
  return moved;
}

Buffer read_file(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) fail("cannot open %s", path);
  Buffer whole = {NULL, 0};
  if (fseek(file, 0, SEEK_END) == 0) {
    long size = ftell(file);
    rewind(file);
    whole.bytes = must_alloc((size_t)size + 1);
    whole.size = fread(whole.bytes, 1, (size_t)size, file);
    if (whole.size != (size_t)size) fail("cannot read %s", path);
    whole.bytes[whole.size] = 0;
  }
  fclose(file);
  if (!whole.bytes) fail("cannot read %s", path);
  return whole;
}

Buffer read_input(const char *value) {
  char path[512];
  if (strncmp(value, "files/", 6) != 0 || strchr(value + 6, '/') || strlen(value) > 400)
    fail("'%s' is not an uploaded file", value);
  snprintf(path, sizeof path, "/in/%s", value);
  return read_file(path);
}

void write_file(const char *path, const void *bytes, size_t size) {
  FILE *file = fopen(path, "wb");
  if (!file) fail("cannot create %s", path);
  if (fwrite(bytes, 1, size, file) != size || fclose(file) != 0) fail("cannot write %s", path);
}

void text_append(Text *text, const void *bytes, size_t size) {
  if (text->size + size + 1 > text->capacity) {
    size_t capacity = text->capacity ? text->capacity * 2 : 256;
    while (capacity < text->size + size + 1) capacity *= 2;
    text->bytes = must_realloc(text->bytes, capacity);
    text->capacity = capacity;
  }
  memcpy(text->bytes + text->size, bytes, size);
  text->size += size;
  text->bytes[text->size] = 0;
}

void text_puts(Text *text, const char *string) { text_append(text, string, strlen(string)); }

void text_printf(Text *text, const char *format, ...) {
  char line[512];
  va_list arguments;
  va_start(arguments, format);
  int size = vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  if (size > 0) text_append(text, line, (size_t)size < sizeof line ? (size_t)size : sizeof line - 1);
}

void text_json_string(Text *text, const char *bytes, size_t size) {
  text_puts(text, "\"");
  for (size_t i = 0; i < size; i++) {
    unsigned char c = (unsigned char)bytes[i];
    if (c == '"' || c == '\\') {
      char escaped[2] = {'\\', (char)c};
      text_append(text, escaped, 2);
    } else if (c < 0x20) {
      text_printf(text, "\\u%04x", c);
    } else {
      text_append(text, bytes + i, 1);
    }
  }
  text_puts(text, "\"");
}

void text_csv_field(Text *text, const char *bytes, size_t size) {
  int quoted = 0;
  for (size_t i = 0; i < size; i++) quoted |= bytes[i] && strchr(",\"\r\n", bytes[i]) != NULL;
  if (!quoted) return text_append(text, bytes, size);
  text_puts(text, "\"");
  for (size_t i = 0; i < size; i++) text_append(text, bytes[i] == '"' ? "\"\"" : bytes + i, bytes[i] == '"' ? 2 : 1);
  text_puts(text, "\"");
}
