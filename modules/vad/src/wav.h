// RIFF/WAVE files as mono samples.
#ifndef RECKON_WAV_H
#define RECKON_WAV_H

#include "guest.h"

typedef struct {
  int rate;        // samples a second
  size_t count;
  float *samples;  // -1 to 1, the mean of the channels
} Sound;

enum { LOWEST_RATE = 4000, HIGHEST_RATE = 192000, MOST_CHANNELS = 16 };

/// Reads PCM of 8, 16, 24 or 32 bits or floating point of 32 or 64 bits; fails saying what it cannot read.
Sound wav_decode(Buffer file);
/// The same sound with `rate` samples a second (band-limited interpolation).
Sound sound_resample(Sound sound, int rate);

#endif
