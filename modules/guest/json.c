#include "json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 64 };

typedef struct {
  const char *start, *at, *end, *name;
} Cursor;

static _Noreturn void bad(Cursor *in, const char *expected) {
  fail("%s is not valid at byte %zu: %s expected", in->name, (size_t)(in->at - in->start), expected);
}

static void skip_space(Cursor *in) {
  while (in->at < in->end && *in->at && strchr(" \t\r\n", *in->at)) in->at++;
}

static void take(Cursor *in, char c, const char *name) {
  skip_space(in);
  if (in->at >= in->end || *in->at != c) bad(in, name);
  in->at++;
}

static int peek(Cursor *in) {
  skip_space(in);
  return in->at < in->end ? *in->at : -1;
}

static uint32_t hex4(Cursor *in) {
  uint32_t value = 0;
  if (in->end - in->at < 4) bad(in, "four hex digits");
  for (int i = 0; i < 4; i++) {
    char c = *in->at++;
    const char *digits = "0123456789abcdef", *found = strchr(digits, c >= 'A' && c <= 'F' ? c + 32 : c);
    if (!c || !found) bad(in, "a hex digit");
    value = value * 16 + (uint32_t)(found - digits);
  }
  return value;
}

static void put_utf8(Text *out, uint32_t c) {
  char bytes[4];
  size_t size;
  if (c < 0x80) bytes[0] = (char)c, size = 1;
  else if (c < 0x800) bytes[0] = (char)(0xc0 | c >> 6), size = 2;
  else if (c < 0x10000) bytes[0] = (char)(0xe0 | c >> 12), size = 3;
  else bytes[0] = (char)(0xf0 | c >> 18), size = 4;
  for (size_t i = 1; i < size; i++) bytes[i] = (char)(0x80 | ((c >> (6 * (size - 1 - i))) & 0x3f));
  text_append(out, bytes, size);
}

static void escape(Cursor *in, Text *out) {
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  if (in->at >= in->end) bad(in, "an escape");
  char c = *in->at++;
  const char *simple = strchr(from, c);
  if (c && simple) {
    text_append(out, &to[simple - from], 1);
    return;
  }
  if (c != 'u') bad(in, "an escape");
  uint32_t unit = hex4(in);
  if (unit >= 0xd800 && unit < 0xdc00 && in->end - in->at >= 6 && in->at[0] == '\\' && in->at[1] == 'u') {
    Cursor second = *in;
    second.at += 2;
    uint32_t low = hex4(&second);
    if (low >= 0xdc00 && low < 0xe000) {
      *in = second;
      put_utf8(out, 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
      return;
    }
  }
  put_utf8(out, unit >= 0xd800 && unit < 0xe000 ? 0xfffd : unit);
}

static Text string_value(Cursor *in) {
  Text out = {0};
  take(in, '"', "a string");
  text_append(&out, "", 0);
  for (;;) {
    if (in->at >= in->end) bad(in, "the end of a string");
    char c = *in->at++;
    if (c == '"') return out;
    if (c == '\\') escape(in, &out);
    else text_append(&out, &c, 1);
  }
}

static int word(Cursor *in, const char *expected) {
  size_t size = strlen(expected);
  if ((size_t)(in->end - in->at) < size || memcmp(in->at, expected, size) != 0) return 0;
  in->at += size;
  return 1;
}

static Json value(Cursor *in, int depth);

/// Room for one more item, doubled now and then.
static Json *added(Json *list) {
  size_t count = list->size++;
  if ((count & (count - 1)) == 0) {
    size_t capacity = count ? 2 * count : 1;
    list->items = must_realloc(list->items, capacity * sizeof *list->items);
    if (list->kind == JSON_OBJECT) list->keys = must_realloc(list->keys, capacity * sizeof *list->keys);
  }
  return &list->items[count];
}

static Json array_value(Cursor *in, int depth) {
  Json list = {.kind = JSON_ARRAY};
  take(in, '[', "'['");
  while (peek(in) != ']') {
    if (list.size) take(in, ',', "',' or ']'");
    Json item = value(in, depth + 1);
    *added(&list) = item;
  }
  take(in, ']', "']'");
  return list;
}

static Json object_value(Cursor *in, int depth) {
  Json list = {.kind = JSON_OBJECT};
  take(in, '{', "an object");
  while (peek(in) != '}') {
    if (list.size) take(in, ',', "',' or '}'");
    skip_space(in);
    char *key = string_value(in).bytes;
    take(in, ':', "':'");
    Json item = value(in, depth + 1);
    *added(&list) = item;
    list.keys[list.size - 1] = key;
  }
  take(in, '}', "'}'");
  return list;
}

static Json value(Cursor *in, int depth) {
  if (depth > DEEPEST) bad(in, "less depth");
  int next = peek(in);
  if (next == '{') return object_value(in, depth);
  if (next == '[') return array_value(in, depth);
  if (next == '"') {
    Text text = string_value(in);
    return (Json){.kind = JSON_STRING, .string = text.bytes, .size = text.size};
  }
  if (word(in, "true")) return (Json){.kind = JSON_BOOLEAN, .number = 1};
  if (word(in, "false")) return (Json){.kind = JSON_BOOLEAN};
  if (word(in, "null")) return (Json){.kind = JSON_NULL};
  if (next != '-' && (next < '0' || next > '9')) bad(in, "a value");
  char *end;
  Json number = {.kind = JSON_NUMBER, .number = strtod(in->at, &end)};
  if (end > in->end || !isfinite(number.number)) bad(in, "a finite number");
  in->at = end;
  return number;
}

Json json_parse(const char *bytes, size_t size, const char *name) {
  Cursor in = {bytes, bytes, bytes + size, name};
  Json whole = value(&in, 0);
  if (peek(&in) != -1) bad(&in, "the end");
  return whole;
}

const Json *json_member(const Json *object, const char *key) {
  if (object->kind != JSON_OBJECT) return NULL;
  for (size_t i = 0; i < object->size; i++)
    if (strcmp(object->keys[i], key) == 0 && object->items[i].kind != JSON_NULL) return &object->items[i];
  return NULL;
}

Job *job_read(void) {
  Buffer file = read_file("/in/job.json");
  Job *job = must_alloc(sizeof *job);
  *job = json_parse(file.bytes, file.size, "job.json");
  if (job->kind != JSON_OBJECT) fail("job.json is no object");
  return job;
}

static const Json *find(const Job *job, const char *key, JsonKind kind, const char *name) {
  const Json *found = json_member(job, key);
  if (found && found->kind != kind) fail("'%s' must be %s", key, name);
  return found;
}

const char *job_string(const Job *job, const char *key, size_t *size) {
  const Json *found = find(job, key, JSON_STRING, "text");
  if (found && size) *size = found->size;
  return found ? found->string : NULL;
}

double job_number(const Job *job, const char *key, double otherwise) {
  const Json *found = find(job, key, JSON_NUMBER, "a number");
  return found ? found->number : otherwise;
}

int job_boolean(const Job *job, const char *key, int otherwise) {
  const Json *found = find(job, key, JSON_BOOLEAN, "true or false");
  return found ? found->number != 0 : otherwise;
}
