// tesseract's network for a line of text (R. Smith, Google; Apache-2.0) in its 8-bit form:
// [1,36,0,1 Ct3,3,16 Mp3,3 Lfys64 Lfx96 Lrx96 Lfx512 O1c1].
#ifndef RECKON_NETWORK_H
#define RECKON_NETWORK_H

#include <stddef.h>
#include <stdint.h>

enum { LINE_HEIGHT = 36, REDUCTION = 3 };  // pixels; pixels across for one step of the answer

typedef struct Network Network;

/// What the network reads at one step: the likeliest of its outputs.
typedef struct {
  int output;
  float probability;
} Step;

Network *network_load(const char *path);
/// Reads a line of LINE_HEIGHT rows of `width` grey values (0 black); fills width / REDUCTION steps.
void network_read(const Network *network, const uint8_t *grey, int width, Step *steps);
/// The output that means: nothing new here.
int network_nothing(const Network *network);
/// What an output writes, as UTF-8 with its size.
const char *network_text(const Network *network, int output, size_t *size);

#endif
