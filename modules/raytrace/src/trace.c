#include "trace.h"

static const double PI = 3.14159265358979323846;
// What one path may bring over bounced light: cuts bright specks, at the price of some energy.
static const double BRIGHTEST = 1;

Tracer tracer_new(const Scene *scene, const Tree *tree, int bounces) {
  Tracer tracer = {scene, tree, must_alloc(scene->count * sizeof(Shape *)), 0, bounces};
  for (size_t i = 0; i < scene->count; i++) {
    const Shape *shape = &scene->shapes[i];
    if (shape->material->kind == LIGHT && (shape->kind == SPHERE || shape->kind == QUAD))
      tracer.lights[tracer.light_count++] = shape;
  }
  return tracer;
}

/// The sky, as far as it is not counted as a light of its own already.
static Vec sky_radiance(const Sky *sky, Vec direction, int with_sun) {
  if (with_sun && sky->has_sun && dot(direction, sky->sun) > sky->sun_cosine) return sky->sun_radiance;
  double height = direction.y > 0 ? direction.y : 0;
  return mix(sky->horizon, sky->zenith, sqrt(height));
}

static Vec around(Vec axis, double cosine, double turn) {
  Vec s, t;
  basis(axis, &s, &t);
  double sine = sqrt(fmax(0, 1 - cosine * cosine)), angle = 2 * PI * turn;
  return add(scale(axis, cosine), add(scale(s, sine * cos(angle)), scale(t, sine * sin(angle))));
}

/// From a cone of directions that a disc of cosine `least` fills; each has the same probability.
static Vec in_cone(Vec axis, double least, Sampler *sampler) {
  double cosine = 1 - sampler_next(sampler) * (1 - least);
  return around(axis, cosine, sampler_next(sampler));
}

/// What a light sends to a diffuse surface of reflectance 1 at `hit`, one direction tried.
static Vec from_light(const Tracer *tracer, const Hit *hit, const Shape *light, Sampler *sampler) {
  Vec none = {0, 0, 0};
  if (light == hit->shape) return none;
  if (light->kind == SPHERE) {
    Vec to = sub(light->at, hit->point);
    double far = dot(to, to), near = light->radius * light->radius;
    if (far <= near) return none;
    double least = sqrt(1 - near / far);
    Ray ray = {hit->point, in_cone(unit(to), least, sampler)};
    double cosine = dot(ray.to, hit->normal);
    if (cosine <= 0 || tree_blocked(tracer->tree, ray, sqrt(far - near) - 1e-4, light)) return none;
    return scale(light->material->color, 2 * (1 - least) * cosine);
  }
  double a = sampler_next(sampler), b = sampler_next(sampler);
  Vec point = add(light->at, add(scale(light->u, a), scale(light->v, b))), to = sub(point, hit->point);
  double distance = length(to);
  if (distance < 1e-6) return none;
  Ray ray = {hit->point, scale(to, 1 / distance)};
  double cosine = dot(ray.to, hit->normal), facing = fabs(dot(ray.to, light->normal));
  if (cosine <= 0 || tree_blocked(tracer->tree, ray, distance - 1e-4, light)) return none;
  double area = length(cross(light->u, light->v));
  return scale(light->material->color, cosine * facing * area / (PI * distance * distance));
}

static Vec from_sun(const Tracer *tracer, const Hit *hit, Sampler *sampler) {
  const Sky *sky = &tracer->scene->sky;
  Ray ray = {hit->point, in_cone(sky->sun, sky->sun_cosine, sampler)};
  double cosine = dot(ray.to, hit->normal);
  if (cosine <= 0 || tree_blocked(tracer->tree, ray, 1e30, NULL)) return vec(0, 0, 0);
  return scale(sky->sun_radiance, 2 * (1 - sky->sun_cosine) * cosine);
}

/// All lights where the eye looks, afterwards one of them by lot.
static Vec from_lights(const Tracer *tracer, const Hit *hit, int bounce, Sampler *sampler) {
  size_t count = tracer->light_count, all = count + (size_t)tracer->scene->sky.has_sun;
  if (!all) return vec(0, 0, 0);
  size_t first = 0, last = all;
  if (bounce || all > 8) first = (size_t)(sampler_next(sampler) * (double)all), last = first + 1;
  Vec sum = {0, 0, 0};
  for (size_t i = first; i < last; i++)
    sum = add(sum, i < count ? from_light(tracer, hit, tracer->lights[i], sampler) : from_sun(tracer, hit, sampler));
  return scale(sum, (double)all / (double)(last - first));
}

static Vec color_at(const Material *material, Vec point) {
  if (material->checker == 0) return material->color;
  double square = floor(point.x / material->checker) + floor(point.z / material->checker);
  return fmod(fabs(square), 2) == 1 ? material->second : material->color;
}

/// Schlick's approximation of Fresnel's reflectance.
static double fresnel(double cosine, double ior) {
  double straight = (ior - 1) / (ior + 1), rest = 1 - cosine, square = rest * rest;
  straight *= straight;
  return straight + (1 - straight) * square * square * rest;
}

/// A mirror's direction, strayed by roughness within the side of the surface that is seen.
static Vec mirrored(Vec direction, const Hit *hit, double roughness, Sampler *sampler) {
  Vec mirror = reflect(direction, hit->normal);
  double up = sampler_next(sampler), turn = sampler_next(sampler);
  if (roughness > 0) mirror = unit(add(mirror, scale(around(vec(0, 1, 0), 1 - 2 * up, turn), roughness * roughness)));
  double depth = dot(mirror, hit->normal);
  return depth > 0 ? mirror : unit(sub(mirror, scale(hit->normal, 2 * depth - 1e-6)));
}

static Vec through_glass(const Material *glass, Vec direction, const Hit *hit, Vec *share, Sampler *sampler) {
  int inside = dot(hit->outward, direction) > 0;
  double ratio = inside ? glass->ior : 1 / glass->ior, cosine = fmin(1, -dot(direction, hit->normal));
  if (inside) *share = mul(*share, vec(pow(glass->color.x, hit->distance), pow(glass->color.y, hit->distance),
                                       pow(glass->color.z, hit->distance)));
  double lot = sampler_next(sampler), square = 1 - ratio * ratio * (1 - cosine * cosine);
  Vec mirror = mirrored(direction, hit, glass->roughness, sampler);
  // Leaving, the angle outside is the one that Schlick's formula wants.
  if (square <= 0 || lot < fresnel(inside ? sqrt(square) : cosine, glass->ior)) return mirror;
  Vec bent = add(scale(direction, ratio), scale(hit->normal, ratio * cosine - sqrt(square)));
  return unit(bent);
}

Vec tracer_radiance(const Tracer *tracer, Ray ray, Sampler *sampler) {
  Vec sum = {0, 0, 0}, share = {1, 1, 1};
  int counts_lights = 1, bounced = 0;  // whether the last surface left lights to be met by chance
  for (int bounce = 0; bounce <= tracer->bounces; bounce++) {
    Hit hit;
    Vec seen;
    if (!tree_hit(tracer->tree, ray, &hit)) {
      seen = mul(share, sky_radiance(&tracer->scene->sky, ray.to, counts_lights));
      double top = largest(seen);
      return add(sum, bounced && top > BRIGHTEST ? scale(seen, BRIGHTEST / top) : seen);
    }
    const Material *material = hit.shape->material;
    if (material->kind == LIGHT) {
      if (!counts_lights && (hit.shape->kind == SPHERE || hit.shape->kind == QUAD)) return sum;
      seen = mul(share, material->color);
      double top = largest(seen);
      return add(sum, bounced && top > BRIGHTEST ? scale(seen, BRIGHTEST / top) : seen);
    }
    Vec color = color_at(material, hit.point), next;
    counts_lights = 1;
    if (material->kind == GLASS) {
      next = through_glass(material, ray.to, &hit, &share, sampler);
    } else if (material->kind == METAL) {
      double rest = 1 - fmin(1, -dot(ray.to, hit.normal)), square = rest * rest;
      share = mul(share, mix(color, vec(1, 1, 1), square * square * rest));
      next = mirrored(ray.to, &hit, material->roughness, sampler);
    } else {
      double coat = material->kind == GLOSSY ? fresnel(fmin(1, -dot(ray.to, hit.normal)), material->ior) : 0;
      double mirror = coat > 0 ? 0.1 + 0.8 * coat : 0;
      if (mirror > 0 && sampler_next(sampler) < mirror) {
        share = scale(share, coat / mirror);
        next = mirrored(ray.to, &hit, material->roughness, sampler);
      } else {
        share = scale(mul(share, color), (1 - coat) / (1 - mirror));
        seen = mul(share, from_lights(tracer, &hit, bounce, sampler));
        sum = add(sum, seen);
        double up = sampler_next(sampler);
        next = around(hit.normal, sqrt(1 - up), sampler_next(sampler));
        counts_lights = 0, bounced = 1;
      }
    }
    if (bounce > 1) {
      double alive = fmin(0.95, largest(share));
      if (sampler_next(sampler) >= alive) return sum;
      share = scale(share, 1 / alive);
    }
    ray = (Ray){hit.point, next};
  }
  return sum;
}
