// The bodies' ways as an SVG, seen from above (x to the right, y upwards).
#ifndef RECKON_PLOT_H
#define RECKON_PLOT_H

#include "system.h"

/// Places of every body at even times: points[time * count + body] is x, y.
typedef struct {
  double (*points)[2];
  size_t times;
} Trails;

void plot_write(const char *path, const System *system, const Trails *trails);

#endif
