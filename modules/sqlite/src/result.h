// What a query answered: out/result.csv, counts and a preview.
#ifndef RECKON_RESULT_H
#define RECKON_RESULT_H

#include "guest.h"
#include "sqlite3.h"

enum { PREVIEW_ROWS = 20, PREVIEW_WIDTH = 32 };

typedef struct {
  char *name;
  int type;             // SQLITE_INTEGER ...; 0 while only NULLs were seen, -1 when mixed
  size_t width;         // of the preview
} ResultColumn;

typedef struct {
  ResultColumn *columns;
  size_t column_count, row_count;
  char **preview;       // PREVIEW_ROWS * column_count cells
} Result;

/// Steps a prepared query to its end, writing every row to `path` as RFC 4180 CSV (CRLF, a header
/// row; NULL is an empty field, an empty text is "", a BLOB is x'hex'). Returns SQLite's code.
int result_write(sqlite3_stmt *query, const char *path, Result *result);
/// Prints the first rows as a table of at most PREVIEW_WIDTH columns a cell.
void result_print(const Result *result);
/// Appends [{"name":..., "type":...}, ...].
void result_columns_json(const Result *result, Text *json);
void result_free(Result *result);

#endif
