// A small JSON reader: /in/job.json, and whatever JSON a module takes as a value.
#ifndef RECKON_JSON_H
#define RECKON_JSON_H

#include "guest.h"

typedef enum { JSON_NULL, JSON_BOOLEAN, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT } JsonKind;

typedef struct Json Json;
struct Json {
  JsonKind kind;
  double number;  // of a number; 0 or 1 of a boolean
  char *string;   // of a string, followed by a NUL that does not count
  size_t size;    // bytes of a string, items of an array, members of an object
  Json *items;    // of an array or object
  char **keys;    // of an object
};

/// Parses `size` bytes, or fails: "<name> is not valid at byte ...".
Json json_parse(const char *bytes, size_t size, const char *name);
/// The member under `key`; NULL when there is none, when it is null, or when `object` is no object.
const Json *json_member(const Json *object, const char *key);

typedef Json Job;

/// Parses /in/job.json, one object, or fails saying where it is not valid.
Job *job_read(void);
/// The string under `key` (its bytes may hold NULs: see `size`), or NULL when the key is absent.
const char *job_string(const Job *job, const char *key, size_t *size);
/// The number under `key`, or `otherwise` when the key is absent.
double job_number(const Job *job, const char *key, double otherwise);
/// The boolean under `key`, or `otherwise` when the key is absent.
int job_boolean(const Job *job, const char *key, int otherwise);

#endif
