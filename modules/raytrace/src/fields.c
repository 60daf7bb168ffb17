#include "fields.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double FARTHEST = 1e6;

Place place_member(const Place *at, const char *key) {
  Place found = {.json = at->json ? json_member(at->json, key) : NULL};
  snprintf(found.path, sizeof found.path, "%s%s%s", at->path, at->path[0] ? "." : "", key);
  return found;
}

Place place_item(const Place *at, size_t index) {
  Place found = {.json = &at->json->items[index]};
  snprintf(found.path, sizeof found.path, "%.60s[%zu]", at->path, index);
  return found;
}

void place_fail(const Place *at, const char *expected) {
  fail("scene: %s must be %s", at->path[0] ? at->path : "the whole", expected);
}

static int is_among(const char *names, const char *key) {
  size_t size = strlen(key);
  for (const char *at = names; (at = strstr(at, key)); at += size)
    if ((at == names || at[-1] == ' ') && (at[size] == ' ' || !at[size])) return size > 0;
  return 0;
}

void place_only(const Place *at, const char *names) {
  if (at->json->kind != JSON_OBJECT) place_fail(at, "an object");
  for (size_t i = 0; i < at->json->size; i++)
    if (!is_among(names, at->json->keys[i]))
      fail("scene: %s has no '%.40s' (there are: %s)", at->path[0] ? at->path : "the whole", at->json->keys[i], names);
}

static double number_here(const Place *at, double least, double most) {
  double value = at->json->number;
  if (at->json->kind == JSON_NUMBER && value >= least && value <= most) return value;
  char expected[64];
  snprintf(expected, sizeof expected, "a number from %g to %g", least, most);
  place_fail(at, expected);
}

double number_or(const Place *at, const char *key, double otherwise, double least, double most) {
  Place found = place_member(at, key);
  return found.json ? number_here(&found, least, most) : otherwise;
}

double number_wanted(const Place *at, const char *key, double least, double most) {
  Place found = place_member(at, key);
  if (!found.json) place_fail(&found, "there");
  return number_here(&found, least, most);
}

int boolean_or(const Place *at, const char *key, int otherwise) {
  Place found = place_member(at, key);
  if (!found.json) return otherwise;
  if (found.json->kind != JSON_BOOLEAN) place_fail(&found, "true or false");
  return found.json->number != 0;
}

Vec vec_here(const Place *at) {
  if (at->json->kind != JSON_ARRAY || at->json->size != 3) place_fail(at, "three numbers");
  double parts[3];
  for (size_t i = 0; i < 3; i++) {
    Place item = place_item(at, i);
    parts[i] = number_here(&item, -FARTHEST, FARTHEST);
  }
  return vec(parts[0], parts[1], parts[2]);
}

Vec vec_or(const Place *at, const char *key, Vec otherwise) {
  Place found = place_member(at, key);
  return found.json ? vec_here(&found) : otherwise;
}

Vec vec_wanted(const Place *at, const char *key) {
  Place found = place_member(at, key);
  if (!found.json) place_fail(&found, "there");
  return vec_here(&found);
}

static double linear(unsigned value) {
  double c = value / 255.0;
  return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

Vec color_or(const Place *at, const char *key, Vec otherwise) {
  Place found = place_member(at, key);
  if (!found.json) return otherwise;
  if (found.json->kind == JSON_ARRAY) {
    Vec color = vec_here(&found);
    if (fmin(color.x, fmin(color.y, color.z)) < 0 || largest(color) > 1) place_fail(&found, "from 0 to 1 in each part");
    return color;
  }
  const char *text = found.json->string;
  if (found.json->kind != JSON_STRING || found.json->size != 7 || text[0] != '#' ||
      strspn(text + 1, "0123456789abcdefABCDEF") != 6)
    place_fail(&found, "a colour such as \"#ff8800\" or [1, 0.25, 0]");
  unsigned long rgb = strtoul(text + 1, NULL, 16);
  return vec(linear(rgb >> 16), linear(rgb >> 8 & 255), linear(rgb & 255));
}

const char *string_or_null(const Place *at, const char *key) {
  Place found = place_member(at, key);
  if (!found.json) return NULL;
  if (found.json->kind != JSON_STRING) place_fail(&found, "a text");
  return found.json->string;
}

Place array_or_none(const Place *at, const char *key, size_t most) {
  Place found = place_member(at, key);
  if (!found.json) return found;
  char expected[64];
  snprintf(expected, sizeof expected, "a list of at most %zu", most);
  if (found.json->kind != JSON_ARRAY || found.json->size > most) place_fail(&found, expected);
  return found;
}
