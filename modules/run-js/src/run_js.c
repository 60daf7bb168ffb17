// run-js: runs a script, as an ECMAScript module, on QuickJS: the buyer's own, or the one that a module
// made of this program has in its data folder.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "files.h"
#include "json.h"
#include "quickjs.h"

// What scripts may take of the C stack. The engine's own budget of nested calls must not end first:
// too deep recursion is an error that a script can catch, not a trap.
enum { STACK = 64 * 1024 };

static const char OWN_SCRIPT[] = "/module/data/main.js";

static void put(FILE *to, JSContext *context, JSValueConst value) {
  size_t size;
  const char *text = JS_ToCStringLen(context, &size, value);
  if (text) fwrite(text, 1, size, to);
  else JS_FreeValue(context, JS_GetException(context));
  JS_FreeCString(context, text);
}

/// Text as it is, objects as JSON where that says anything, everything else as String() gives it.
static void show(FILE *to, JSContext *context, JSValueConst value) {
  if (JS_IsSymbol(value)) {
    fputs("Symbol()", to);
  } else if (JS_IsObject(value) && !JS_IsFunction(context, value) && !JS_IsError(context, value)) {
    JSValue json = JS_JSONStringify(context, value, JS_UNDEFINED, JS_UNDEFINED);
    if (JS_IsException(json)) JS_FreeValue(context, JS_GetException(context));
    put(to, context, JS_IsString(json) ? json : value);
    JS_FreeValue(context, json);
  } else {
    put(to, context, value);
  }
}

static JSValue print(JSContext *context, JSValueConst self, int count, JSValueConst *arguments, int is_error) {
  FILE *to = is_error ? stderr : stdout;
  for (int i = 0; i < count; i++) {
    if (i) fputc(' ', to);
    show(to, context, arguments[i]);
  }
  fputc('\n', to);
  return JS_UNDEFINED;
}

/// The job as the object that /in/job.json holds. job_read has checked the file before.
static JSValue job_value(JSContext *context) {
  Buffer text = read_file("/in/job.json");
  JSValue value = JS_ParseJSON(context, text.bytes, text.size, "/in/job.json");
  if (JS_IsException(value)) fail("out of memory");
  free(text.bytes);
  return value;
}

static void install(JSContext *context, const Job *job) {
  JSValue global = JS_GetGlobalObject(context), console = JS_NewObject(context);
  static const char *const names[] = {"log", "info", "debug", "warn", "error"};
  for (int i = 0; i < 5; i++) {
    JSValue function = JS_NewCFunctionMagic(context, print, names[i], 1, JS_CFUNC_generic_magic, i > 2);
    JS_SetPropertyStr(context, console, names[i], function);
  }
  JS_SetPropertyStr(context, global, "console", console);
  size_t size = 0;
  const char *input = job_string(job, "input", &size);
  JS_SetPropertyStr(context, global, "input", JS_NewStringLen(context, input ? input : "", size));
  JS_SetPropertyStr(context, global, "job", job_value(context));
  files_install(context, global);
  JS_FreeValue(context, global);
}

/// Prints an error with where it was thrown, and ends with exit code 1.
static _Noreturn void give_up(JSContext *context, JSValueConst error, const char *before) {
  fflush(stdout);
  fputs(before, stderr);
  show(stderr, context, error);
  fputc('\n', stderr);
  if (JS_IsError(context, error)) {
    JSValue stack = JS_GetPropertyStr(context, error, "stack");
    if (JS_IsString(stack)) put(stderr, context, stack);
    JS_FreeValue(context, stack);
  }
  exit(1);
}

/// Promises that were rejected while nobody had asked for their errors, in order.
static JSValue unhandled;

static void track(JSContext *context, JSValueConst promise, JSValueConst reason, JS_BOOL is_handled, void *opaque) {
  JSValueConst arguments[] = {promise, reason};
  JSAtom method = JS_NewAtom(context, is_handled ? "delete" : "set");
  JS_FreeValue(context, JS_Invoke(context, unhandled, method, is_handled ? 1 : 2, arguments));
  JS_FreeAtom(context, method);
}

static void run_jobs(JSContext *context) {
  JSContext *at;
  for (int ran; (ran = JS_ExecutePendingJob(JS_GetRuntime(context), &at));)
    if (ran < 0) give_up(at, JS_GetException(at), "Uncaught ");
}

/// The first reason that nobody handled, or undefined.
static JSValue first_unhandled(JSContext *context) {
  static const char source[] = "(map) => [...map.values()]";
  JSValue list = JS_Eval(context, source, sizeof source - 1, "<internal>", JS_EVAL_TYPE_GLOBAL);
  JSValueConst argument[] = {unhandled};
  JSValue reasons = JS_Call(context, list, JS_UNDEFINED, 1, argument);
  JSValue first = JS_GetPropertyUint32(context, reasons, 0);
  JS_FreeValue(context, reasons);
  JS_FreeValue(context, list);
  return first;
}

typedef struct {
  const char *name, *text;  // followed by a NUL that does not count
  size_t size;
} Script;

static Script script_of(const Job *job) {
  if (access(OWN_SCRIPT, F_OK) == 0) {
    Buffer own = read_file(OWN_SCRIPT);
    return (Script){"main.js", own.bytes, own.size};
  }
  Script script = {"script.js", NULL, 0};
  script.text = job_string(job, "script", &script.size);
  if (!script.text) fail("'script' is missing");
  return script;
}

int main(void) {
  Job *job = job_read();
  Script script = script_of(job);
  JSRuntime *runtime = JS_NewRuntime();
  JSContext *context = runtime ? JS_NewContext(runtime) : NULL;
  if (!context) fail("out of memory");
  JS_SetMaxStackSize(runtime, STACK);
  unhandled = JS_Eval(context, "new Map()", 9, "<internal>", JS_EVAL_TYPE_GLOBAL);
  install(context, job);
  JS_SetHostPromiseRejectionTracker(runtime, track, NULL);
  JSValue done = JS_Eval(context, script.text, script.size, script.name, JS_EVAL_TYPE_MODULE);
  if (JS_IsException(done)) give_up(context, JS_GetException(context), "");
  run_jobs(context);
  JSPromiseStateEnum state = JS_PromiseState(context, done);
  if (state == JS_PROMISE_REJECTED) give_up(context, JS_PromiseResult(context, done), "");
  if (state == JS_PROMISE_PENDING) fail("the script waits for something that never comes");
  JSValue reason = first_unhandled(context);
  if (!JS_IsUndefined(reason)) give_up(context, reason, "Uncaught (in promise) ");
  return 0;
}
