#include "result.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *type_name(int type) {
  switch (type) {
    case SQLITE_INTEGER: return "INTEGER";
    case SQLITE_FLOAT: return "REAL";
    case SQLITE_TEXT: return "TEXT";
    case SQLITE_BLOB: return "BLOB";
    case 0: return "NULL";
    default: return "MIXED";
  }
}

/// A cell as text: BLOBs in SQL's own notation.
static Text cell_text(sqlite3_stmt *query, int column) {
  Text text = {0};
  text_append(&text, "", 0);
  if (sqlite3_column_type(query, column) != SQLITE_BLOB) {
    const void *bytes = sqlite3_column_text(query, column);
    if (bytes) text_append(&text, bytes, (size_t)sqlite3_column_bytes(query, column));
    return text;
  }
  const unsigned char *blob = sqlite3_column_blob(query, column);
  int size = sqlite3_column_bytes(query, column);
  text_puts(&text, "x'");
  for (int i = 0; i < size; i++) {
    const char *hex = "0123456789abcdef";
    char pair[2] = {hex[blob[i] >> 4], hex[blob[i] & 15]};
    text_append(&text, pair, 2);
  }
  text_puts(&text, "'");
  return text;
}

static int needs_quotes(const char *bytes, size_t size) {
  if (size == 0 || bytes[0] == ' ' || bytes[size - 1] == ' ') return 1;
  for (size_t i = 0; i < size; i++)
    if (bytes[i] == '"' || bytes[i] == ',' || bytes[i] == '\r' || bytes[i] == '\n') return 1;
  return 0;
}

static void write_field(FILE *file, const char *bytes, size_t size) {
  if (!needs_quotes(bytes, size)) {
    fwrite(bytes, 1, size, file);
    return;
  }
  fputc('"', file);
  for (size_t i = 0; i < size; i++) {
    if (bytes[i] == '"') fputc('"', file);
    fputc(bytes[i], file);
  }
  fputc('"', file);
}

/// A cell on one line of at most PREVIEW_WIDTH columns, cut with "…".
static char *preview_cell(const char *bytes, size_t size, size_t *width) {
  Text line = {0};
  const char *at = bytes, *end = bytes + size;
  size_t columns = 0;
  text_append(&line, "", 0);
  while (at < end) {
    const char *start = at;
    uint32_t c = utf8_next(&at, end);
    int wide = c < 0x20 || c == 0x7f ? 1 : utf8_width(c);
    if (columns + (size_t)wide > PREVIEW_WIDTH - (at < end)) {
      text_puts(&line, "…");
      columns++;
      break;
    }
    if (c < 0x20 || c == 0x7f) text_puts(&line, " ");
    else text_append(&line, start, (size_t)(at - start));
    columns += (size_t)wide;
  }
  if (columns > *width) *width = columns;
  return line.bytes;
}

static void write_header(sqlite3_stmt *query, FILE *file, Result *result) {
  result->column_count = (size_t)sqlite3_column_count(query);
  result->columns = must_alloc(result->column_count * sizeof *result->columns);
  result->preview = must_alloc(PREVIEW_ROWS * result->column_count * sizeof *result->preview);
  for (size_t i = 0; i < result->column_count; i++) {
    const char *name = sqlite3_column_name(query, (int)i);
    if (!name) name = "";
    result->columns[i] = (ResultColumn){strdup(name), 0, 0};
    free(preview_cell(name, strlen(name), &result->columns[i].width));
    if (i) fputc(',', file);
    write_field(file, name, strlen(name));
  }
  fputs("\r\n", file);
}

static void write_row(sqlite3_stmt *query, FILE *file, Result *result) {
  for (size_t i = 0; i < result->column_count; i++) {
    ResultColumn *column = &result->columns[i];
    int type = sqlite3_column_type(query, (int)i);
    Text text = cell_text(query, (int)i);
    if (i) fputc(',', file);
    // A row of one NULL is written as "" too: an empty line would be no row at all.
    if (type != SQLITE_NULL || result->column_count == 1) write_field(file, text.bytes, text.size);
    if (type != SQLITE_NULL && column->type != type) column->type = column->type ? -1 : type;
    if (result->row_count < PREVIEW_ROWS)
      result->preview[result->row_count * result->column_count + i] =
          type == SQLITE_NULL ? preview_cell("NULL", 4, &column->width)
                              : preview_cell(text.bytes, text.size, &column->width);
    free(text.bytes);
  }
  fputs("\r\n", file);
  result->row_count++;
}

int result_write(sqlite3_stmt *query, const char *path, Result *result) {
  static char buffer[1 << 16];
  FILE *file = fopen(path, "wb");
  if (!file) fail("cannot create %s", path);
  setvbuf(file, buffer, _IOFBF, sizeof buffer);
  write_header(query, file, result);
  int code;
  while ((code = sqlite3_step(query)) == SQLITE_ROW) write_row(query, file, result);
  if (fclose(file) != 0) fail("cannot write %s", path);
  return code;
}

static void print_cell(const char *text, size_t width, int right, int last) {
  size_t columns = utf8_columns(text, text + strlen(text));
  int space = columns < width ? (int)(width - columns) : 0;
  if (right) printf("%*s%s", space, "", text);
  else printf("%s%*s", text, last ? 0 : space, "");
  fputs(last ? "\n" : "  ", stdout);
}

void result_print(const Result *result) {
  size_t shown = result->row_count < PREVIEW_ROWS ? result->row_count : PREVIEW_ROWS;
  for (size_t i = 0; i < result->column_count; i++) {
    ResultColumn column = result->columns[i];
    size_t width = 0;
    char *name = preview_cell(column.name, strlen(column.name), &width);
    int number = column.type == SQLITE_INTEGER || column.type == SQLITE_FLOAT;
    print_cell(name, column.width, number, i + 1 == result->column_count);
    free(name);
  }
  for (size_t i = 0; i < result->column_count; i++) {
    for (size_t c = 0; c < result->columns[i].width; c++) fputs("─", stdout);
    fputs(i + 1 == result->column_count ? "\n" : "  ", stdout);
  }
  for (size_t row = 0; row < shown; row++)
    for (size_t i = 0; i < result->column_count; i++) {
      int type = result->columns[i].type;
      print_cell(result->preview[row * result->column_count + i], result->columns[i].width,
                 type == SQLITE_INTEGER || type == SQLITE_FLOAT, i + 1 == result->column_count);
    }
  if (shown < result->row_count) printf("… %zu more in result.csv\n", result->row_count - shown);
}

void result_columns_json(const Result *result, Text *json) {
  text_puts(json, "[");
  for (size_t i = 0; i < result->column_count; i++) {
    text_puts(json, i ? ",{\"name\":" : "{\"name\":");
    text_json_string(json, result->columns[i].name, strlen(result->columns[i].name));
    text_printf(json, ",\"type\":\"%s\"}", type_name(result->columns[i].type));
  }
  text_puts(json, "]");
}

void result_free(Result *result) {
  size_t shown = result->row_count < PREVIEW_ROWS ? result->row_count : PREVIEW_ROWS;
  for (size_t i = 0; i < result->column_count; i++) free(result->columns[i].name);
  for (size_t i = 0; i < shown * result->column_count; i++) free(result->preview[i]);
  free(result->columns);
  free(result->preview);
  *result = (Result){0};
}
