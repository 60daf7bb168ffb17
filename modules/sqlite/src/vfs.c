// SQLite's operating system layer for a machine without files: every database lives in memory.
// Opening a file (ATTACH 'x.db') fails; randomness and time are the sandbox's, hence repeatable.
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "sqlite3.h"

static int vfs_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *out) {
  file->pMethods = NULL;
  return SQLITE_CANTOPEN;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync) { return SQLITE_OK; }

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *out) {
  *out = 0;
  return SQLITE_OK;
}

static int vfs_full_pathname(sqlite3_vfs *vfs, const char *name, int size, char *out) {
  sqlite3_snprintf(size, out, "%s", name);
  return SQLITE_OK;
}

static int vfs_randomness(sqlite3_vfs *vfs, int size, char *out) {
  for (int done = 0; done < size; done += 256) {
    int part = size - done < 256 ? size - done : 256;  // getentropy's own limit
    if (getentropy(out + done, (size_t)part) != 0) return done;
  }
  return size;
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds) { return microseconds; }

static int vfs_current_time_int64(sqlite3_vfs *vfs, sqlite3_int64 *milliseconds) {
  static const sqlite3_int64 unix_epoch = 210866760000000;  // as milliseconds of the Julian calendar
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  *milliseconds = unix_epoch + (sqlite3_int64)now.tv_sec * 1000 + now.tv_nsec / 1000000;
  return SQLITE_OK;
}

static int vfs_current_time(sqlite3_vfs *vfs, double *days) {
  sqlite3_int64 milliseconds;
  vfs_current_time_int64(vfs, &milliseconds);
  *days = (double)milliseconds / 86400000.0;
  return SQLITE_OK;
}

static int vfs_last_error(sqlite3_vfs *vfs, int size, char *out) { return 0; }

int sqlite3_os_init(void) {
  static sqlite3_vfs memory_only = {
      .iVersion = 2,
      .szOsFile = sizeof(sqlite3_file),
      .mxPathname = 512,
      .zName = "memory-only",
      .xOpen = vfs_open,
      .xDelete = vfs_delete,
      .xAccess = vfs_access,
      .xFullPathname = vfs_full_pathname,
      .xRandomness = vfs_randomness,
      .xSleep = vfs_sleep,
      .xCurrentTime = vfs_current_time,
      .xGetLastError = vfs_last_error,
      .xCurrentTimeInt64 = vfs_current_time_int64,
  };
  return sqlite3_vfs_register(&memory_only, 1);
}

int sqlite3_os_end(void) { return SQLITE_OK; }
