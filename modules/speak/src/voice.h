// Speech from text, with a voice of flite's.
#ifndef RECKON_VOICE_H
#define RECKON_VOICE_H

#include "flite.h"

/// Loads a voice file, or fails. `speed` and `pitch`: 1 as the voice was recorded.
cst_voice *voice_load(const char *path, double speed, double pitch);
/// Speaks a text sentence by sentence, or fails when nothing in it can be spoken.
cst_wave *voice_speak(cst_voice *voice, const char *text);

#endif
