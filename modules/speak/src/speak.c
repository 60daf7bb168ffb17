// speak: reads a text aloud into a WAV file.
#include <stdio.h>
#include <string.h>

#include "json.h"
#include "voice.h"

static void put16(uint8_t *to, unsigned value) { to[0] = (uint8_t)value, to[1] = (uint8_t)(value >> 8); }
static void put32(uint8_t *to, uint32_t value) { put16(to, value & 0xffff), put16(to + 2, value >> 16); }

/// A RIFF file of 16-bit samples, one channel.
static void write_wav(const char *path, const cst_wave *wave) {
  uint32_t size = (uint32_t)wave->num_samples * 2, rate = (uint32_t)wave->sample_rate;
  uint8_t *file = must_alloc(44 + size);
  memcpy(file, "RIFF....WAVEfmt ................data....", 40);
  put32(file + 4, 36 + size);
  put32(file + 16, 16);
  put16(file + 20, 1);  // PCM
  put16(file + 22, 1);
  put32(file + 24, rate);
  put32(file + 28, rate * 2);
  put16(file + 32, 2);
  put16(file + 34, 16);
  memcpy(file + 36, "data", 4);
  put32(file + 40, size);
  for (int i = 0; i < wave->num_samples; i++) put16(file + 44 + 2 * i, (unsigned)wave->samples[i] & 0xffff);
  write_file(path, file, 44 + size);
}

/// What flite reads wrongly, in ASCII: typographic quotes and dashes; other characters become spaces.
static Text plain(const char *text, size_t size) {
  Text out = {0};
  text_append(&out, "", 0);
  for (const char *end = text + size; text < end;) {
    uint32_t c = utf8_next(&text, end);
    char one = (char)c;
    if (c == 0x2018 || c == 0x2019) text_puts(&out, "'");
    else if (c == 0x201c || c == 0x201d) text_puts(&out, "\"");
    else if (c == 0x2013 || c == 0x2014) text_puts(&out, " - ");
    else if (c == 0x2026) text_puts(&out, "...");
    else if ((c >= 0x20 && c < 0x7f) || c == '\n') text_append(&out, &one, 1);
    else text_puts(&out, " ");
  }
  return out;
}

int main(void) {
  Job *job = job_read();
  size_t size = 0;
  const char *text = job_string(job, "text", &size), *name = job_string(job, "voice", NULL);
  if (!text) fail("'text' is missing");
  if (!name) name = "slt";
  if (strcmp(name, "slt") != 0 && strcmp(name, "rms") != 0) fail("there is no voice %s", name);
  double speed = job_number(job, "speed", 1), pitch = job_number(job, "pitch", 1);
  if (!(speed >= 0.25 && speed <= 4 && pitch >= 0.25 && pitch <= 4)) fail("speed and pitch must be 0.25 to 4");
  char path[64];
  snprintf(path, sizeof path, "/module/data/%s.flitevox", name);
  cst_wave *wave = voice_speak(voice_load(path, speed, pitch), plain(text, size).bytes);
  write_wav("/out/speech.wav", wave);
  printf("%.2f seconds, %d samples a second\n", (double)wave->num_samples / wave->sample_rate, wave->sample_rate);
  return 0;
}
