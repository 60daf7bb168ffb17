#ifndef RECKON_PICTURE_H
#define RECKON_PICTURE_H

#include "segments.h"
#include "wav.h"

/// Writes an SVG: the waveform, the pieces that are speech, and the chance of speech over time.
void picture_write(const char *path, Sound sound, const float *chances, const Segment *segments, size_t count);

#endif
