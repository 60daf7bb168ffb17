// raytrace: draws a scene by path tracing.
#include <stdio.h>

#include "png.h"
#include "trace.h"

typedef struct {
  int width, height;
  uint32_t samples;
  uint64_t seed;
} Frame;

/// The camera's axes: `ahead` reaches from the lens to the plane that is sharp, `right` and `up`
/// from its centre to its edges.
typedef struct {
  Vec from, ahead, right, up, lens_right, lens_up;
} View;

static View view_of(const Camera *camera, const Frame *frame) {
  Vec ahead = unit(sub(camera->to, camera->from)), right = unit(cross(ahead, camera->up)), up = cross(right, ahead);
  double half = camera->focus * tan(camera->fov * 0.5 * 0.017453292519943295);
  double wide = half * frame->width / frame->height, lens = camera->aperture / 2;
  return (View){camera->from,      scale(ahead, camera->focus), scale(right, wide),
                scale(up, half),   scale(right, lens),          scale(up, lens)};
}

/// From an even distribution over 0..1 to a tent over -1..1: the filter of a pixel.
static double tent(double even) { return even < 0.5 ? sqrt(2 * even) - 1 : 1 - sqrt(2 - 2 * even); }

static Ray ray_through(const View *view, const Frame *frame, int x, int y, Sampler *sampler) {
  double across = (x + 0.5 + tent(sampler_next(sampler))) / frame->width * 2 - 1;
  double down = (y + 0.5 + tent(sampler_next(sampler))) / frame->height * 2 - 1;
  double radius = sqrt(sampler_next(sampler)), angle = 6.283185307179586 * sampler_next(sampler);
  Vec lens = add(scale(view->lens_right, radius * cos(angle)), scale(view->lens_up, radius * sin(angle)));
  Vec target = add(view->ahead, add(scale(view->right, across), scale(view->up, -down)));
  return (Ray){add(view->from, lens), unit(sub(target, lens))};
}

/// Filmic tone curve (Narkowicz's fit of ACES), then sRGB's.
static uint8_t shown(double light) {
  double film = light * (2.51 * light + 0.03) / (light * (2.43 * light + 0.59) + 0.14);
  if (!(film > 0)) return 0;
  double value = film >= 1 ? 1 : film <= 0.0031308 ? 12.92 * film : 1.055 * pow(film, 1 / 2.4) - 0.055;
  return (uint8_t)(value * 255 + 0.5);
}

static void draw(const Tracer *tracer, const Frame *frame, uint8_t *pixels) {
  View view = view_of(&tracer->scene->camera, frame);
  double exposure = tracer->scene->exposure / frame->samples;
  for (int y = 0; y < frame->height; y++)
    for (int x = 0; x < frame->width; x++) {
      Vec sum = {0, 0, 0};
      for (uint32_t sample = 0; sample < frame->samples; sample++) {
        Sampler sampler = sampler_at(frame->seed, (uint32_t)(y * frame->width + x), sample);
        Ray ray = ray_through(&view, frame, x, y, &sampler);
        sum = add(sum, tracer_radiance(tracer, ray, &sampler));
      }
      uint8_t *pixel = pixels + 3 * ((size_t)y * frame->width + x);
      pixel[0] = shown(sum.x * exposure), pixel[1] = shown(sum.y * exposure), pixel[2] = shown(sum.z * exposure);
    }
}

int main(void) {
  Job *job = job_read();
  size_t size = 0;
  const char *text = job_string(job, "scene", &size);
  if (!text) fail("'scene' is missing");
  Json json = json_parse(text, size, "the scene");
  Scene scene = scene_read(&json);
  Frame frame = {(int)job_number(job, "width", 480), (int)job_number(job, "height", 320),
                 (uint32_t)job_number(job, "samples", 32), (uint64_t)job_number(job, "seed", 1)};
  if (frame.width < 1 || frame.height < 1 || frame.width > 2048 || frame.height > 2048 || frame.samples < 1)
    fail("width and height must be 1 to 2048, samples at least 1");
  Tree *tree = tree_build(&scene);
  Tracer tracer = tracer_new(&scene, tree, (int)job_number(job, "bounces", 8));
  uint8_t *pixels = must_alloc((size_t)frame.width * frame.height * 3);
  draw(&tracer, &frame, pixels);
  write_png("/out/picture.png", pixels, frame.width, frame.height, 3);
  printf("%d x %d pixels, %u paths each, %zu shapes\n", frame.width, frame.height, frame.samples, scene.count);
  return 0;
}
