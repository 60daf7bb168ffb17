// sqlite: runs SQL over an uploaded CSV (as the table `data`) or an uploaded SQLite database.
// The last statement that returns rows is the result.
#include "sqlite3.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guest.h"
#include "json.h"
#include "result.h"
#include "table.h"

typedef struct {
  Table table;       // columns is NULL when a database was uploaded
  Result result;     // columns is NULL when no statement returned rows
  size_t statements;
} Session;

static int is_database(Buffer file) {
  return file.size >= 100 && memcmp(file.bytes, "SQLite format 3", 16) == 0;
}

static void open_database(sqlite3 *db, Buffer file) {
  unsigned char *copy = sqlite3_malloc64(file.size);
  if (!copy) fail("out of memory: the database has %zu bytes", file.size);
  memcpy(copy, file.bytes, file.size);
  // A database that was left in write-ahead mode: read the file as if it had a rollback journal
  // (as the documentation of sqlite3_deserialize advises).
  if (copy[18] == 2 && copy[19] == 2) copy[18] = copy[19] = 1;
  int flags = SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE;
  sqlite3_int64 size = (sqlite3_int64)file.size;
  if (sqlite3_deserialize(db, "main", copy, size, size, (unsigned)flags) != SQLITE_OK ||
      sqlite3_exec(db, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL) != SQLITE_OK)
    fail("cannot open the database: %s", sqlite3_errmsg(db));
}

static char delimiter_of(const char *name) {
  static const struct { const char *name; char delimiter; } known[] = {
      {"auto", 0}, {"comma", ','}, {"semicolon", ';'}, {"tab", '\t'}, {"pipe", '|'}};
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
    if (strcmp(name, known[i].name) == 0) return known[i].delimiter;
  fail("'delimiter' must be auto, comma, semicolon, tab or pipe");
}

static void load(sqlite3 *db, Job *job, Session *session) {
  const char *path = job_string(job, "data", NULL);
  const char *delimiter = job_string(job, "delimiter", NULL);
  if (!path) return;
  Buffer file = read_input(path);
  if (is_database(file)) {
    open_database(db, file);
  } else {
    char chosen = delimiter_of(delimiter ? delimiter : "auto");
    session->table = table_load(db, csv_as_utf8(file), chosen, job_boolean(job, "header", 1), path);
  }
  free(file.bytes);
}

/// Fails with SQLite's message, the place in the SQL and that line with a caret under it.
static _Noreturn void fail_sql(sqlite3 *db, const char *sql, const char *statement, size_t number) {
  remove("/out/result.csv");  // no half result
  int offset = sqlite3_error_offset(db);
  if (offset < 0) fail("SQL error in statement %zu: %s", number, sqlite3_errmsg(db));
  const char *place = statement + offset, *line = place;
  size_t line_number = 1;
  while (line > sql && line[-1] != '\n') line--;
  for (const char *p = sql; p < line; p++) line_number += *p == '\n';
  size_t length = strcspn(line, "\n"), column = utf8_columns(line, place);
  fail("SQL error in statement %zu, line %zu, column %zu: %s\n  %.*s\n  %*s^", number, line_number, column + 1,
       sqlite3_errmsg(db), (int)length, line, (int)column, "");
}

static void run(sqlite3 *db, const char *sql, Session *session) {
  const char *rest = sql;
  while (*rest) {
    const char *statement = rest;
    sqlite3_stmt *prepared;
    size_t number = session->statements + 1;
    if (sqlite3_prepare_v2(db, statement, -1, &prepared, &rest) != SQLITE_OK)
      fail_sql(db, sql, statement, number);
    if (!prepared) continue;  // white space or a comment
    int code;
    if (sqlite3_column_count(prepared) > 0) {
      result_free(&session->result);
      code = result_write(prepared, "/out/result.csv", &session->result);
    } else {
      code = sqlite3_step(prepared);
    }
    if (code != SQLITE_DONE) fail_sql(db, sql, statement, number);
    sqlite3_finalize(prepared);
    session->statements = number;
  }
  if (session->statements == 0) fail("there is no SQL statement to run");
}

static void write_summary(const Session *session, int changes) {
  Text json = {0};
  text_printf(&json, "{\"statements\":%zu,\"changes\":%d", session->statements, changes);
  if (session->result.columns) {
    text_printf(&json, ",\"rows\":%zu,\"columns\":", session->result.row_count);
    result_columns_json(&session->result, &json);
  }
  if (session->table.columns) {
    text_printf(&json, ",\"table\":{\"rows\":%zu,\"delimiter\":", session->table.row_count);
    text_json_string(&json, &session->table.delimiter, 1);
    text_puts(&json, ",\"columns\":[");
    for (size_t i = 0; i < session->table.column_count; i++) {
      Column column = session->table.columns[i];
      text_puts(&json, i ? ",{\"name\":" : "{\"name\":");
      text_json_string(&json, column.name, strlen(column.name));
      text_printf(&json, ",\"type\":\"%s\"}", column_type_name(column.type));
    }
    text_puts(&json, "]}");
  }
  text_puts(&json, "}\n");
  write_file("/out/summary.json", json.bytes, json.size);
  free(json.bytes);
}

static void print_summary(const Session *session, int changes) {
  const Result *result = &session->result;
  if (result->columns) {
    result_print(result);
    printf("\n%zu row%s, %zu column%s", result->row_count, result->row_count == 1 ? "" : "s", result->column_count,
           result->column_count == 1 ? "" : "s");
  } else {
    printf("%zu statement%s, no rows returned", session->statements, session->statements == 1 ? "" : "s");
  }
  if (changes) printf(", %d change%s", changes, changes == 1 ? "" : "s");
  printf(".\n");
}

static void write_database(sqlite3 *db) {
  sqlite3_int64 size;
  unsigned char *bytes = sqlite3_serialize(db, "main", &size, 0);
  if (!bytes) fail("cannot write the database: %s", sqlite3_errmsg(db));
  write_file("/out/database.sqlite", bytes, (size_t)size);
  sqlite3_free(bytes);
}

int main(void) {
  Job *job = job_read();
  size_t size = 0;
  const char *sql = job_string(job, "sql", &size);
  if (!sql) fail("'sql' is missing");
  if (strlen(sql) != size) fail("'sql' holds a zero byte");

  Session session = {0};
  sqlite3 *db;
  if (sqlite3_initialize() != SQLITE_OK || sqlite3_open(":memory:", &db) != SQLITE_OK)
    fail("cannot start SQLite");
  load(db, job, &session);
  int loaded = sqlite3_total_changes(db);
  run(db, sql, &session);
  int changes = sqlite3_total_changes(db) - loaded;
  write_summary(&session, changes);
  print_summary(&session, changes);
  if (job_boolean(job, "returnDatabase", 0)) write_database(db);
  sqlite3_close(db);
  return 0;
}
