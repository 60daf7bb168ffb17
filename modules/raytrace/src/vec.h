// Vectors of three: points, directions and linear RGB colours.
#ifndef RECKON_VEC_H
#define RECKON_VEC_H

#include <math.h>

typedef struct {
  double x, y, z;
} Vec;

static inline Vec vec(double x, double y, double z) { return (Vec){x, y, z}; }
static inline Vec add(Vec a, Vec b) { return vec(a.x + b.x, a.y + b.y, a.z + b.z); }
static inline Vec sub(Vec a, Vec b) { return vec(a.x - b.x, a.y - b.y, a.z - b.z); }
static inline Vec mul(Vec a, Vec b) { return vec(a.x * b.x, a.y * b.y, a.z * b.z); }
static inline Vec scale(Vec a, double by) { return vec(a.x * by, a.y * by, a.z * by); }
static inline double dot(Vec a, Vec b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
static inline Vec cross(Vec a, Vec b) {
  return vec(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x);
}
static inline double length(Vec a) { return sqrt(dot(a, a)); }
static inline Vec unit(Vec a) { return scale(a, 1 / length(a)); }
static inline Vec mix(Vec a, Vec b, double share) { return add(scale(a, 1 - share), scale(b, share)); }
static inline Vec reflect(Vec direction, Vec normal) {
  return sub(direction, scale(normal, 2 * dot(direction, normal)));
}
static inline double largest(Vec a) { return fmax(a.x, fmax(a.y, a.z)); }

/// Two directions that are perpendicular to unit `n` and to each other (Duff et al., JCGT 6(1), 2017).
static inline void basis(Vec n, Vec *s, Vec *t) {
  double sign = n.z < 0 ? -1 : 1, a = -1 / (sign + n.z), b = n.x * n.y * a;
  *s = vec(1 + sign * n.x * n.x * a, sign * b, -sign * n.x);
  *t = vec(b, sign + n.y * n.y * a, -n.y);
}

#endif
