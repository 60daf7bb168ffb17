#include "wav.h"

#include <math.h>
#include <string.h>

enum { PCM = 1, FLOATING = 3, EXTENSIBLE = 0xfffe };

typedef struct {
  int format, channels, rate, bits;
} Format;

static uint32_t little(const uint8_t *bytes, int size) {
  uint32_t value = 0;
  for (int i = size - 1; i >= 0; i--) value = value << 8 | bytes[i];
  return value;
}

static Format read_format(const uint8_t *chunk, size_t size) {
  if (size < 16) fail("the WAV file is broken: its format is too short");
  Format format = {(int)little(chunk, 2), (int)little(chunk + 2, 2), 0, (int)little(chunk + 14, 2)};
  uint32_t rate = little(chunk + 4, 4);
  if (format.format == EXTENSIBLE && size >= 26) format.format = (int)little(chunk + 24, 2);
  int known = (format.format == PCM && format.bits >= 8 && format.bits <= 32 && format.bits % 8 == 0) ||
              (format.format == FLOATING && (format.bits == 32 || format.bits == 64));
  if (!known)
    fail("the WAV file has samples of format %d with %d bits; this module reads PCM of 8 to 32 bits and floating "
         "point of 32 or 64 bits", format.format, format.bits);
  if (format.channels < 1 || format.channels > MOST_CHANNELS)
    fail("the WAV file has %d channels; 1 to %d are allowed", format.channels, MOST_CHANNELS);
  if (rate < LOWEST_RATE || rate > HIGHEST_RATE)
    fail("the WAV file has %u samples a second; %d to %d are allowed", rate, LOWEST_RATE, HIGHEST_RATE);
  format.rate = (int)rate;
  return format;
}

static float sample_of(Format format, const uint8_t *bytes) {
  if (format.format == FLOATING) {
    float narrow;
    double wide;
    if (format.bits == 32) memcpy(&narrow, bytes, sizeof narrow);
    else memcpy(&wide, bytes, sizeof wide), narrow = (float)wide;
    // Also what is not a number becomes silence.
    return narrow >= -1 && narrow <= 1 ? narrow : narrow > 1 ? 1 : narrow < -1 ? -1 : 0;
  }
  if (format.bits == 8) return (float)(bytes[0] - 128) / 128;
  int size = format.bits / 8;
  int32_t value = (int32_t)(little(bytes, size) << (32 - format.bits));
  return (float)value / 2147483648.0f;
}

Sound wav_decode(Buffer file) {
  const uint8_t *at = (const uint8_t *)file.bytes, *end = at + file.size;
  if (file.size < 12 || memcmp(at, "RIFF", 4) != 0 || memcmp(at + 8, "WAVE", 4) != 0)
    fail("the uploaded file is not a WAV file");
  Format format = {0};
  at += 12;
  for (;;) {
    if (end - at < 8) fail("the WAV file is broken: it has no %s", format.rate ? "samples" : "format");
    size_t size = little(at + 4, 4), left = (size_t)(end - at - 8);
    const uint8_t *chunk = at + 8;
    if (size > left) size = left;  // what wrote the file may have been cut off
    if (memcmp(at, "fmt ", 4) == 0) format = read_format(chunk, size);
    if (memcmp(at, "data", 4) == 0 && format.rate) {
      size_t step = (size_t)(format.bits / 8), frame = step * (size_t)format.channels;
      Sound sound = {format.rate, size / frame, must_alloc(size / frame * sizeof(float))};
      for (size_t i = 0; i < sound.count; i++) {
        float sum = 0;
        for (int c = 0; c < format.channels; c++) sum += sample_of(format, chunk + i * frame + (size_t)c * step);
        sound.samples[i] = sum / (float)format.channels;
      }
      return sound;
    }
    size += size & 1;
    at = chunk + (size < left ? size : left);
  }
}

static int common_divisor(int a, int b) { return b ? common_divisor(b, a % b) : a; }

static double sinc(double x) { return fabs(x) < 1e-9 ? 1 : sin(M_PI * x) / (M_PI * x); }

Sound sound_resample(Sound sound, int rate) {
  if (sound.rate == rate) return sound;
  int divisor = common_divisor(sound.rate, rate), phases = rate / divisor, step = sound.rate / divisor;
  // A Hann-windowed sinc of 16 zero crossings to each side, cut off at the lower of the two bands.
  double cutoff = sound.rate > rate ? (double)rate / sound.rate : 1;
  int reach = (int)ceil(16 / cutoff), taps = 2 * reach;
  float *kernel = must_alloc((size_t)phases * (size_t)taps * sizeof(float));
  for (int phase = 0; phase < phases; phase++)
    for (int tap = 0; tap < taps; tap++) {
      double x = tap - reach + 1 - (double)phase / phases;
      double window = fabs(x) < reach ? 0.5 + 0.5 * cos(M_PI * x / reach) : 0;
      kernel[(size_t)phase * (size_t)taps + (size_t)tap] = (float)(cutoff * sinc(cutoff * x) * window);
    }
  Sound out = {rate, (size_t)((uint64_t)sound.count * (uint64_t)rate / (uint64_t)sound.rate), NULL};
  out.samples = must_alloc(out.count * sizeof(float));
  for (size_t i = 0; i < out.count; i++) {
    uint64_t position = (uint64_t)i * (uint64_t)step;
    int first = (int)(position / (uint64_t)phases) - reach + 1, last = first + taps;
    const float *weights = kernel + (size_t)(position % (uint64_t)phases) * (size_t)taps;
    float sum = 0;
    if (last > (int)sound.count) last = (int)sound.count;
    for (int from = first < 0 ? 0 : first; from < last; from++) sum += weights[from - first] * sound.samples[from];
    out.samples[i] = sum;
  }
  return out;
}
