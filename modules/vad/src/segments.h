// From chances of speech to the pieces that are speech, as Silero VAD's own get_speech_timestamps does it.
#ifndef RECKON_SEGMENTS_H
#define RECKON_SEGMENTS_H

#include <stddef.h>

typedef struct {
  size_t start, end;  // samples
} Segment;

typedef struct {
  float threshold;       // speech begins at or above it and may end 0.15 below it
  size_t least_speech;   // samples; shorter pieces are dropped
  size_t least_silence;  // samples; shorter pauses do not end a piece
  size_t padding;        // samples added on both sides
} Rules;

/// `chances` has one number for each window; `samples` is the length of the sound. Returns the pieces' number.
size_t find_segments(const float *chances, size_t samples, Rules rules, Segment **segments);

#endif
