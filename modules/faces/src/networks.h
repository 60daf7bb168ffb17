// Two networks of face-api (Vincent Mühler, Vladimir Mandic; MIT): the tiny face detector, and 68 landmarks.
#ifndef RECKON_NETWORKS_H
#define RECKON_NETWORKS_H

#include "layers.h"
#include "picture.h"

enum { LANDMARKS = 68, MOST_FACES = 200 };

typedef struct {
  float x, y;
} Point;

typedef struct {
  float score;                // 0 to 1
  float x, y, width, height;  // in pixels of the picture; may reach beyond it
  Point landmarks[LANDMARKS];
} Face;

typedef struct Networks Networks;
Networks *networks_load(const char *path);
/// Finds faces, the surest first, in the picture scaled to `size` x `size` (a multiple of 32). Returns their number.
int detect_faces(const Networks *networks, Picture picture, int size, float threshold, Face faces[MOST_FACES]);
/// Fills in the landmarks of a face (iBUG's 68: jaw, brows, nose, eyes, mouth).
void find_landmarks(const Networks *networks, Picture picture, Face *face);

#endif
