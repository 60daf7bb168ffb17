#include "json.h"

#include <stdlib.h>
#include <string.h>

typedef enum { STRING, NUMBER, BOOLEAN, NOTHING } Kind;

typedef struct {
  char *key;
  Kind kind;
  char *string;
  size_t size;
  double number;
} Member;

struct Job {
  Member *members;
  size_t count;
};

typedef struct {
  const char *start, *at, *end;
} Cursor;

static _Noreturn void bad(Cursor *in, const char *expected) {
  fail("job.json is not valid at byte %zu: %s expected", (size_t)(in->at - in->start), expected);
}

static void skip_space(Cursor *in) {
  while (in->at < in->end && strchr(" \t\r\n", *in->at)) in->at++;
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

static Member member(Cursor *in) {
  Member found = {0};
  found.key = string_value(in).bytes;
  take(in, ':', "':'");
  int next = peek(in);
  if (next == '"') {
    Text text = string_value(in);
    found.kind = STRING, found.string = text.bytes, found.size = text.size;
  } else if (word(in, "true")) {
    found.kind = BOOLEAN, found.number = 1;
  } else if (word(in, "false")) {
    found.kind = BOOLEAN;
  } else if (word(in, "null")) {
    found.kind = NOTHING;
  } else if (next == '-' || (next >= '0' && next <= '9')) {
    char *end;
    found.kind = NUMBER, found.number = strtod(in->at, &end);
    in->at = end;
  } else {
    bad(in, "a string, a number or a boolean");
  }
  return found;
}

Job *job_read(void) {
  Buffer file = read_file("/in/job.json");
  Cursor in = {file.bytes, file.bytes, file.bytes + file.size};
  Job *job = must_alloc(sizeof *job);
  *job = (Job){0};
  take(&in, '{', "an object");
  while (peek(&in) != '}') {
    if (job->count) take(&in, ',', "',' or '}'");
    job->members = must_realloc(job->members, (job->count + 1) * sizeof *job->members);
    job->members[job->count++] = member(&in);
  }
  take(&in, '}', "'}'");
  if (peek(&in) != -1) bad(&in, "the end");
  return job;
}

static const Member *find(const Job *job, const char *key, Kind kind, const char *name) {
  for (size_t i = 0; i < job->count; i++) {
    const Member *found = &job->members[i];
    if (strcmp(found->key, key) != 0 || found->kind == NOTHING) continue;
    if (found->kind != kind) fail("'%s' must be %s", key, name);
    return found;
  }
  return NULL;
}

const char *job_string(const Job *job, const char *key, size_t *size) {
  const Member *found = find(job, key, STRING, "text");
  if (found && size) *size = found->size;
  return found ? found->string : NULL;
}

double job_number(const Job *job, const char *key, double otherwise) {
  const Member *found = find(job, key, NUMBER, "a number");
  return found ? found->number : otherwise;
}

int job_boolean(const Job *job, const char *key, int otherwise) {
  const Member *found = find(job, key, BOOLEAN, "true or false");
  return found ? found->number != 0 : otherwise;
}
