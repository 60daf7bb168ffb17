#ifndef RECKON_NAMES_H
#define RECKON_NAMES_H

/// The English name of a language by the model's code (ISO 639, or Wikipedia's own), or the code itself.
const char *language_name(const char *code);

#endif
