// Writes own/name/file.txt, by that path: the folder own/name is there under its own name.
#include <stdio.h>

int main(void) {
  FILE *file = fopen("own/name/file.txt", "w");
  if (file == NULL) return 1;
  fputs("found", file);
  return fclose(file) == 0 ? 0 : 2;
}
