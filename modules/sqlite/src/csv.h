// Reading delimited text as RFC 4180 describes it, and as spreadsheets really write it.
#ifndef RECKON_CSV_H
#define RECKON_CSV_H

#include "guest.h"

typedef struct {
  const char *at, *end;
  char delimiter;
  size_t line;  // of the next character, from 1
} CsvReader;

typedef struct {
  size_t offset, size;  // in CsvRow.text
  int quoted;
} CsvField;

typedef struct {
  Text text;
  CsvField *fields;
  size_t count, capacity;
  size_t line;  // where the row begins
} CsvRow;

/// Turns an uploaded file into UTF-8: drops a byte order mark, converts UTF-16 (by its mark) and,
/// where bytes are no valid UTF-8, Windows-1252. Fails when the bytes are not text.
Buffer csv_as_utf8(Buffer file);
/// Guesses among comma, semicolon, tab and pipe by which splits the first rows most evenly.
char csv_detect_delimiter(Buffer text);
CsvReader csv_reader(Buffer text, char delimiter);
/// Reads the next row that is not an empty line into `row`; 0 at the end of the text.
int csv_next(CsvReader *reader, CsvRow *row);
void csv_row_free(CsvRow *row);

#endif
