// The calls of WASI themselves, on a scratch folder at descriptor 3: which error each gives.
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <wasi/api.h>

#define ROOT 3
#define OK __WASI_ERRNO_SUCCESS
#define READ __WASI_RIGHTS_FD_READ
#define WRITE __WASI_RIGHTS_FD_WRITE
#define IS(call, error) assert((call) == __WASI_ERRNO_##error)

static __wasi_errno_t open_with(const char *path, int flags, __wasi_rights_t rights, int *fd) {
  *fd = -1;
  return __wasi_path_open(ROOT, 0, path, flags, rights, 0, 0, fd);
}

static int opened(const char *path, int flags, __wasi_rights_t rights) {
  int fd;
  assert(open_with(path, flags, rights, &fd) == OK && fd > 2);
  return fd;
}

static void make(const char *path) {
  assert(__wasi_fd_close(opened(path, __WASI_OFLAGS_CREAT, 0)) == OK);
}

static void make_folder(const char *path) { assert(__wasi_path_create_directory(ROOT, path) == OK); }
static __wasi_errno_t drop(const char *path) { return __wasi_path_unlink_file(ROOT, path); }
static __wasi_errno_t drop_folder(const char *p) { return __wasi_path_remove_directory(ROOT, p); }
static __wasi_errno_t rename_(const char *a, const char *b) {
  return __wasi_path_rename(ROOT, a, ROOT, b);
}

static void paths(void) {
  int fd;
  make_folder("dir");
  make_folder("dir/nested");
  make("dir/nested/file");
  IS(open_with("/dir/nested/file", 0, 0, &fd), PERM);
  IS(open_with("dir/nested/../../../dir/nested/file", 0, 0, &fd), PERM);
  opened("dir/.//nested/../../dir/nested/../nested///./file", 0, 0);
  IS(open_with("dir/nested/file/", 0, 0, &fd), NOTDIR);
  IS(open_with("dir/nested/file///", 0, 0, &fd), NOTDIR);
  opened("dir/nested/", 0, 0);
  opened("dir/nested///", 0, 0);
  IS(open_with("", 0, 0, &fd), NOENT);
  IS(open_with("dir", __WASI_OFLAGS_DIRECTORY, READ | WRITE, &fd), ISDIR);
  IS(open_with("dir/nested/file", __WASI_OFLAGS_DIRECTORY, 0, &fd), NOTDIR);
  IS(open_with("dir/nested/file", __WASI_OFLAGS_CREAT | __WASI_OFLAGS_EXCL, 0, &fd), EXIST);
  IS(drop_folder("dir"), NOTEMPTY);
  IS(drop("dir"), ISDIR);
  IS(drop("dir/"), ISDIR);
  IS(drop("dir/nested/file/"), NOTDIR);
  IS(drop_folder("dir/nested/file"), NOTDIR);
  IS(drop("dir/nested/file"), SUCCESS);
  IS(drop_folder("dir/nested/"), SUCCESS);
  IS(drop_folder("dir"), SUCCESS);
}

static void renaming(void) {
  int fd;
  make_folder("source");
  IS(rename_("source", "target"), SUCCESS);
  IS(open_with("source", __WASI_OFLAGS_DIRECTORY, 0, &fd), NOENT);
  make_folder("source");
  IS(rename_("source", "target"), SUCCESS); // over an empty folder
  make_folder("source");
  make("target/file");
  IS(rename_("source", "target"), NOTEMPTY);
  IS(rename_("source", "target/file"), NOTDIR);
  IS(drop("target/file"), SUCCESS);
  IS(drop_folder("source"), SUCCESS);
  make("source");
  IS(rename_("source", "target"), ISDIR);
  IS(drop_folder("target"), SUCCESS);
  make("target");
  IS(rename_("source", "target"), SUCCESS); // over a file
  IS(rename_("source", "target"), NOENT);
  IS(drop("target"), SUCCESS);
}

static __wasi_errno_t link_(const char *a, const char *b) {
  return __wasi_path_link(ROOT, 0, a, ROOT, b);
}

static void links(void) {
  __wasi_filestat_t one, two;
  make("file");
  IS(link_("file", "link"), SUCCESS);
  assert(__wasi_path_filestat_get(ROOT, 0, "file", &one) == OK);
  assert(__wasi_path_filestat_get(ROOT, 0, "link", &two) == OK);
  assert(one.ino == two.ino && one.nlink == 2 && two.nlink == 2);
  IS(link_("file", "link"), EXIST);
  IS(link_("file", "file"), EXIST);
  IS(link_("file", "other/"), NOENT);
  make_folder("dir");
  IS(link_("dir", "other"), PERM);
  IS(link_("file", "dir"), EXIST);
  IS(drop_folder("dir"), SUCCESS);
  IS(drop("link"), SUCCESS);
  IS(__wasi_path_symlink("file", ROOT, "link"), NOTSUP);
  IS(drop("file"), SUCCESS);
}

static void dangling(void) {
  int file = opened("file", __WASI_OFLAGS_CREAT, READ | WRITE);
  IS(drop("file"), SUCCESS);
  make("file");
  __wasi_ciovec_t text = {(const uint8_t *)"kept", 4};
  __wasi_size_t done;
  assert(__wasi_fd_write(file, &text, 1, &done) == OK && done == 4);
  assert(__wasi_fd_close(file) == OK && drop("file") == OK);
  make_folder("dir");
  opened("dir", __WASI_OFLAGS_DIRECTORY, 0);
  IS(drop_folder("dir"), SUCCESS);
  make_folder("dir");
  IS(drop_folder("dir"), SUCCESS);
}

static void gone(void) {
  __wasi_filestat_t stat;
  int file = opened("file", __WASI_OFLAGS_CREAT, READ | WRITE);
  IS(drop("file"), SUCCESS);
  IS(__wasi_fd_filestat_get(file, &stat), SUCCESS);
  assert(stat.nlink == 0);
  IS(__wasi_fd_close(file), SUCCESS);
  make("other");
  make_folder("dir");
  int dir = opened("dir", __WASI_OFLAGS_DIRECTORY, 0);
  IS(drop_folder("dir"), SUCCESS);
  IS(__wasi_path_open(dir, 0, "file", __WASI_OFLAGS_CREAT, WRITE, 0, 0, &file), NOENT);
  IS(__wasi_path_create_directory(dir, "nested"), NOENT);
  IS(__wasi_path_link(ROOT, 0, "other", dir, "other"), NOENT);
  IS(__wasi_path_rename(ROOT, "other", dir, "other"), NOENT);
  IS(__wasi_path_filestat_get(dir, 0, ".", &stat), SUCCESS);
  IS(__wasi_fd_close(dir), SUCCESS);
  IS(__wasi_path_filestat_set_times(ROOT, 0, "other/", 1, 1, __WASI_FSTFLAGS_ATIM), NOTDIR);
  IS(drop("other"), SUCCESS);
}

static void sizes(void) {
  __wasi_filestat_t stat;
  int fd = opened("file", __WASI_OFLAGS_CREAT, READ | WRITE);
  assert(__wasi_fd_allocate(fd, 0, 100) == OK && __wasi_fd_allocate(fd, 10, 10) == OK);
  assert(__wasi_fd_filestat_get(fd, &stat) == OK && stat.size == 100);
  assert(__wasi_fd_allocate(fd, 90, 20) == OK);
  assert(__wasi_fd_filestat_get(fd, &stat) == OK && stat.size == 110);
  assert(__wasi_fd_advise(fd, 10, 50, __WASI_ADVICE_NORMAL) == OK);
  assert(__wasi_fd_filestat_set_size(fd, 5) == OK);
  assert(__wasi_fd_filestat_get(fd, &stat) == OK && stat.size == 5);
  assert(__wasi_fd_close(fd) == OK && drop("file") == OK);
}

static void times(void) {
  __wasi_filestat_t stat;
  const __wasi_fstflags_t both = __WASI_FSTFLAGS_MTIM | __WASI_FSTFLAGS_MTIM_NOW;
  make("file");
  assert(__wasi_path_filestat_get(ROOT, 0, "file", &stat) == OK && stat.mtim >= 100);
  const __wasi_timestamp_t earlier = stat.mtim - 100;
  IS(__wasi_path_filestat_set_times(ROOT, 0, "file", 0, earlier, __WASI_FSTFLAGS_MTIM), SUCCESS);
  IS(__wasi_path_filestat_set_times(ROOT, 0, "file", 0, 7, both), INVAL);
  assert(__wasi_path_filestat_get(ROOT, 0, "file", &stat) == OK && stat.mtim == earlier);
  IS(drop("file"), SUCCESS);
}

static void rights(void) {
  __wasi_fdstat_t stat;
  const __wasi_rights_t truncating = __WASI_RIGHTS_PATH_FILESTAT_SET_SIZE;
  int file = opened("file", __WASI_OFLAGS_CREAT, READ | __WASI_RIGHTS_PATH_FILESTAT_GET);
  assert(__wasi_fd_fdstat_get(file, &stat) == OK);
  assert((stat.fs_rights_base & __WASI_RIGHTS_PATH_FILESTAT_GET) == 0);
  assert((stat.fs_rights_base & (READ | WRITE)) == READ);
  assert(__wasi_fd_close(file) == OK);
  make_folder("dir");
  int folder = opened("dir", __WASI_OFLAGS_DIRECTORY, __WASI_RIGHTS_FD_SEEK);
  __wasi_filesize_t at;
  IS(__wasi_fd_seek(folder, 0, __WASI_WHENCE_CUR, &at), BADF);
  assert(__wasi_fd_fdstat_get(folder, &stat) == OK);
  assert((stat.fs_rights_base & __WASI_RIGHTS_FD_SEEK) == 0);
  assert(stat.fs_filetype == __WASI_FILETYPE_DIRECTORY && (stat.fs_rights_base & truncating) != 0);
  make("dir/file");
  int fd;
  IS(__wasi_path_open(folder, 0, "file", __WASI_OFLAGS_TRUNC, 0, 0, 0, &fd), SUCCESS);
  IS(__wasi_fd_fdstat_set_rights(folder, stat.fs_rights_base & ~truncating, READ), SUCCESS);
  IS(__wasi_path_open(folder, 0, "file", __WASI_OFLAGS_TRUNC, 0, 0, 0, &fd), PERM);
  IS(__wasi_fd_fdstat_set_rights(folder, stat.fs_rights_base, READ), NOTCAPABLE);
  assert(drop("dir/file") == OK && drop_folder("dir") == OK && drop("file") == OK);
}

static void numbers(void) {
  int from = opened("one", __WASI_OFLAGS_CREAT, READ | WRITE);
  int to = opened("two", __WASI_OFLAGS_CREAT, READ | WRITE);
  IS(__wasi_fd_renumber(from, to), SUCCESS);
  IS(__wasi_fd_close(from), BADF);
  IS(__wasi_fd_close(to), SUCCESS);
  assert(drop("one") == OK && drop("two") == OK);
}

// A folder of more entries than a buffer holds, read piece by piece by its cookies.
static void listing(void) {
  char name[16];
  make_folder("dir");
  int folder = opened("dir", __WASI_OFLAGS_DIRECTORY, __WASI_RIGHTS_FD_READDIR);
  for (int i = 0; i < 1000; i++) {
    snprintf(name, sizeof name, "dir/file.%d", i);
    make(name);
  }
  uint8_t buffer[256];
  __wasi_dircookie_t cookie = 0;
  int total = 0;
  for (__wasi_size_t used = sizeof buffer; used == sizeof buffer;) {
    assert(__wasi_fd_readdir(folder, buffer, sizeof buffer, cookie, &used) == OK);
    for (__wasi_size_t at = 0; at + sizeof(__wasi_dirent_t) <= used;) {
      __wasi_dirent_t entry;
      memcpy(&entry, buffer + at, sizeof entry);
      at += sizeof entry + entry.d_namlen;
      if (at > used) break;
      cookie = entry.d_next;
      total++;
    }
  }
  assert(total == 1002);
  for (int i = 0; i < 1000; i++) {
    snprintf(name, sizeof name, "dir/file.%d", i);
    IS(drop(name), SUCCESS);
  }
  IS(drop_folder("dir"), SUCCESS);
}

int main(void) {
  paths();
  renaming();
  links();
  dangling();
  gone();
  sizes();
  times();
  rights();
  numbers();
  listing();
  puts("all is well");
  return 0;
}
