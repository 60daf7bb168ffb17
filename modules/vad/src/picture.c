#include "picture.h"

#include <math.h>
#include <stdio.h>

#include "network.h"

// In pixels: the waveform above, the chance of speech below it, then the time.
enum { WIDTH = 960, MARGIN = 24, COLUMNS = WIDTH - 2 * MARGIN, WAVE = 160, CHANCE = 56, GAP = 12, AXIS = 28 };
enum { WAVE_TOP = 16, CHANCE_TOP = WAVE_TOP + WAVE + GAP, BOTTOM = CHANCE_TOP + CHANCE, HEIGHT = BOTTOM + AXIS };

static double x_of(const Sound *sound, size_t sample) {
  return MARGIN + (double)sample / (double)sound->count * COLUMNS;
}

static void draw_segments(Text *svg, const Sound *sound, const Segment *segments, size_t count) {
  text_puts(svg, "<g fill=\"#cfe6d8\">\n");
  for (size_t i = 0; i < count; i++) {
    double left = x_of(sound, segments[i].start), right = x_of(sound, segments[i].end);
    text_printf(svg, "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>\n", left, WAVE_TOP, right - left,
                BOTTOM - WAVE_TOP);
  }
  text_puts(svg, "</g>\n");
}

/// One upright line for each column, from its lowest to its highest sample.
static void draw_wave(Text *svg, const Sound *sound) {
  float loudest = 0.01f;
  for (size_t i = 0; i < sound->count; i++) loudest = fmaxf(loudest, fabsf(sound->samples[i]));
  text_puts(svg, "<path stroke=\"#27684a\" fill=\"none\" d=\"");
  for (size_t column = 0; column < COLUMNS; column++) {
    size_t at = column * sound->count / COLUMNS, end = (column + 1) * sound->count / COLUMNS;
    if (at == end) continue;
    float low = sound->samples[at], high = low;
    for (; at < end; at++) low = fminf(low, sound->samples[at]), high = fmaxf(high, sound->samples[at]);
    double middle = WAVE_TOP + WAVE / 2.0, scale = WAVE / 2.0 / (double)loudest;
    text_printf(svg, "M%.1f %.1fV%.1f", MARGIN + (double)column + 0.5, middle - (double)high * scale - 0.5,
                middle - (double)low * scale + 0.5);
  }
  text_puts(svg, "\"/>\n");
}

static void draw_chances(Text *svg, const Sound *sound, const float *chances) {
  size_t windows = (sound->count + WINDOW - 1) / WINDOW, before = (size_t)-1;
  text_puts(svg, "<path stroke=\"#b4540a\" stroke-width=\"1.5\" fill=\"none\" d=\"");
  for (size_t column = 0; column < COLUMNS; column++) {
    size_t window = column * windows / COLUMNS;
    if (window == before) continue;
    size_t middle = window * WINDOW + WINDOW / 2 < sound->count ? window * WINDOW + WINDOW / 2 : sound->count;
    text_printf(svg, "%c%.1f %.1f", before == (size_t)-1 ? 'M' : 'L', x_of(sound, middle),
                BOTTOM - (double)chances[window] * CHANCE);
    before = window;
  }
  text_puts(svg, "\"/>\n");
}

static void draw_axis(Text *svg, const Sound *sound) {
  static const double steps[] = {0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300};
  double seconds = (double)sound->count / sound->rate;
  size_t chosen = 0;
  while (chosen + 1 < sizeof steps / sizeof *steps && seconds / steps[chosen] > 12) chosen++;
  text_printf(svg, "<path stroke=\"#8a94a0\" d=\"M%d %dH%dM%d %dH%d\"/>\n", MARGIN, CHANCE_TOP, MARGIN + COLUMNS,
              MARGIN, BOTTOM, MARGIN + COLUMNS);
  text_puts(svg, "<g fill=\"#4d5763\" font-family=\"sans-serif\" font-size=\"12\" text-anchor=\"middle\">\n");
  for (int tick = 0; tick * steps[chosen] <= seconds; tick++)
    text_printf(svg, "<text x=\"%.1f\" y=\"%d\">%g s</text>\n", MARGIN + tick * steps[chosen] / seconds * COLUMNS,
                BOTTOM + 18, tick * steps[chosen]);
  text_puts(svg, "</g>\n");
}

void picture_write(const char *path, Sound sound, const float *chances, const Segment *segments, size_t count) {
  Text svg = {0};
  text_printf(&svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">\n",
              WIDTH, HEIGHT, WIDTH, HEIGHT);
  text_puts(&svg, "<title>Waveform with the parts that are speech; below it the chance of speech</title>\n");
  text_printf(&svg, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n", WIDTH, HEIGHT);
  draw_segments(&svg, &sound, segments, count);
  draw_wave(&svg, &sound);
  draw_chances(&svg, &sound, chances);
  draw_axis(&svg, &sound);
  text_puts(&svg, "</svg>\n");
  write_file(path, svg.bytes, svg.size);
}
