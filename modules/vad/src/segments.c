#include "segments.h"

#include "guest.h"
#include "network.h"

static size_t append(Segment **segments, size_t count, Segment segment, Rules rules) {
  if (segment.end - segment.start < rules.least_speech) return count;
  *segments = must_realloc(*segments, (count + 1) * sizeof **segments);
  (*segments)[count] = segment;
  return count + 1;
}

/// Widens each piece; pieces closer than twice the padding share what lies between them.
static void pad(Segment *segments, size_t count, size_t samples, size_t padding) {
  for (size_t i = 0; i < count; i++) {
    Segment *segment = &segments[i];
    if (i == 0) segment->start -= segment->start < padding ? segment->start : padding;
    size_t limit = i + 1 < count ? segments[i + 1].start : samples, gap = limit - segment->end;
    if (i + 1 == count) {
      segment->end += gap < padding ? gap : padding;
    } else {
      size_t share = gap < 2 * padding ? gap / 2 : padding;
      segment->end += share, segments[i + 1].start -= share;
    }
  }
}

size_t find_segments(const float *chances, size_t samples, Rules rules, Segment **segments) {
  float end_below = rules.threshold - 0.15f < 0.01f ? 0.01f : rules.threshold - 0.15f;
  size_t count = 0, start = 0, silent_since = 0;
  int speaking = 0, pausing = 0;
  *segments = NULL;
  for (size_t window = 0; window * WINDOW < samples; window++) {
    size_t at = window * WINDOW;
    float chance = chances[window];
    if (chance >= rules.threshold) {
      pausing = 0;
      if (!speaking) speaking = 1, start = at;
    } else if (chance < end_below && speaking) {
      if (!pausing) pausing = 1, silent_since = at;
      if (at - silent_since < rules.least_silence) continue;
      count = append(segments, count, (Segment){start, silent_since}, rules);
      speaking = pausing = 0;
    }
  }
  if (speaking) count = append(segments, count, (Segment){start, samples}, rules);
  pad(*segments, count, samples, rules.padding);
  return count;
}
