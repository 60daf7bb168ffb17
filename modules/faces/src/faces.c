// faces: finds faces in a picture and marks or hides them.
#include <stdio.h>
#include <string.h>

#include "guest.h"
#include "json.h"
#include "networks.h"
#include "picture.h"
#include "png.h"

enum { LEAST_SIZE = 160, DEFAULT_SIZE = 512, MOST_SIZE = 960, CELLS = 7 };

static const Colour frame_colour = {255, 214, 0}, dot_colour = {0, 229, 160};

static void draw_face(Picture picture, const Face *face, int with_landmarks) {
  Rectangle box = picture_crop(picture, face->x, face->y, face->width, face->height);
  int larger = picture.width > picture.height ? picture.width : picture.height, line = 1 + larger / 400;
  picture_frame(picture, box, line, frame_colour);
  for (int i = 0; with_landmarks && i < LANDMARKS; i++)
    picture_dot(picture, face->landmarks[i].x, face->landmarks[i].y, face->width / 90 + 0.8f, dot_colour);
}

/// The box, and some hair and chin around it.
static void hide_face(Picture picture, const Face *face) {
  float x = face->x - face->width * 0.1f, y = face->y - face->height * 0.25f;
  picture_pixelate(picture, picture_crop(picture, x, y, face->width * 1.2f, face->height * 1.4f), CELLS);
}

static void write_json(Picture picture, const Face *faces, int count) {
  Text json = {0};
  text_printf(&json, "{\n  \"width\": %d,\n  \"height\": %d,\n  \"faces\": [", picture.width, picture.height);
  for (int i = 0; i < count; i++) {
    const Face *face = &faces[i];
    text_printf(&json, "%s\n    {\n      \"score\": %.4f,\n", i ? "," : "", (double)face->score);
    text_printf(&json, "      \"box\": { \"x\": %.1f, \"y\": %.1f, \"width\": %.1f, \"height\": %.1f },\n",
                (double)face->x, (double)face->y, (double)face->width, (double)face->height);
    text_puts(&json, "      \"landmarks\": [");
    for (int j = 0; j < LANDMARKS; j++)
      text_printf(&json, "%s[%.1f, %.1f]", j ? ", " : "", (double)face->landmarks[j].x, (double)face->landmarks[j].y);
    text_puts(&json, "]\n    }");
  }
  text_puts(&json, count ? "\n  ]\n}\n" : "]\n}\n");
  write_file("/out/faces.json", json.bytes, json.size);
}

static void write_table(const Face *faces, int count) {
  Text csv = {0};
  text_puts(&csv, "face,score,x,y,width,height\r\n");
  for (int i = 0; i < count; i++)
    text_printf(&csv, "%d,%.4f,%.1f,%.1f,%.1f,%.1f\r\n", i + 1, (double)faces[i].score, (double)faces[i].x,
                (double)faces[i].y, (double)faces[i].width, (double)faces[i].height);
  write_file("/out/faces.csv", csv.bytes, csv.size);
}

int main(void) {
  Job *job = job_read();
  const char *path = job_string(job, "picture", NULL), *draw = job_string(job, "draw", NULL);
  double threshold = job_number(job, "threshold", 0.5), size = job_number(job, "size", DEFAULT_SIZE);
  if (!path) fail("'picture' is missing");
  if (!(threshold >= 0.1 && threshold <= 0.95)) fail("'threshold' must be between 0.1 and 0.95");
  if (!(size >= LEAST_SIZE && size <= MOST_SIZE && (int)size % 32 == 0 && size == (int)size))
    fail("'size' must be a multiple of 32 between %d and %d", LEAST_SIZE, MOST_SIZE);
  if (!draw) draw = "landmarks";

  Picture picture = picture_decode(read_input(path));
  Networks *networks = networks_load("/module/data/weights.bin");
  static Face faces[MOST_FACES];
  int count = detect_faces(networks, picture, (int)size, (float)threshold, faces);
  for (int i = 0; i < count; i++) find_landmarks(networks, picture, &faces[i]);
  write_json(picture, faces, count);
  write_table(faces, count);
  for (int i = 0; i < count; i++) {
    if (strcmp(draw, "hide") == 0) hide_face(picture, &faces[i]);
    else draw_face(picture, &faces[i], strcmp(draw, "landmarks") == 0);
  }
  write_png("/out/picture.png", picture.rgb, picture.width, picture.height, 3);
  printf("%d face%s in %d x %d pixels\n", count, count == 1 ? "" : "s", picture.width, picture.height);
  return 0;
}
