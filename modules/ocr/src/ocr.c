// ocr: reads the printed text in a picture.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guest.h"
#include "json.h"
#include "network.h"
#include "page.h"

typedef struct {
  Text text;
  float confidence;  // of its least sure character
  Box box;
} Word;

typedef struct {
  Box box;
  Word *words;
  int count;
  int begins_paragraph;
} Line;

/// What surrounds a line is cut out with it; a line of low letters only gets as much room as the others.
static Box room_of(const Page *page, const Box *lines, int count, int i, int usual) {
  Box box = lines[i];
  int above = i ? box.y - (lines[i - 1].y + lines[i - 1].height) : box.y, bottom = box.y + box.height;
  int below = i + 1 < count ? lines[i + 1].y - bottom : page->height - bottom;
  int margin = 1 + box.height / 14, missing = (usual - box.height) / 2;
  if (missing > margin) margin = missing;
  int up = margin < above ? margin : above > 0 ? above : 0, down = margin < below ? margin : below > 0 ? below : 0;
  int side = 2 + box.height / 8, left = box.x > side ? box.x - side : 0, right = box.x + box.width + side;
  if (right > page->width) right = page->width;
  return (Box){left, box.y - up, right - left, box.height + up + down};
}

static Word *new_word(Line *line) {
  line->words = must_realloc(line->words, (size_t)(line->count + 1) * sizeof *line->words);
  line->words[line->count] = (Word){.confidence = 1};
  return &line->words[line->count++];
}

/// Gives the last word its box, of the ink from `left` to `right`, or takes it back where it is none.
static void end_word(const Page *page, Line *line, int left, int right, float least) {
  Word *word = &line->words[line->count - 1];
  word->box = page_tighten(page, (Box){left, line->box.y, right - left, line->box.height});
  if (word->text.size == 0 || word->confidence < least) line->count--;
}

/// The end of the run of equal outputs that begins at `step`; `best` becomes its highest probability.
static int end_of_run(const Step *read, int steps, int step, float *best) {
  int output = read[step].output;
  for (*best = 0; step < steps && read[step].output == output; step++)
    if (read[step].probability > *best) *best = read[step].probability;
  return step;
}

/// Each run of equal outputs is one character; those that mean nothing part equal ones.
static void make_words(const Network *network, const Page *page, Box room, const Step *read, int steps, float least,
                       Line *line) {
  Word *word = new_word(line);
  int left = room.x, written = 0, space = 0;  // written: the step of the last character; space: one came since
  for (int step = 0, end; step < steps; step = end) {
    float probability;
    size_t size;
    end = end_of_run(read, steps, step, &probability);
    if (read[step].output == network_nothing(network)) continue;
    const char *text = network_text(network, read[step].output, &size);
    if (size == 1 && *text == ' ') {
      space = 1;
      continue;
    }
    if (space && word->text.size) {
      int from = room.x + written * room.width / steps, to = room.x + end * room.width / steps;
      int cut = page_gap(page, (Box){from, line->box.y, to - from, line->box.height});
      end_word(page, line, left, cut, least);
      word = new_word(line), left = cut;
    }
    space = 0, written = step;
    text_append(&word->text, text, size);
    if (probability < word->confidence) word->confidence = probability;
  }
  end_word(page, line, left, room.x + room.width, least);
}

static void read_line(const Network *network, const Page *page, Box room, float least, Line *line) {
  int width = room.width * LINE_HEIGHT / room.height, steps = width / REDUCTION;
  if (steps < 1) return;
  uint8_t *grey = page_scale(page, room, width, LINE_HEIGHT);
  Step *read = must_alloc((size_t)steps * sizeof *read);
  network_read(network, grey, width, read);
  make_words(network, page, room, read, steps, least, line);
  free(grey), free(read);
}

static void json_box(Text *json, Box box) {
  text_printf(json, "\"box\": { \"x\": %d, \"y\": %d, \"width\": %d, \"height\": %d }", box.x, box.y, box.width,
              box.height);
}

static void write_json(const Page *page, const Line *lines, int count) {
  Text json = {0};
  const char *comma = "";
  text_printf(&json, "{\n  \"width\": %d,\n  \"height\": %d,\n  \"lines\": [", page->width, page->height);
  for (int i = 0; i < count; i++) {
    if (lines[i].count == 0) continue;
    text_printf(&json, "%s\n    {\n      ", comma);
    json_box(&json, lines[i].box);
    text_puts(&json, ",\n      \"words\": [");
    for (int j = 0; j < lines[i].count; j++) {
      const Word *word = &lines[i].words[j];
      text_printf(&json, "%s\n        { \"text\": ", j ? "," : "");
      text_json_string(&json, word->text.bytes, word->text.size);
      text_printf(&json, ", \"confidence\": %.3f, ", (double)word->confidence);
      json_box(&json, word->box);
      text_puts(&json, " }");
    }
    text_puts(&json, "\n      ]\n    }");
    comma = ",";
  }
  text_puts(&json, *comma ? "\n  ]\n}\n" : "]\n}\n");
  write_file("/out/page.json", json.bytes, json.size);
}

static int write_words(const Line *lines, int count) {
  Text csv = {0};
  int words = 0;
  text_puts(&csv, "text,confidence,line,x,y,width,height\r\n");
  for (int i = 0; i < count; i++)
    for (int j = 0; j < lines[i].count; j++, words++) {
      const Word *word = &lines[i].words[j];
      text_puts(&csv, "\"");
      for (size_t k = 0; k < word->text.size; k++) {
        if (word->text.bytes[k] == '"') text_puts(&csv, "\"");
        text_append(&csv, &word->text.bytes[k], 1);
      }
      text_printf(&csv, "\",%.3f,%d,%d,%d,%d,%d\r\n", (double)word->confidence, i + 1, word->box.x, word->box.y,
                  word->box.width, word->box.height);
    }
  write_file("/out/words.csv", csv.bytes, csv.size);
  return words;
}

/// The text alone, with an empty line where a paragraph begins.
static void write_text(const Line *lines, int count) {
  Text text = {0};
  text_puts(&text, "");
  for (int i = 0; i < count; i++) {
    if (lines[i].count == 0) continue;
    if (text.size && lines[i].begins_paragraph) text_puts(&text, "\n");
    for (int j = 0; j < lines[i].count; j++) {
      if (j) text_puts(&text, " ");
      text_append(&text, lines[i].words[j].text.bytes, lines[i].words[j].text.size);
    }
    text_puts(&text, "\n");
  }
  write_file("/out/text.txt", text.bytes, text.size);
}

static int by_number(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

static int median(int *numbers, int count) {
  qsort(numbers, (size_t)count, sizeof *numbers, by_number);
  return count ? numbers[count / 2] : 0;
}

int main(void) {
  Job *job = job_read();
  const char *path = job_string(job, "picture", NULL);
  double least = job_number(job, "minConfidence", 0);
  if (!path) fail("'picture' is missing");
  if (!(least >= 0 && least <= 1)) fail("'minConfidence' must be between 0 and 1");

  Page page = page_decode(read_input(path));
  Network *network = network_load("/module/data/eng.bin");
  Box *boxes;
  int count = page_lines(&page, &boxes), gap_count = 0;
  Line *lines = must_alloc((size_t)count * sizeof *lines);
  int *heights = must_alloc((size_t)count * sizeof *heights), *gaps = must_alloc((size_t)count * sizeof *gaps);
  for (int i = 0; i < count; i++) heights[i] = boxes[i].height;
  for (int i = 1; i < count; i++) gaps[gap_count++] = boxes[i].y - boxes[i - 1].y - boxes[i - 1].height;
  int usual_height = median(heights, count), usual_gap = median(gaps, gap_count);
  for (int i = 0; i < count; i++) {
    int gap = i ? boxes[i].y - boxes[i - 1].y - boxes[i - 1].height : 0;
    lines[i] = (Line){.box = boxes[i], .begins_paragraph = gap > usual_gap + usual_height * 2 / 5};
    read_line(network, &page, room_of(&page, boxes, count, i, usual_height), (float)least, &lines[i]);
  }
  write_json(&page, lines, count);
  write_text(lines, count);
  int words = write_words(lines, count);
  printf("%d word%s in %d line%s\n", words, words == 1 ? "" : "s", count, count == 1 ? "" : "s");
  return 0;
}
