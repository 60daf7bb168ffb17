// What a C program does with files, folders, offsets and times, by way of its own library.
#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static void clocks(void) {
  struct timespec first, second, step;
  const clockid_t all[] = {CLOCK_REALTIME, CLOCK_MONOTONIC};
  for (int i = 0; i < 2; i++) {
    assert(clock_getres(all[i], &step) == 0 && step.tv_sec == 0 && step.tv_nsec > 0);
    assert(clock_gettime(all[i], &first) == 0 && clock_gettime(all[i], &second) == 0);
    assert(second.tv_sec > first.tv_sec || second.tv_nsec > first.tv_nsec);
  }
}

static void streams_are_no_sockets(void) {
  assert(shutdown(STDOUT_FILENO, SHUT_RD) != 0 && errno == ENOTSOCK);
  assert(shutdown(99, SHUT_RD) != 0 && errno == EBADF);
}

// text.txt holds "01234567".
static void offsets(void) {
  char buffer[8];
  FILE *file = fopen("text.txt", "r");
  assert(file != NULL);
  int fd = fileno(file);
  assert(fread(buffer, 1, 4, file) == 4);
  assert(fflush(file) == 0 && lseek(fd, 0, SEEK_CUR) == 4);
  assert(fread(buffer, 1, 1, file) == 1 && buffer[0] == '4');
  assert(fflush(file) == 0 && lseek(fd, 0, SEEK_CUR) == 5);
  assert(lseek(fd, 0, SEEK_SET) == 0 && lseek(fd, 0, SEEK_END) == 8);
  assert(pread(fd, buffer, 3, 4) == 3 && memcmp(buffer, "456", 3) == 0);
  assert(lseek(fd, 0, SEEK_CUR) == 8);
  assert(lseek(fd, -9, SEEK_CUR) == -1 && errno == EINVAL);
  assert(fclose(file) == 0);
}

static void writing_at_an_offset(void) {
  const char *name = "folder/new.txt";
  char buffer[32];
  assert(access(name, F_OK) != 0 && errno == ENOENT);
  int fd = open(name, O_WRONLY | O_CREAT, 0600);
  assert(fd > 2);
  assert(pwrite(fd, "very long text", 14, 0) == 14 && pwrite(fd, "test", 4, 3) == 4);
  assert(read(fd, buffer, 1) == -1 && errno == EBADF);
  assert(close(fd) == 0 && close(fd) == -1 && errno == EBADF);
  fd = open(name, O_RDONLY);
  assert(read(fd, buffer, sizeof buffer) == 14 && memcmp(buffer, "vertestng text", 14) == 0);
  assert(write(fd, "x", 1) == -1 && errno == EBADF);
  assert(close(fd) == 0 && remove(name) == 0 && access(name, F_OK) != 0);
}

static void appending(void) {
  int fd = open("appended", O_CREAT | O_TRUNC | O_WRONLY | O_APPEND, 0600);
  assert(fd > 2 && write(fd, "ab", 2) == 2);
  assert(lseek(fd, 0, SEEK_SET) == 0);
  assert(write(fd, "cd", 2) == 2 && lseek(fd, 0, SEEK_CUR) == 4);
  assert(pwrite(fd, "xyz", 3, 0) == 3 && lseek(fd, 0, SEEK_CUR) == 4);
  assert(lseek(fd, 0, SEEK_END) == 4 && ftruncate(fd, 2) == 0 && lseek(fd, 0, SEEK_END) == 2);
  assert(close(fd) == 0 && unlink("appended") == 0);
}

static void folders(void) {
  int fd = open("folder", O_RDONLY | O_DIRECTORY);
  assert(fd > 2);
  DIR *folder = fdopendir(fd);
  assert(folder != NULL);
  ino_t inodes[2] = {0, 0};
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    if (entry->d_name[0] == '.') continue;
    int which = strcmp(entry->d_name, "file-1") == 0;
    assert(which || strcmp(entry->d_name, "file-0") == 0);
    struct stat stat;
    assert(fstatat(fd, entry->d_name, &stat, AT_SYMLINK_NOFOLLOW) == 0);
    assert(stat.st_ino == entry->d_ino && S_ISREG(stat.st_mode));
    inodes[which] = entry->d_ino;
  }
  assert(closedir(folder) == 0);
  assert(inodes[0] != 0 && inodes[1] != 0 && inodes[0] != inodes[1]);
  assert(open("nowhere", O_RDONLY) == -1 && errno == ENOENT);
  assert(open("folder/..//text.txt", O_RDONLY) > 2);
  assert(open("text.txt/", O_RDONLY) == -1 && errno == ENOTDIR);
}

static void identity(void) {
  struct stat one, two;
  assert(stat("text.txt", &one) == 0 && stat("folder/file-0", &two) == 0);
  assert(one.st_dev == two.st_dev && one.st_ino != two.st_ino && one.st_size == 8);
}

static int is(struct timespec time, long seconds, long nanoseconds) {
  return time.tv_sec == seconds && time.tv_nsec == nanoseconds;
}

static void times(void) {
  struct stat made, told;
  const struct timespec set[2] = {{1234, 56}, {7890, 12}};
  int fd = open("timed", O_RDWR | O_CREAT, 0600);
  assert(fd > 2 && fstat(fd, &made) == 0);
  assert(made.st_mtim.tv_sec > 0 || made.st_mtim.tv_nsec > 0);
  assert(futimens(fd, set) == 0 && fstat(fd, &told) == 0);
  assert(is(told.st_atim, 1234, 56) && is(told.st_mtim, 7890, 12));
  const struct timespec omit[2] = {{0, UTIME_OMIT}, {5, 6}};
  assert(utimensat(AT_FDCWD, "timed", omit, 0) == 0 && stat("timed", &told) == 0);
  assert(is(told.st_atim, 1234, 56) && is(told.st_mtim, 5, 6));
  const struct timespec now[2] = {{0, UTIME_NOW}, {0, UTIME_NOW}};
  assert(futimens(fd, now) == 0 && fstat(fd, &told) == 0);
  assert(told.st_mtim.tv_sec == 0 && told.st_mtim.tv_nsec >= made.st_mtim.tv_nsec);
  assert(told.st_atim.tv_nsec == told.st_mtim.tv_nsec);
  assert(close(fd) == 0 && unlink("timed") == 0);
}

int main(void) {
  clocks();
  streams_are_no_sockets();
  offsets();
  writing_at_an_offset();
  appending();
  folders();
  identity();
  times();
  puts("all is well");
  return 0;
}
