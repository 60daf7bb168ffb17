// readText, readBytes, writeText, writeBytes: what a script may do with files.
#ifndef RECKON_FILES_H
#define RECKON_FILES_H

#include "quickjs.h"

/// Adds the functions and the list `files` (paths below /in/files) to the global object.
void files_install(JSContext *context, JSValueConst global);

#endif
