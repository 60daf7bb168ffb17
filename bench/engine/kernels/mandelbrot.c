// Iterations of z*z + c until it leaves: double-precision chains with a branch in each step.
#include <stdio.h>

static int escape(double x, double y, int limit) {
  double re = 0, im = 0;
  int i = 0;
  for (; i < limit && re * re + im * im <= 4; i++) {
    double next = re * re - im * im + x;
    im = 2 * re * im + y;
    re = next;
  }
  return i;
}

int main(void) {
  long long sum = 0;
  for (int row = 0; row < 400; row++)
    for (int column = 0; column < 400; column++)
      sum += escape(column / 160.0 - 2, row / 160.0 - 1.25, 1000);
  printf("%lld\n", sum);
  return 0;
}
