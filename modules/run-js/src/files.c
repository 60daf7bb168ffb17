#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { LONGEST_PATH = 1000 };

/// A script's path: absolute as it stands, otherwise below `folder`. NULL and an exception if it is none.
static char *path_of(JSContext *context, JSValueConst value, const char *folder) {
  const char *given = JS_ToCString(context, value);
  if (!given) return NULL;
  size_t size = strlen(given);
  char *path = NULL;
  if (!size || size > LONGEST_PATH) {
    JS_ThrowRangeError(context, "a path has 1 to %d bytes", LONGEST_PATH);
  } else if ((path = malloc(size + strlen(folder) + 2))) {
    sprintf(path, "%s%s%s", given[0] == '/' ? "" : folder, given[0] == '/' ? "" : "/", given);
  } else {
    JS_ThrowOutOfMemory(context);
  }
  JS_FreeCString(context, given);
  return path;
}

static JSValue failed(JSContext *context, const char *verb, char *path) {
  JSValue error = JS_ThrowTypeError(context, "cannot %s %s: %s", verb, path, strerror(errno));
  free(path);
  return error;
}

/// The bytes of the file that argv[0] names; NULL and an exception when it cannot be read.
static char *read_whole(JSContext *context, JSValueConst name, size_t *size) {
  char *path = path_of(context, name, "/in/files");
  if (!path) return NULL;
  FILE *file = fopen(path, "rb");
  char *bytes = NULL;
  if (file && fseek(file, 0, SEEK_END) == 0) {
    long length = ftell(file);
    rewind(file);
    bytes = length >= 0 ? malloc((size_t)length + 1) : NULL;
    if (bytes) *size = fread(bytes, 1, (size_t)length, file);
  }
  if (file) fclose(file);
  if (bytes) free(path);
  else failed(context, "read", path);
  return bytes;
}

static JSValue read_text(JSContext *context, JSValueConst self, int count, JSValueConst *arguments) {
  size_t size = 0;
  char *bytes = read_whole(context, arguments[0], &size);
  if (!bytes) return JS_EXCEPTION;
  int mark = size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  JSValue text = JS_NewStringLen(context, bytes + mark, size - (size_t)mark);
  free(bytes);
  return text;
}

static JSValue read_bytes(JSContext *context, JSValueConst self, int count, JSValueConst *arguments) {
  size_t size = 0;
  char *bytes = read_whole(context, arguments[0], &size);
  if (!bytes) return JS_EXCEPTION;
  JSValue buffer = JS_NewArrayBufferCopy(context, (uint8_t *)bytes, size);
  free(bytes);
  if (JS_IsException(buffer)) return buffer;
  JSValueConst whole[] = {buffer, JS_UNDEFINED, JS_UNDEFINED};
  JSValue array = JS_NewTypedArray(context, 3, whole, JS_TYPED_ARRAY_UINT8);
  JS_FreeValue(context, buffer);
  return array;
}

/// Makes the folders above `path`; what cannot be made shows when the file is opened.
static void make_folders(char *path) {
  for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = 0;
    mkdir(path, 0777);
    *slash = '/';
  }
}

static JSValue write_whole(JSContext *context, JSValueConst name, const void *bytes, size_t size) {
  char *path = path_of(context, name, "/out");
  if (!path) return JS_EXCEPTION;
  make_folders(path);
  FILE *file = fopen(path, "wb");
  if (!file) return failed(context, "create", path);
  int whole = fwrite(bytes, 1, size, file) == size;
  if (fclose(file) != 0 || !whole) return failed(context, "write", path);
  free(path);
  return JS_UNDEFINED;
}

static JSValue write_text(JSContext *context, JSValueConst self, int count, JSValueConst *arguments) {
  size_t size;
  const char *text = JS_ToCStringLen(context, &size, arguments[1]);
  if (!text) return JS_EXCEPTION;
  JSValue done = write_whole(context, arguments[0], text, size);
  JS_FreeCString(context, text);
  return done;
}

static JSValue write_bytes(JSContext *context, JSValueConst self, int count, JSValueConst *arguments) {
  size_t whole, offset = 0, size = 0;
  JSValue buffer = JS_GetTypedArrayBuffer(context, arguments[1], &offset, &size, NULL);
  int is_view = !JS_IsException(buffer);
  if (!is_view) {
    JS_FreeValue(context, JS_GetException(context));
    buffer = JS_DupValue(context, arguments[1]);
  }
  uint8_t *bytes = JS_GetArrayBuffer(context, &whole, buffer);
  JSValue done = JS_EXCEPTION;
  if (bytes) done = write_whole(context, arguments[0], bytes + offset, is_view ? size : whole);
  JS_FreeValue(context, buffer);
  return done;
}

static void list_files(JSContext *context, JSValueConst global) {
  JSValue list = JS_NewArray(context);
  DIR *folder = opendir("/in/files");
  uint32_t count = 0;
  for (struct dirent *entry; folder && (entry = readdir(folder));) {
    if (entry->d_name[0] == '.' && (!entry->d_name[1] || strcmp(entry->d_name, "..") == 0)) continue;
    char path[LONGEST_PATH];
    snprintf(path, sizeof path, "/in/files/%s", entry->d_name);
    JS_SetPropertyUint32(context, list, count++, JS_NewString(context, path));
  }
  if (folder) closedir(folder);
  JS_SetPropertyStr(context, global, "files", list);
}

void files_install(JSContext *context, JSValueConst global) {
  static const struct {
    const char *name;
    JSCFunction *function;
    int arguments;
  } functions[] = {
      {"readText", read_text, 1},
      {"readBytes", read_bytes, 1},
      {"writeText", write_text, 2},
      {"writeBytes", write_bytes, 2},
  };
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    JSValue function = JS_NewCFunction(context, functions[i].function, functions[i].name, functions[i].arguments);
    JS_SetPropertyStr(context, global, functions[i].name, function);
  }
  list_files(context, global);
}
