// Single-precision matrix product as in the textbook: one sum a cell, in one order.
#include <stdio.h>

#define N 384

static float a[N][N], b[N][N], c[N][N];

static void multiply(void) {
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++) {
      float sum = 0;
      for (int k = 0; k < N; k++) sum += a[i][k] * b[j][k];
      c[i][j] = sum;
    }
}

int main(void) {
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++) a[i][j] = (float)(i - j) / N, b[i][j] = (float)(i * j % 17) / 16;
  for (int round = 0; round < 4; round++) {
    multiply();
    for (int i = 0; i < N; i++) a[i][i] += c[i][(i + round) % N] / N;
  }
  double sum = 0;
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++) sum += c[i][j];
  printf("%.9e\n", sum);
  return 0;
}
