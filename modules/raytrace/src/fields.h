// Reading the scene's values, with messages that name their place: "objects[2].radius must be ...".
#ifndef RECKON_FIELDS_H
#define RECKON_FIELDS_H

#include "json.h"
#include "vec.h"

/// A JSON object and the path at which it stands.
typedef struct {
  const Json *json;
  char path[80];
} Place;

/// The member `key` of `at`; its json is NULL when it is absent.
Place place_member(const Place *at, const char *key);
/// Item `index` of the array at `at`.
Place place_item(const Place *at, size_t index);
_Noreturn void place_fail(const Place *at, const char *expected);
/// Fails when `at` has members other than those named (space between names).
void place_only(const Place *at, const char *names);

/// Each takes `otherwise` when the key is absent; the _wanted ones fail then.
double number_or(const Place *at, const char *key, double otherwise, double least, double most);
double number_wanted(const Place *at, const char *key, double least, double most);
int boolean_or(const Place *at, const char *key, int otherwise);
Vec vec_or(const Place *at, const char *key, Vec otherwise);
Vec vec_wanted(const Place *at, const char *key);
/// A colour, "#rrggbb" (sRGB) or [r, g, b] (linear, 0 to 1): linear RGB.
Vec color_or(const Place *at, const char *key, Vec otherwise);
/// A text, or NULL.
const char *string_or_null(const Place *at, const char *key);
/// The array under `key`; its json is NULL when absent.
Place array_or_none(const Place *at, const char *key, size_t most);
/// `at` itself as three numbers.
Vec vec_here(const Place *at);

#endif
