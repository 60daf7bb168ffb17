// The C library's mathematics. Two libraries differ in the last bits: nine digits are printed.
#include <math.h>
#include <stdio.h>

int main(void) {
  double sum = 0;
  for (int i = 1; i <= 1500000; i++) {
    double x = i * 1e-6 + 0.5;
    sum += sin(x * 3) + cos(x * 5) + exp(x) * 0.1 + log(x) + pow(x, 1.7) + atan2(x, 2 - x) + fmod(x * 9, 1.3) + cbrt(x);
  }
  printf("%.9e\n", sum);
  return 0;
}
