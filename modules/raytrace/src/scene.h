// What is to be drawn: camera, sky, materials and shapes.
#ifndef RECKON_SCENE_H
#define RECKON_SCENE_H

#include <stddef.h>

#include "json.h"
#include "vec.h"

typedef enum { DIFFUSE, GLOSSY, METAL, GLASS, LIGHT } MaterialKind;

typedef struct {
  MaterialKind kind;
  Vec color, second;  // reflectance; of glass what is left after one unit of length; of a light its radiance
  double checker;     // side of the squares of `color` and `second`; 0: none
  double roughness, ior;
} Material;

typedef enum { SPHERE, PLANE, QUAD, TRIANGLE } ShapeKind;

typedef struct {
  ShapeKind kind;
  const Material *material;
  Vec at;            // centre, a point of the plane, a corner
  Vec u, v;          // edges of a quad or triangle
  Vec normal;        // of all but spheres
  Vec normals[3];    // of a smooth triangle's corners
  int smooth;
  double radius;
} Shape;

typedef struct {
  Vec from, to, up;
  double fov, aperture, focus;  // degrees from top to bottom; diameter of the lens; distance that is sharp
} Camera;

typedef struct {
  Vec zenith, horizon;
  int has_sun;
  Vec sun, sun_radiance;  // direction towards it
  double sun_cosine;      // of its angular radius
} Sky;

typedef struct {
  Camera camera;
  Sky sky;
  double exposure;
  Shape *shapes;
  size_t count;
} Scene;

/// Reads a scene (README.md tells its form), or fails saying which value is wrong.
Scene scene_read(const Json *json);

#endif
