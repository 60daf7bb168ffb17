// Quicksort, and heap sort with a comparison by pointer: branches, memory, indirect calls.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define COUNT 600000

static uint32_t values[COUNT], copy[COUNT];

static void quick(uint32_t *from, uint32_t *to) {
  while (to - from > 16) {
    uint32_t middle = from[(to - from) / 2], *left = from, *right = to - 1;
    for (;;) {
      while (*left < middle) left++;
      while (middle < *right) right--;
      if (left >= right) break;
      uint32_t other = *left;
      *left++ = *right;
      *right-- = other;
    }
    if (right + 1 - from < to - right - 1) {
      quick(from, right + 1);
      from = right + 1;
    } else {
      quick(right + 1, to);
      to = right + 1;
    }
  }
  for (uint32_t *at = from + 1; at < to; at++) {
    uint32_t value = *at, *place = at;
    for (; place > from && place[-1] > value; place--) *place = place[-1];
    *place = value;
  }
}

typedef int (*Compare)(const void *, const void *);

static void sift(uint32_t *all, int root, int end, Compare compare) {
  for (int child; (child = 2 * root + 1) < end; root = child) {
    if (child + 1 < end && compare(&all[child], &all[child + 1]) < 0) child++;
    if (compare(&all[root], &all[child]) >= 0) break;
    uint32_t other = all[root];
    all[root] = all[child];
    all[child] = other;
  }
}

/// A comparison that is called through a pointer, as qsort's; qsort itself differs by library.
static __attribute__((noinline)) void heap_sort(uint32_t *all, int count, Compare compare) {
  for (int root = count / 2 - 1; root >= 0; root--) sift(all, root, count, compare);
  for (int end = count - 1; end > 0; end--) {
    uint32_t top = all[0];
    all[0] = all[end];
    all[end] = top;
    sift(all, 0, end, compare);
  }
}

static int ascending(const void *left, const void *right) {
  uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
  return (a > b) - (a < b);
}

int main(void) {
  uint32_t state = 12345;
  for (int i = 0; i < COUNT; i++) {
    state ^= state << 13, state ^= state >> 17, state ^= state << 5;
    values[i] = copy[i] = state;
  }
  quick(values, values + COUNT);
  Compare volatile compare = ascending;
  heap_sort(copy, COUNT, compare);
  uint32_t sum = 0;
  for (int i = 0; i < COUNT; i++) {
    if (values[i] != copy[i] || (i && values[i - 1] > values[i])) return printf("not sorted at %d\n", i), 1;
    sum = sum * 31 + values[i];
  }
  printf("%08x\n", (unsigned)sum);
  return 0;
}
