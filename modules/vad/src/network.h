// Silero VAD 5 for 16 kHz (Silero Team, MIT): the chance of speech in windows of 32 ms.
#ifndef RECKON_NETWORK_H
#define RECKON_NETWORK_H

#include <stddef.h>

enum { SAMPLE_RATE = 16000, WINDOW = 512 };

typedef struct Network Network;

/// Takes data/weights.bin, or fails where it is not what this network needs.
Network *network_load(const char *path);
/// The chance (0 to 1) that the next WINDOW samples (-1 to 1) are speech. The network remembers what it heard.
float network_hear(Network *network, const float *samples);

#endif
