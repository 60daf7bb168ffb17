// An uploaded CSV as the table `data`.
#ifndef RECKON_TABLE_H
#define RECKON_TABLE_H

#include "csv.h"
#include "sqlite3.h"

typedef enum { UNKNOWN, INTEGER, REAL, TEXT } ColumnType;

typedef struct {
  char *name;
  ColumnType type;
} Column;

typedef struct {
  Column *columns;
  size_t column_count, row_count;
  char delimiter;
} Table;

/// Creates and fills `data` from CSV text, and a view named after the file where that is a name.
/// delimiter 0: detect it. header 0: the first row is data and columns are column_1, column_2 ...
/// A column is INTEGER or REAL when every value in it is one; empty unquoted fields are NULL.
Table table_load(sqlite3 *db, Buffer text, char delimiter, int header, const char *file_name);
/// "INTEGER", "REAL" or "TEXT".
const char *column_type_name(ColumnType type);

#endif
