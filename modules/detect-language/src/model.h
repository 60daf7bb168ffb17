// The classifier of fastText (A. Joulin et al., "Bag of Tricks for Efficient Text Classification", 2016;
// "FastText.zip", 2016) for a quantised supervised model with hierarchical softmax, format version 12.
#ifndef RECKON_MODEL_H
#define RECKON_MODEL_H

#include <stddef.h>

typedef struct Model Model;

typedef struct {
  const char *code;   // the label without "__label__"
  float probability;  // 0 to 1
} Guess;

/// Reads a .ftz file, or fails saying what of it this program does not know.
Model *model_load(const char *path);
int model_label_count(const Model *model);
/// The words of `text` (any white space between them, line breaks too) as one line: fills `guesses` with
/// every label, the likeliest first. Returns the number of words.
size_t model_predict(const Model *model, const char *text, size_t size, Guess *guesses);

#endif
