#include "table.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { MAXIMUM_COLUMNS = 2000 };  // SQLite's own limit

const char *column_type_name(ColumnType type) {
  return type == INTEGER ? "INTEGER" : type == REAL ? "REAL" : "TEXT";
}

static size_t digits(const char *s, size_t size) {
  size_t count = 0;
  while (count < size && s[count] >= '0' && s[count] <= '9') count++;
  return count;
}

/// The narrowest type that holds a value without losing a character of meaning: "007" and "+49"
/// stay text, and so do integers of more than 18 digits (a REAL would round them).
static ColumnType type_of(const char *s, size_t size) {
  size_t at = size && s[0] == '-';
  size_t whole = digits(s + at, size - at);
  if (whole > 1 && s[at] == '0') return TEXT;
  at += whole;
  if (whole && at == size) return whole <= 18 ? INTEGER : TEXT;
  size_t fraction = 0;
  if (at < size && s[at] == '.') {
    fraction = digits(s + at + 1, size - at - 1);
    if (!fraction) return TEXT;
    at += 1 + fraction;
  }
  if (!whole && !fraction) return TEXT;
  if (at < size && (s[at] == 'e' || s[at] == 'E')) {
    at++;
    if (at < size && (s[at] == '+' || s[at] == '-')) at++;
    size_t exponent = digits(s + at, size - at);
    if (!exponent || exponent > 3) return TEXT;
    at += exponent;
  }
  return at == size ? REAL : TEXT;
}

static int same_name(const char *a, const char *b) { return sqlite3_stricmp(a, b) == 0; }

/// Names a column: its trimmed header, "column_N" where that is empty, "_2", "_3" ... where taken.
static char *column_name(const Table *table, const char *header, size_t size) {
  size_t index = table->column_count;
  while (size && isspace((unsigned char)header[0])) header++, size--;
  while (size && isspace((unsigned char)header[size - 1])) size--;
  Text base = {0};
  if (size) text_append(&base, header, size);
  else text_printf(&base, "column_%zu", index + 1);
  Text name = {0};
  text_append(&name, base.bytes, base.size);
  for (int copy = 2;; copy++) {
    size_t i = 0;
    while (i < index && !same_name(table->columns[i].name, name.bytes)) i++;
    if (i == index) break;
    name.size = base.size;
    text_printf(&name, "_%d", copy);
  }
  free(base.bytes);
  return name.bytes;
}

static void add_columns(Table *table, const CsvRow *first, int header) {
  if (first->count > MAXIMUM_COLUMNS)
    fail("the table has %zu columns; %d are the most", first->count, MAXIMUM_COLUMNS);
  table->columns = must_alloc(first->count * sizeof *table->columns);
  for (size_t i = 0; i < first->count; i++) {
    CsvField field = first->fields[i];
    char *name = column_name(table, first->text.bytes + field.offset, header ? field.size : 0);
    table->columns[table->column_count++] = (Column){name, UNKNOWN};
  }
}

static int is_empty(const CsvField *field) { return field->size == 0; }

/// Fields beyond the header's are an error unless they are empty (spreadsheets write such).
static void check_width(const Table *table, const CsvRow *row) {
  for (size_t i = table->column_count; i < row->count; i++)
    if (!is_empty(&row->fields[i]))
      fail("line %zu of the table has %zu fields, the first row has %zu", row->line, row->count, table->column_count);
}

static void infer_types(Table *table, CsvReader reader) {
  CsvRow row = {0};
  while (csv_next(&reader, &row)) {
    check_width(table, &row);
    for (size_t i = 0; i < table->column_count && i < row.count; i++) {
      CsvField field = row.fields[i];
      ColumnType *type = &table->columns[i].type;
      if (is_empty(&field) || *type == TEXT) continue;
      ColumnType found = type_of(row.text.bytes + field.offset, field.size);
      if (found > *type) *type = found;
    }
    table->row_count++;
  }
  csv_row_free(&row);
}

static void execute(sqlite3 *db, const char *sql) {
  if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) fail("cannot load the table: %s", sqlite3_errmsg(db));
}

static void create(sqlite3 *db, const Table *table) {
  sqlite3_str *sql = sqlite3_str_new(db);
  for (size_t i = 0; i < table->column_count; i++)
    sqlite3_str_appendf(sql, "%s\"%w\" %s", i ? ", " : "CREATE TABLE data(", table->columns[i].name,
                        column_type_name(table->columns[i].type));
  sqlite3_str_appendall(sql, ")");
  execute(db, sqlite3_str_value(sql));
  sqlite3_free(sqlite3_str_finish(sql));
}

static sqlite3_stmt *insertion(sqlite3 *db, size_t columns) {
  Text sql = {0};
  text_puts(&sql, "INSERT INTO data VALUES(?");
  for (size_t i = 1; i < columns; i++) text_puts(&sql, ",?");
  text_puts(&sql, ")");
  sqlite3_stmt *statement;
  if (sqlite3_prepare_v2(db, sql.bytes, -1, &statement, NULL) != SQLITE_OK)
    fail("cannot load the table: %s", sqlite3_errmsg(db));
  free(sql.bytes);
  return statement;
}

/// Binds every field as text: the column's affinity makes numbers of it.
static void insert_rows(sqlite3 *db, const Table *table, CsvReader reader) {
  sqlite3_stmt *statement = insertion(db, table->column_count);
  CsvRow row = {0};
  execute(db, "BEGIN");
  while (csv_next(&reader, &row)) {
    sqlite3_clear_bindings(statement);
    for (size_t i = 0; i < table->column_count && i < row.count; i++) {
      CsvField field = row.fields[i];
      int is_text = column_type_name(table->columns[i].type)[0] == 'T';
      if (is_empty(&field) && !(field.quoted && is_text)) continue;
      sqlite3_bind_text(statement, (int)i + 1, row.text.bytes + field.offset, (int)field.size, SQLITE_STATIC);
    }
    if (sqlite3_step(statement) != SQLITE_DONE)
      fail("line %zu of the table cannot be stored: %s", row.line, sqlite3_errmsg(db));
    sqlite3_reset(statement);
  }
  execute(db, "COMMIT");
  sqlite3_finalize(statement);
  csv_row_free(&row);
}

/// films.csv can also be asked for as `films`.
static void create_view(sqlite3 *db, const char *file_name) {
  const char *slash = strrchr(file_name, '/');
  char *stem = strdup(slash ? slash + 1 : file_name);
  char *dot = strrchr(stem, '.');
  if (dot) *dot = 0;
  for (char *p = stem; *p; p++)
    if ((unsigned char)*p < 0x80 && !isalnum((unsigned char)*p)) *p = '_';
  if (*stem && !same_name(stem, "data") && sqlite3_strnicmp(stem, "sqlite_", 7) != 0) {
    char *sql = sqlite3_mprintf("CREATE VIEW \"%w\" AS SELECT * FROM data", stem);
    execute(db, sql);
    sqlite3_free(sql);
  }
  free(stem);
}

Table table_load(sqlite3 *db, Buffer text, char delimiter, int header, const char *file_name) {
  Table table = {.delimiter = delimiter ? delimiter : csv_detect_delimiter(text)};
  CsvReader rows = csv_reader(text, table.delimiter), whole = rows;
  CsvRow first = {0};
  if (!csv_next(&rows, &first)) fail("the uploaded table is empty");
  add_columns(&table, &first, header);
  csv_row_free(&first);
  if (!header) rows = whole;
  infer_types(&table, rows);
  create(db, &table);
  insert_rows(db, &table, rows);
  create_view(db, file_name);
  return table;
}
