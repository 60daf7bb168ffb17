#include "plot.h"

#include <math.h>
#include <string.h>

#include "guest.h"

static const double SIDE = 720, EDGE = 48, APART = 1.5;  // pixels; nearer points of a trail are left out
enum { SHADES = 12, MOST_NAMES = 40 };                   // pieces of a trail, the old ones fainter

static const char *const colors[] = {"#ffd166", "#b8b8c8", "#f4a261", "#4cc9f0", "#ef476f",
                                     "#e9c9a1", "#06d6a0", "#b39ddb", "#90e0ef", "#ff9f1c"};

typedef struct {
  double x, y, scale;  // the middle in the bodies' unit, pixels a unit
} Window;

static Window window_of(const System *system, const Trails *trails) {
  double least[2] = {INFINITY, INFINITY}, most[2] = {-INFINITY, -INFINITY};
  for (size_t i = 0; i < trails->times * system->count; i++)
    for (int k = 0; k < 2; k++) {
      least[k] = fmin(least[k], trails->points[i][k]);
      most[k] = fmax(most[k], trails->points[i][k]);
    }
  double width = fmax(most[0] - least[0], most[1] - least[1]);
  return (Window){(least[0] + most[0]) / 2, (least[1] + most[1]) / 2, width > 0 ? (SIDE - 2 * EDGE) / width : 1};
}

static double across(const Window *window, double x) { return SIDE / 2 + (x - window->x) * window->scale; }
static double down(const Window *window, double y) { return SIDE / 2 - (y - window->y) * window->scale; }

static void draw_trail(Text *svg, const System *system, const Trails *trails, const Window *window, size_t body) {
  double last[2] = {NAN, NAN};
  for (size_t shade = 0; shade < SHADES; shade++) {
    size_t from = shade * trails->times / SHADES, to = (shade + 1) * trails->times / SHADES;
    if (from == to) continue;
    text_printf(svg, "<polyline opacity=\"%.2f\" points=\"", 0.12 + 0.78 * (double)(shade + 1) / SHADES);
    if (last[0] == last[0]) text_printf(svg, "%.1f,%.1f ", last[0], last[1]);
    for (size_t time = from; time < to; time++) {
      const double *point = trails->points[time * system->count + body];
      double x = across(window, point[0]), y = down(window, point[1]);
      if (hypot(x - last[0], y - last[1]) < APART && time + 1 < trails->times) continue;
      text_printf(svg, "%.1f,%.1f ", x, y);
      last[0] = x, last[1] = y;
    }
    text_puts(svg, "\"/>\n");
  }
}

static void put_escaped(Text *svg, const char *name) {
  for (const char *end = name + strlen(name); name < end;) {
    uint32_t c = utf8_next(&name, end);
    if (c >= 0x20 && c != 0xfffe && c != 0xffff) text_printf(svg, "&#%u;", c);
  }
}

/// A length of 1, 2 or 5 times a power of ten that takes at most a quarter of the width.
static double round_length(double most) {
  double power = pow(10, floor(log10(most)));
  return power * (most / power >= 5 ? 5 : most / power >= 2 ? 2 : 1);
}

static void draw_scale(Text *svg, const Window *window) {
  double length = round_length(SIDE / 4 / window->scale), y = SIDE - 22;
  text_printf(svg, "<path d=\"M22 %g v6 h%.1f v-6\" fill=\"none\" stroke=\"#8d99ae\"/>\n", y, length * window->scale);
  text_printf(svg, "<text x=\"30\" y=\"%g\" fill=\"#8d99ae\">%g</text>\n", y - 2, length);
}

/// Heavier bodies are drawn larger, by the logarithm of their mass against the heaviest.
static double dot_radius(const System *system, const Body *body) {
  double heaviest = 0;
  for (size_t i = 0; i < system->count; i++) heaviest = fmax(heaviest, system->bodies[i].mass);
  if (!(body->mass > 0)) return 2;
  return fmax(2.5, 8 + log10(body->mass / heaviest));
}

void plot_write(const char *path, const System *system, const Trails *trails) {
  Window window = window_of(system, trails);
  Text svg = {0};
  text_printf(&svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %g %g\" width=\"%g\" height=\"%g\"", SIDE,
              SIDE, SIDE, SIDE);
  text_puts(&svg, " font-family=\"system-ui, sans-serif\" font-size=\"13\">\n");
  text_printf(&svg, "<title>The ways of %zu bodies, seen from above</title>\n", system->count);
  text_puts(&svg, "<rect width=\"100%\" height=\"100%\" rx=\"12\" fill=\"#0b1020\"/>\n");
  draw_scale(&svg, &window);
  for (size_t body = 0; body < system->count; body++) {
    text_printf(&svg, "<g fill=\"none\" stroke=\"%s\" stroke-width=\"1.2\" stroke-linejoin=\"round\">\n", colors[body % 10]);
    draw_trail(&svg, system, trails, &window, body);
    text_puts(&svg, "</g>\n");
  }
  for (size_t i = 0; i < system->count; i++) {
    const double *point = trails->points[(trails->times - 1) * system->count + i];
    double x = across(&window, point[0]), y = down(&window, point[1]), radius = dot_radius(system, &system->bodies[i]);
    text_printf(&svg, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\"/>\n", x, y, radius, colors[i % 10]);
    if (system->count > MOST_NAMES) continue;
    int leftwards = x > SIDE - 2 * EDGE;  // a name must not leave the picture
    text_printf(&svg, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#edf2f4\">",
                leftwards ? x - radius - 4 : x + radius + 4, y + 4, leftwards ? "end" : "start");
    put_escaped(&svg, system->bodies[i].name);
    text_puts(&svg, "</text>\n");
  }
  text_puts(&svg, "</svg>\n");
  write_file(path, svg.bytes, svg.size);
}
