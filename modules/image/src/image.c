// image: cuts, turns, resizes and filters a picture, and writes it in another format.
#include <stdio.h>
#include <string.h>

#include "filter.h"
#include "json.h"
#include "shape.h"

static int whole(const Job *job, const char *key) {
  double value = job_number(job, key, 0);
  if (!(value >= 0 && value <= LARGEST_SIDE)) fail("'%s' must be 0 to %d", key, LARGEST_SIDE);
  return (int)value;
}

static const char *choice(const Job *job, const char *key, const char *otherwise) {
  const char *value = job_string(job, key, NULL);
  return value ? value : otherwise;
}

static Picture shaped(const Job *job, Picture picture) {
  int left = whole(job, "cropLeft"), top = whole(job, "cropTop"), width = whole(job, "cropWidth"),
      height = whole(job, "cropHeight");
  if (left || top || width || height) {
    if (!width) width = picture.width - left;
    if (!height) height = picture.height - top;
    picture = shape_crop(picture, left, top, width, height);
  }
  picture = shape_turn(picture, (int)job_number(job, "rotate", 0));
  const char *flip = choice(job, "flip", "none"), *fit = choice(job, "fit", "inside");
  picture = shape_mirror(picture, strcmp(flip, "horizontal") == 0, strcmp(flip, "vertical") == 0);
  Fit how = strcmp(fit, "cover") == 0 ? COVER : strcmp(fit, "stretch") == 0 ? STRETCH : INSIDE;
  return shape_resize(picture, whole(job, "width"), whole(job, "height"), how);
}

int main(void) {
  Job *job = job_read();
  const char *path = job_string(job, "picture", NULL);
  if (!path) fail("'picture' is missing");
  Picture before = picture_read(read_input(path));
  Picture after = shaped(job, before);
  filter_light(after, job_number(job, "brightness", 0), job_number(job, "contrast", 0));
  filter_tone(after, choice(job, "tone", "none"));
  filter_blur(after, job_number(job, "blur", 0));
  filter_sharpen(after, job_number(job, "sharpen", 0));
  const char *format = choice(job, "format", "png");
  picture_write(after, format, (int)job_number(job, "quality", 90));
  printf("%d x %d -> %d x %d pixels, %s\n", before.width, before.height, after.width, after.height, format);
  return 0;
}
