#include "hit.h"

#include <stdlib.h>

// Nearer than this is the surface that the ray leaves.
static const double NEAR = 1e-5, FAR = 1e30;
enum { LEAF = 3, DEEPEST = 64 };

typedef struct {
  Vec low, high;
  size_t first, count;  // shapes of a leaf; count 0: children are the next node and `second`
  size_t second;
  int axis;  // along which the second child lies behind the first
} Node;

struct Tree {
  const Shape *shapes;
  size_t planes, count;  // planes come first: they have no box
  Node *nodes;
  size_t node_count;
};

static Vec low(Vec a, Vec b) { return vec(fmin(a.x, b.x), fmin(a.y, b.y), fmin(a.z, b.z)); }
static Vec high(Vec a, Vec b) { return vec(fmax(a.x, b.x), fmax(a.y, b.y), fmax(a.z, b.z)); }

static void bounds(const Shape *shape, Vec *least, Vec *most) {
  if (shape->kind == SPHERE) {
    Vec radius = vec(shape->radius, shape->radius, shape->radius);
    *least = sub(shape->at, radius), *most = add(shape->at, radius);
    return;
  }
  Vec a = shape->at, b = add(a, shape->u), c = add(a, shape->v), d = shape->kind == QUAD ? add(b, shape->v) : a;
  Vec margin = vec(1e-7, 1e-7, 1e-7);
  *least = sub(low(low(a, b), low(c, d)), margin), *most = add(high(high(a, b), high(c, d)), margin);
}

static double along(Vec v, int axis) { return axis == 0 ? v.x : axis == 1 ? v.y : v.z; }

static int sort_axis;

static int by_middle(const void *a, const void *b) {
  Vec low_a, high_a, low_b, high_b;
  bounds(a, &low_a, &high_a), bounds(b, &low_b, &high_b);
  double first = along(low_a, sort_axis) + along(high_a, sort_axis);
  double second = along(low_b, sort_axis) + along(high_b, sort_axis);
  return (first > second) - (first < second);
}

static void build(Tree *tree, Shape *shapes, size_t first, size_t count) {
  size_t place = tree->node_count++;
  Vec least = vec(FAR, FAR, FAR), most = vec(-FAR, -FAR, -FAR);
  for (size_t i = first; i < first + count; i++) {
    Vec from, to;
    bounds(&shapes[i], &from, &to);
    least = low(least, from), most = high(most, to);
  }
  tree->nodes[place] = (Node){least, most, first, count, 0, 0};
  if (count <= LEAF) return;
  Vec size = sub(most, least);
  int axis = sort_axis = size.x >= size.y && size.x >= size.z ? 0 : size.y >= size.z ? 1 : 2;
  qsort(shapes + first, count, sizeof *shapes, by_middle);
  tree->nodes[place].count = 0, tree->nodes[place].axis = axis;
  build(tree, shapes, first, count / 2);
  tree->nodes[place].second = tree->node_count;
  build(tree, shapes, first + count / 2, count - count / 2);
}

Tree *tree_build(Scene *scene) {
  Tree *tree = must_alloc(sizeof *tree);
  *tree = (Tree){.shapes = scene->shapes, .count = scene->count};
  for (size_t i = 0; i < scene->count; i++) {
    if (scene->shapes[i].kind != PLANE) continue;
    Shape plane = scene->shapes[i];
    scene->shapes[i] = scene->shapes[tree->planes];
    scene->shapes[tree->planes++] = plane;
  }
  tree->nodes = must_alloc((2 * scene->count + 1) * sizeof *tree->nodes);
  if (scene->count > tree->planes) build(tree, scene->shapes, tree->planes, scene->count - tree->planes);
  return tree;
}

static double meet_sphere(const Shape *sphere, Ray ray) {
  Vec to = sub(sphere->at, ray.from);
  double middle = dot(to, ray.to);
  Vec off = sub(to, scale(ray.to, middle));
  double square = sphere->radius * sphere->radius - dot(off, off);
  if (square < 0) return FAR;
  double half = sqrt(square);
  if (middle - half > NEAR) return middle - half;
  return middle + half > NEAR ? middle + half : FAR;
}

static double meet_plane(const Shape *shape, Ray ray) {
  double slope = dot(shape->normal, ray.to);
  if (fabs(slope) < 1e-12) return FAR;
  double distance = dot(sub(shape->at, ray.from), shape->normal) / slope;
  return distance > NEAR ? distance : FAR;
}

/// Where on a triangle or quad, in edges (Möller and Trumbore).
static double meet_edges(const Shape *shape, Ray ray, double *a, double *b) {
  Vec p = cross(ray.to, shape->v);
  double determinant = dot(shape->u, p);
  if (determinant == 0) return FAR;
  Vec to = sub(ray.from, shape->at), q = cross(to, shape->u);
  *a = dot(to, p) / determinant, *b = dot(ray.to, q) / determinant;
  if (!(*a >= 0 && *b >= 0) || (shape->kind == TRIANGLE ? *a + *b > 1 : *a > 1 || *b > 1)) return FAR;
  double distance = dot(shape->v, q) / determinant;
  return distance > NEAR ? distance : FAR;
}

static double meet(const Shape *shape, Ray ray) {
  double a, b;
  if (shape->kind == SPHERE) return meet_sphere(shape, ray);
  return shape->kind == PLANE ? meet_plane(shape, ray) : meet_edges(shape, ray, &a, &b);
}

static int enters(const Node *node, Ray ray, Vec inverse, double limit) {
  double x1 = (node->low.x - ray.from.x) * inverse.x, x2 = (node->high.x - ray.from.x) * inverse.x;
  double y1 = (node->low.y - ray.from.y) * inverse.y, y2 = (node->high.y - ray.from.y) * inverse.y;
  double z1 = (node->low.z - ray.from.z) * inverse.z, z2 = (node->high.z - ray.from.z) * inverse.z;
  double in = x1 < x2 ? x1 : x2, out = x1 < x2 ? x2 : x1;
  double y_in = y1 < y2 ? y1 : y2, y_out = y1 < y2 ? y2 : y1, z_in = z1 < z2 ? z1 : z2, z_out = z1 < z2 ? z2 : z1;
  if (y_in > in) in = y_in;
  if (z_in > in) in = z_in;
  if (y_out < out) out = y_out;
  if (z_out < out) out = z_out;
  return in <= out && out > 0 && in < limit;
}

/// The nearest shape before `limit`, or any when `any` is set.
static const Shape *search(const Tree *tree, Ray ray, double *limit, const Shape *ignored, int any) {
  const Shape *found = NULL;
  for (size_t i = 0; i < tree->planes; i++) {
    double distance = meet_plane(&tree->shapes[i], ray);
    if (distance >= *limit || &tree->shapes[i] == ignored) continue;
    *limit = distance, found = &tree->shapes[i];
    if (any) return found;
  }
  if (!tree->node_count) return found;
  Vec inverse = vec(1 / ray.to.x, 1 / ray.to.y, 1 / ray.to.z);
  size_t stack[DEEPEST], depth = 0;
  stack[depth++] = 0;
  while (depth) {
    size_t place = stack[--depth];
    const Node *node = &tree->nodes[place];
    if (!enters(node, ray, inverse, *limit)) continue;
    if (!node->count) {
      int backwards = along(ray.to, node->axis) < 0;  // the nearer child is looked at first
      stack[depth++] = backwards ? place + 1 : node->second;
      stack[depth++] = backwards ? node->second : place + 1;
      continue;
    }
    for (size_t i = node->first; i < node->first + node->count; i++) {
      const Shape *shape = &tree->shapes[i];
      double distance = meet(shape, ray);
      if (distance >= *limit || shape == ignored) continue;
      *limit = distance, found = shape;
      if (any) return found;
    }
  }
  return found;
}

static Vec bent(const Shape *shape, Ray ray) {
  double a = 0, b = 0;
  meet_edges(shape, ray, &a, &b);
  Vec sum = add(scale(shape->normals[0], 1 - a - b), add(scale(shape->normals[1], a), scale(shape->normals[2], b)));
  return dot(sum, sum) > 0 ? unit(sum) : shape->normal;
}

int tree_hit(const Tree *tree, Ray ray, Hit *hit) {
  hit->distance = FAR;
  const Shape *shape = hit->shape = search(tree, ray, &hit->distance, NULL, 0);
  if (!shape) return 0;
  hit->point = add(ray.from, scale(ray.to, hit->distance));
  hit->outward = shape->kind == SPHERE ? unit(sub(hit->point, shape->at)) : shape->normal;
  Vec normal = shape->smooth ? bent(shape, ray) : hit->outward;
  double side = dot(hit->outward, ray.to) > 0 ? -1 : 1;
  hit->normal = scale(normal, side);
  if (dot(hit->normal, ray.to) > 0) hit->normal = scale(hit->outward, side);
  return 1;
}

int tree_blocked(const Tree *tree, Ray ray, double distance, const Shape *ignored) {
  return search(tree, ray, &distance, ignored, 1) != NULL;
}
