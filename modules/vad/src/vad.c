// vad: finds the parts of a sound recording in which somebody speaks.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guest.h"
#include "json.h"
#include "network.h"
#include "picture.h"
#include "segments.h"
#include "wav.h"

enum { LONGEST_SECONDS = 1200 };

static double number_within(const Job *job, const char *key, double otherwise, double least, double most) {
  double value = job_number(job, key, otherwise);
  if (!(value >= least && value <= most)) fail("'%s' must be between %g and %g", key, least, most);
  return value;
}

static size_t samples_of(double milliseconds) { return (size_t)(milliseconds * SAMPLE_RATE / 1000); }

static Rules read_rules(const Job *job) {
  return (Rules){
      .threshold = (float)number_within(job, "threshold", 0.5, 0.05, 0.95),
      .least_speech = samples_of(number_within(job, "minSpeechMs", 250, 0, 10000)),
      .least_silence = samples_of(number_within(job, "minSilenceMs", 100, 0, 10000)),
      .padding = samples_of(number_within(job, "padMs", 30, 0, 1000)),
  };
}

static float *listen(Sound sound) {
  size_t windows = (sound.count + WINDOW - 1) / WINDOW;
  float *chances = must_alloc(windows * sizeof *chances);
  Network *network = network_load("/module/data/weights.bin");
  for (size_t i = 0; i < windows; i++) {
    float samples[WINDOW] = {0};
    size_t left = sound.count - i * WINDOW;
    memcpy(samples, sound.samples + i * WINDOW, (left < WINDOW ? left : WINDOW) * sizeof *samples);
    chances[i] = network_hear(network, samples);
  }
  return chances;
}

static double seconds(size_t samples) { return (double)samples / SAMPLE_RATE; }

static void write_json(Sound sound, int original_rate, const float *chances, const Segment *segments, size_t count) {
  Text json = {0};
  size_t speech = 0;
  for (size_t i = 0; i < count; i++) speech += segments[i].end - segments[i].start;
  text_printf(&json, "{\n  \"seconds\": %.3f,\n  \"speechSeconds\": %.3f,\n  \"sampleRate\": %d,\n",
              seconds(sound.count), seconds(speech), original_rate);
  text_puts(&json, "  \"segments\": [");
  for (size_t i = 0; i < count; i++)
    text_printf(&json, "%s\n    { \"start\": %.3f, \"end\": %.3f }", i ? "," : "", seconds(segments[i].start),
                seconds(segments[i].end));
  text_printf(&json, "%s],\n  \"windowSeconds\": %.3f,\n  \"chances\": [", count ? "\n  " : "", seconds(WINDOW));
  for (size_t i = 0; i * WINDOW < sound.count; i++) text_printf(&json, "%s%.4f", i ? ", " : "", (double)chances[i]);
  text_puts(&json, "]\n}\n");
  write_file("/out/speech.json", json.bytes, json.size);
}

static void write_table(const Segment *segments, size_t count) {
  Text csv = {0};
  text_puts(&csv, "start,end,seconds\r\n");
  for (size_t i = 0; i < count; i++) {
    double start = seconds(segments[i].start), end = seconds(segments[i].end);
    text_printf(&csv, "%.3f,%.3f,%.3f\r\n", start, end, end - start);
  }
  write_file("/out/segments.csv", csv.bytes, csv.size);
}

int main(void) {
  Job *job = job_read();
  const char *path = job_string(job, "sound", NULL);
  if (!path) fail("'sound' is missing");
  Rules rules = read_rules(job);
  Buffer file = read_input(path);
  Sound original = wav_decode(file);
  free(file.bytes);
  if (original.count == 0) fail("the WAV file has no samples");
  if (original.count / (size_t)original.rate >= LONGEST_SECONDS)
    fail("the recording lasts %zu seconds; %d are the most", original.count / (size_t)original.rate, LONGEST_SECONDS);
  Sound sound = sound_resample(original, SAMPLE_RATE);
  if (sound.count == 0) fail("the WAV file has no samples");

  float *chances = listen(sound);
  Segment *segments;
  size_t count = find_segments(chances, sound.count, rules, &segments);
  write_json(sound, original.rate, chances, segments, count);
  write_table(segments, count);
  picture_write("/out/speech.svg", sound, chances, segments, count);
  size_t speech = 0;
  for (size_t i = 0; i < count; i++) speech += segments[i].end - segments[i].start;
  printf("%.1f s of speech in %.1f s, in %zu part%s\n", seconds(speech), seconds(sound.count), count,
         count == 1 ? "" : "s");
  return 0;
}
