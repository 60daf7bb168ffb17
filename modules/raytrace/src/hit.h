// Where a ray meets the scene first: a tree of boxes over its shapes.
#ifndef RECKON_HIT_H
#define RECKON_HIT_H

#include "scene.h"

typedef struct {
  Vec from, to;  // a point and a unit direction
} Ray;

typedef struct {
  double distance;
  const Shape *shape;
  Vec point;
  Vec outward;  // the surface's own normal: of a closed shape it points outwards
  Vec normal;   // towards the ray's origin; bent on smooth meshes
} Hit;

typedef struct Tree Tree;

/// Sorts `scene`'s shapes (their addresses change) and builds the tree.
Tree *tree_build(Scene *scene);
/// The nearest hit; 0 when the ray meets nothing.
int tree_hit(const Tree *tree, Ray ray, Hit *hit);
/// Whether anything but `ignored` lies nearer than `distance`.
int tree_blocked(const Tree *tree, Ray ray, double distance, const Shape *ignored);

#endif
