// A small reader for /in/job.json: one flat object of strings, numbers and booleans.
#ifndef RECKON_JSON_H
#define RECKON_JSON_H

#include "guest.h"

typedef struct Job Job;

/// Parses /in/job.json, or fails saying where it is not valid JSON.
Job *job_read(void);
/// The string under `key` (its bytes may hold NULs: see `size`), or NULL when the key is absent.
const char *job_string(const Job *job, const char *key, size_t *size);
/// The number under `key`, or `otherwise` when the key is absent.
double job_number(const Job *job, const char *key, double otherwise);
/// The boolean under `key`, or `otherwise` when the key is absent.
int job_boolean(const Job *job, const char *key, int otherwise);

#endif
