#include "scene.h"

#include <string.h>

#include "fields.h"

enum { MOST_OBJECTS = 5000, MOST_POINTS = 100000, MOST_MATERIALS = 200 };

static const double RADIAN = 0.017453292519943295, WIDE = 1e6;

typedef struct {
  Scene scene;
  size_t capacity;
  Place materials;
} Reader;

static Shape *new_shape(Reader *reader, ShapeKind kind, const Material *material) {
  Scene *scene = &reader->scene;
  if (scene->count == reader->capacity) {
    reader->capacity = reader->capacity ? 2 * reader->capacity : 64;
    scene->shapes = must_realloc(scene->shapes, reader->capacity * sizeof *scene->shapes);
  }
  Shape *shape = &scene->shapes[scene->count++];
  *shape = (Shape){.kind = kind, .material = material};
  return shape;
}

static MaterialKind material_kind(const Place *at) {
  static const char *const names[] = {"diffuse", "glossy", "metal", "glass", "light"};
  const char *name = string_or_null(at, "type");
  for (int i = 0; name && i < 5; i++)
    if (strcmp(name, names[i]) == 0) return (MaterialKind)i;
  Place type = place_member(at, "type");
  place_fail(&type, "diffuse, glossy, metal, glass or light");
}

static const Material *read_material(const Place *at) {
  place_only(at, "type color second checker roughness ior strength");
  Material *material = must_alloc(sizeof *material);
  MaterialKind kind = material_kind(at);
  Vec plain = kind == GLASS || kind == LIGHT ? vec(1, 1, 1) : vec(0.7, 0.7, 0.7);
  *material = (Material){.kind = kind, .color = color_or(at, "color", plain)};
  material->second = color_or(at, "second", vec(0.05, 0.05, 0.05));
  material->checker = number_or(at, "checker", 0, 1e-3, WIDE);
  material->roughness = number_or(at, "roughness", 0, 0, 1);
  material->ior = number_or(at, "ior", 1.5, 1, 3);
  double strength = number_or(at, "strength", 1, 0, 1e4);
  if (kind == LIGHT) material->color = scale(material->color, strength);
  return material;
}

/// An object's material: its own, or one of the scene's by name. Each is read where it is used.
static const Material *material_of(Reader *reader, const Place *object) {
  Place at = place_member(object, "material");
  if (!at.json) place_fail(&at, "there");
  if (at.json->kind != JSON_STRING) return read_material(&at);
  Place named = place_member(&reader->materials, at.json->string);
  if (!named.json) place_fail(&at, "the name of one of the scene's materials");
  return read_material(&named);
}

static Vec rotated(Vec p, double sine, double cosine) {
  return vec(cosine * p.x + sine * p.z, p.y, cosine * p.z - sine * p.x);
}

static void add_quad(Reader *reader, const Place *at, const Material *material, Vec corner, Vec u, Vec v) {
  Vec normal = cross(u, v);
  if (!(dot(normal, normal) > 0)) place_fail(at, "an area: its edges lie in one line");
  Shape *quad = new_shape(reader, QUAD, material);
  quad->at = corner, quad->u = u, quad->v = v, quad->normal = unit(normal);
}

static void add_box(Reader *reader, const Place *at, const Material *material) {
  place_only(at, "type material center size rotate");
  Vec center = vec_wanted(at, "center"), half = scale(vec_wanted(at, "size"), 0.5);
  if (!(fmin(half.x, fmin(half.y, half.z)) > 0)) place_fail(at, "a box with sizes above 0");
  double angle = number_or(at, "rotate", 0, -360, 360) * RADIAN, sine = sin(angle), cosine = cos(angle);
  Vec axes[3] = {rotated(vec(half.x, 0, 0), sine, cosine), vec(0, half.y, 0), rotated(vec(0, 0, half.z), sine, cosine)};
  for (int axis = 0; axis < 3; axis++)
    for (int side = -1; side <= 1; side += 2) {
      Vec out = scale(axes[axis], side), u = axes[(axis + 1) % 3], v = scale(axes[(axis + 2) % 3], side);
      Vec corner = sub(sub(add(center, out), u), v);
      add_quad(reader, at, material, corner, scale(u, 2), scale(v, 2));
    }
}

static size_t corner_of(const Place *triangle, size_t which, size_t count) {
  Place item = place_item(triangle, which);
  double index = item.json->number;
  if (item.json->kind != JSON_NUMBER || index < 0 || index >= count || index != floor(index))
    place_fail(&item, "the place of a point in the mesh's list");
  return (size_t)index;
}

static void add_mesh(Reader *reader, const Place *at, const Material *material) {
  place_only(at, "type material points triangles smooth at scale rotate");
  Place points = array_or_none(at, "points", MOST_POINTS), faces = array_or_none(at, "triangles", MOST_POINTS);
  if (!points.json || !faces.json) place_fail(at, "a mesh with points and triangles");
  Vec origin = vec_or(at, "at", vec(0, 0, 0));
  double size = number_or(at, "scale", 1, 1e-6, WIDE), angle = number_or(at, "rotate", 0, -360, 360) * RADIAN;
  size_t count = points.json->size, first = reader->scene.count;
  Vec *place = must_alloc(count * sizeof *place), *normal = must_alloc(count * sizeof *normal);
  for (size_t i = 0; i < count; i++) {
    Place item = place_item(&points, i);
    place[i] = add(origin, rotated(scale(vec_here(&item), size), sin(angle), cos(angle)));
    normal[i] = vec(0, 0, 0);
  }
  int smooth = boolean_or(at, "smooth", 0);
  for (int pass = 0; pass < 1 + smooth; pass++)
    for (size_t i = 0, next = first; i < faces.json->size; i++) {
      Place face = place_item(&faces, i);
      if (face.json->kind != JSON_ARRAY || face.json->size != 3) place_fail(&face, "three points");
      size_t corner[3];
      for (size_t k = 0; k < 3; k++) corner[k] = corner_of(&face, k, count);
      Vec u = sub(place[corner[1]], place[corner[0]]), v = sub(place[corner[2]], place[corner[0]]), n = cross(u, v);
      if (!(dot(n, n) > 0)) continue;
      if (pass) {
        Shape *shape = &reader->scene.shapes[next++];
        shape->smooth = 1;
        for (int k = 0; k < 3; k++) {
          Vec sum = normal[corner[k]];
          shape->normals[k] = dot(sum, sum) > 0 ? unit(sum) : shape->normal;
        }
        continue;
      }
      Shape *shape = new_shape(reader, TRIANGLE, material);
      shape->at = place[corner[0]], shape->u = u, shape->v = v, shape->normal = unit(n);
      for (int k = 0; k < 3; k++) normal[corner[k]] = add(normal[corner[k]], n);
    }
}

static void add_object(Reader *reader, const Place *at) {
  if (at->json->kind != JSON_OBJECT) place_fail(at, "an object");
  const char *type = string_or_null(at, "type");
  const Material *material = material_of(reader, at);
  if (type && strcmp(type, "sphere") == 0) {
    place_only(at, "type material center radius");
    Vec center = vec_wanted(at, "center");
    double radius = number_wanted(at, "radius", 1e-4, WIDE);
    Shape *sphere = new_shape(reader, SPHERE, material);
    sphere->at = center, sphere->radius = radius;
  } else if (type && strcmp(type, "plane") == 0) {
    place_only(at, "type material point normal");
    Vec point = vec_or(at, "point", vec(0, 0, 0)), normal = vec_or(at, "normal", vec(0, 1, 0));
    if (!(dot(normal, normal) > 0)) place_fail(at, "a plane whose normal has a length");
    Shape *plane = new_shape(reader, PLANE, material);
    plane->at = point, plane->normal = unit(normal);
  } else if (type && strcmp(type, "quad") == 0) {
    place_only(at, "type material corner u v");
    add_quad(reader, at, material, vec_wanted(at, "corner"), vec_wanted(at, "u"), vec_wanted(at, "v"));
  } else if (type && strcmp(type, "box") == 0) {
    add_box(reader, at, material);
  } else if (type && strcmp(type, "mesh") == 0) {
    add_mesh(reader, at, material);
  } else {
    Place place = place_member(at, "type");
    place_fail(&place, "sphere, plane, quad, box or mesh");
  }
}

static Camera read_camera(const Place *root) {
  Place at = place_member(root, "camera");
  if (!at.json) place_fail(&at, "there");
  place_only(&at, "from to up fov aperture focus");
  Camera camera = {vec_wanted(&at, "from"), vec_wanted(&at, "to"), vec_or(&at, "up", vec(0, 1, 0)), 0, 0, 0};
  Vec view = sub(camera.to, camera.from), side = cross(view, camera.up);
  if (!(dot(side, side) > 0)) place_fail(&at, "a view: 'to' must differ from 'from', and 'up' from their direction");
  camera.fov = number_or(&at, "fov", 40, 1, 170);
  camera.aperture = number_or(&at, "aperture", 0, 0, 100);
  camera.focus = number_or(&at, "focus", length(view), 1e-3, WIDE);
  return camera;
}

static Sky read_sky(const Place *root) {
  Sky sky = {.zenith = vec(0.25, 0.45, 0.9), .horizon = vec(0.9, 0.93, 1)};
  Place at = place_member(root, "sky");
  if (at.json) {
    place_only(&at, "zenith horizon strength");
    double strength = number_or(&at, "strength", 1, 0, 1e4);
    sky.zenith = scale(color_or(&at, "zenith", sky.zenith), strength);
    sky.horizon = scale(color_or(&at, "horizon", sky.horizon), strength);
  }
  Place sun = place_member(root, "sun");
  if (!sun.json) return sky;
  place_only(&sun, "direction color strength size");
  Vec direction = vec_wanted(&sun, "direction");
  if (!(dot(direction, direction) > 0)) place_fail(&sun, "given a direction");
  sky.has_sun = 1;
  sky.sun = unit(direction);
  sky.sun_cosine = cos(number_or(&sun, "size", 2, 0.1, 60) / 2 * RADIAN);
  // `strength` is what falls on a surface that faces the sun: its size changes shadows only.
  double share = number_or(&sun, "strength", 3, 0, 1e4) / (6.283185307179586 * (1 - sky.sun_cosine));
  sky.sun_radiance = scale(color_or(&sun, "color", vec(1, 0.95, 0.85)), share);
  return sky;
}

Scene scene_read(const Json *json) {
  Place root = {.json = json};
  place_only(&root, "camera sky sun exposure materials objects");
  Reader reader = {.materials = place_member(&root, "materials")};
  if (reader.materials.json && (reader.materials.json->kind != JSON_OBJECT || reader.materials.json->size > MOST_MATERIALS))
    place_fail(&reader.materials, "an object of at most 200 materials");
  Place objects = array_or_none(&root, "objects", MOST_OBJECTS);
  if (!objects.json) place_fail(&objects, "there");
  for (size_t i = 0; i < objects.json->size; i++) {
    Place object = place_item(&objects, i);
    add_object(&reader, &object);
  }
  reader.scene.camera = read_camera(&root);
  reader.scene.sky = read_sky(&root);
  reader.scene.exposure = number_or(&root, "exposure", 1, 1e-3, 1e3);
  return reader.scene;
}
