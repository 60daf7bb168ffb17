#include "model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "guest.h"

enum { MAGIC = 793712314, VERSION = 12, HIERARCHICAL_SOFTMAX = 1, SUPERVISED = 3, CENTROIDS = 256, WORD = 0, LABEL = 1 };
enum { LABEL_PREFIX = 9 };  // bytes of "__label__"

/// Numbers that stand for themselves in an open-addressing table; a value of -1 is an empty slot.
typedef struct {
  uint32_t mask;
  struct Slot {
    uint32_t key;
    int32_t value;
  } *slots;
} Table;

/// Vectors cut into pieces, each piece the number of one of 256 centroids.
typedef struct {
  int dimensions, pieces, piece, last_piece;
  const float *centroids;
} Quantizer;

typedef struct {
  int parent, right;  // `right`: whether this node is its parent's right child
  int64_t count;
} Node;

struct Model {
  int dimensions, shortest, longest;  // of vectors; of character n-grams
  uint32_t buckets;
  int words, labels;
  const char **names;    // of the words, then of the labels
  Table word_slots;      // hash of a word to its row (words of one hash lie behind one another)
  Table bucket_rows;     // n-gram bucket to its row, for the buckets that were not pruned
  const uint8_t *codes, *norm_codes;
  Quantizer vectors, norms;
  const float *output;   // [labels - 1][dimensions], one row for each inner node of the tree
  Node *tree;            // leaves (labels, most frequent first), then inner nodes
};

typedef struct {
  const char *at, *end;
} Reader;

static const void *take(Reader *in, size_t size) {
  if ((size_t)(in->end - in->at) < size) fail("internal error: the model ends too early");
  const void *from = in->at;
  in->at += size;
  return from;
}

static int32_t take_int(Reader *in) {
  int32_t value;
  memcpy(&value, take(in, sizeof value), sizeof value);
  return value;
}

static int64_t take_long(Reader *in) {
  int64_t value;
  memcpy(&value, take(in, sizeof value), sizeof value);
  return value;
}

/// A copy, because the file's numbers are not aligned.
static const float *take_floats(Reader *in, size_t count) {
  const void *from = take(in, count * sizeof(float));
  return memcpy(must_alloc(count * sizeof(float)), from, count * sizeof(float));
}

static int take_flag(Reader *in) { return *(const char *)take(in, 1); }

static void expect(int64_t value, int64_t wanted, const char *what) {
  if (value != wanted) fail("internal error: the model's %s is %lld, not %lld", what, (long long)value, (long long)wanted);
}

static Table new_table(size_t entries) {
  uint32_t size = 16;
  while (size < 2 * entries) size *= 2;
  Table table = {size - 1, must_alloc(size * sizeof *table.slots)};
  memset(table.slots, 0xff, size * sizeof *table.slots);
  return table;
}

static void table_put(Table *table, uint32_t key, int32_t value) {
  uint32_t at = key * 2654435761u & table->mask;
  while (table->slots[at].value != -1) at = (at + 1) & table->mask;
  table->slots[at] = (struct Slot){key, value};
}

/// fastText's FNV-1a, which takes bytes as signed.
static uint32_t hash(const char *bytes, size_t size) {
  uint32_t value = 2166136261u;
  for (size_t i = 0; i < size; i++) value = (value ^ (uint32_t)(int8_t)bytes[i]) * 16777619u;
  return value;
}

static int32_t row_of_word(const Model *model, const char *word, size_t size) {
  uint32_t key = hash(word, size);
  for (uint32_t at = key * 2654435761u & model->word_slots.mask;; at = (at + 1) & model->word_slots.mask) {
    struct Slot slot = model->word_slots.slots[at];
    if (slot.value == -1) return -1;
    const char *name = model->names[slot.value];
    if (slot.key == key && strncmp(name, word, size) == 0 && name[size] == 0) return slot.value;
  }
}

static int32_t row_of_bucket(const Model *model, uint32_t bucket) {
  for (uint32_t at = bucket * 2654435761u & model->bucket_rows.mask;; at = (at + 1) & model->bucket_rows.mask) {
    struct Slot slot = model->bucket_rows.slots[at];
    if (slot.value == -1 || slot.key == bucket) return slot.value;
  }
}

/// Huffman's tree over the labels' counts, as fastText builds it: `counts` falls.
static Node *build_tree(const int64_t *counts, int labels) {
  Node *tree = must_alloc((size_t)(2 * labels - 1) * sizeof *tree);
  for (int i = 0; i < 2 * labels - 1; i++) tree[i] = (Node){-1, 0, i < labels ? counts[i] : (int64_t)1e15};
  int leaf = labels - 1, inner = labels;
  for (int node = labels; node < 2 * labels - 1; node++) {
    tree[node].count = 0;
    for (int right = 0; right < 2; right++) {
      // Nodes from `node` on are not made yet; fastText counts them as 1e15.
      int64_t next = inner < node ? tree[inner].count : (int64_t)1e15;
      int child = leaf >= 0 && tree[leaf].count < next ? leaf-- : inner++;
      tree[child].parent = node, tree[child].right = right;
      tree[node].count += tree[child].count;
    }
  }
  return tree;
}

static void read_dictionary(Model *model, Reader *in) {
  int entries = take_int(in);
  model->words = take_int(in), model->labels = take_int(in);
  if (model->words < 0 || model->labels < 2 || entries != model->words + model->labels)
    fail("internal error: the model's dictionary is broken");
  take_long(in);  // tokens it was trained on
  int64_t kept = take_long(in);
  if (kept < 0 || kept > 10000000) fail("internal error: the model's n-grams are not pruned");
  model->names = must_alloc((size_t)entries * sizeof *model->names);
  model->word_slots = new_table((size_t)model->words);
  int64_t *counts = must_alloc((size_t)model->labels * sizeof *counts);
  for (int i = 0; i < entries; i++) {
    const char *name = in->at;
    size_t size = strnlen(name, (size_t)(in->end - name));
    take(in, size + 1);
    if (i >= model->words && size < LABEL_PREFIX) fail("internal error: '%s' is no label", name);
    int64_t count = take_long(in);
    expect(take_flag(in), i < model->words ? WORD : LABEL, "kind of entry");
    if (i < model->words) {
      model->names[i] = name;
      table_put(&model->word_slots, hash(name, size), i);
    } else {
      model->names[i] = name + LABEL_PREFIX;
      counts[i - model->words] = count;
    }
  }
  model->bucket_rows = new_table((size_t)kept);
  for (int64_t i = 0; i < kept; i++) {
    uint32_t bucket = (uint32_t)take_int(in);
    table_put(&model->bucket_rows, bucket, model->words + take_int(in));
  }
  model->tree = build_tree(counts, model->labels);
}

static Quantizer read_quantizer(Reader *in) {
  Quantizer read = {take_int(in), take_int(in), take_int(in), take_int(in), NULL};
  if (read.pieces < 1 || (read.pieces - 1) * read.piece + read.last_piece != read.dimensions)
    fail("internal error: the model's quantizer is broken");
  read.centroids = take_floats(in, (size_t)read.dimensions * CENTROIDS);
  return read;
}

static void read_input_rows(Model *model, Reader *in) {
  expect(take_flag(in), 1, "quantised input");
  expect(take_flag(in), 1, "quantised norm");
  int64_t rows = take_long(in);
  expect(take_long(in), model->dimensions, "row");
  int32_t size = take_int(in);
  model->codes = take(in, (size_t)size);
  model->vectors = read_quantizer(in);
  expect(size, rows * model->vectors.pieces, "code size");
  model->norm_codes = take(in, (size_t)rows);
  model->norms = read_quantizer(in);
  for (uint32_t i = 0; i <= model->bucket_rows.mask; i++)
    if (model->bucket_rows.slots[i].value >= rows) fail("internal error: the model has too few rows");
}

Model *model_load(const char *path) {
  Buffer file = read_file(path);
  Reader in = {file.bytes, file.bytes + file.size};
  Model *model = must_alloc(sizeof *model);
  expect(take_int(&in), MAGIC, "magic");
  expect(take_int(&in), VERSION, "version");
  model->dimensions = take_int(&in);
  take(&in, 4 * sizeof(int32_t));  // training: window, epochs, least count, negative samples
  expect(take_int(&in), 1, "length of word n-grams");
  expect(take_int(&in), HIERARCHICAL_SOFTMAX, "loss");
  expect(take_int(&in), SUPERVISED, "kind");
  model->buckets = (uint32_t)take_int(&in);
  model->shortest = take_int(&in), model->longest = take_int(&in);
  take(&in, sizeof(int32_t) + sizeof(double));  // training: rate and sampling
  read_dictionary(model, &in);
  read_input_rows(model, &in);
  expect(take_flag(&in), 0, "quantised output");
  expect(take_long(&in), model->labels, "number of output rows");
  expect(take_long(&in), model->dimensions, "output row");
  model->output = take_floats(&in, (size_t)model->labels * (size_t)model->dimensions);
  if (in.at != in.end) fail("internal error: the model is too long");
  return model;
}

int model_label_count(const Model *model) { return model->labels; }

static const float *centroid(const Quantizer *quantizer, int piece, uint8_t code) {
  int size = piece == quantizer->pieces - 1 ? quantizer->last_piece : quantizer->piece;
  return quantizer->centroids + (size_t)piece * CENTROIDS * (size_t)quantizer->piece + (size_t)code * (size_t)size;
}

static void add_row(const Model *model, int32_t row, float *sum) {
  const Quantizer *vectors = &model->vectors;
  float norm = *centroid(&model->norms, 0, model->norm_codes[row]);
  const uint8_t *codes = model->codes + (size_t)row * (size_t)vectors->pieces;
  for (int piece = 0; piece < vectors->pieces; piece++) {
    const float *from = centroid(vectors, piece, codes[piece]);
    int size = piece == vectors->pieces - 1 ? vectors->last_piece : vectors->piece;
    for (int i = 0; i < size; i++) sum[piece * vectors->piece + i] += norm * from[i];
  }
}

static int continues(char byte) { return (byte & 0xc0) == 0x80; }

/// Adds the rows of a word's character n-grams; `word` stands between '<' and '>'.
static size_t add_ngrams(const Model *model, const char *word, size_t size, float *sum) {
  size_t rows = 0;
  for (size_t start = 0; start < size; start++) {
    if (continues(word[start])) continue;
    size_t end = start;
    for (int length = 1; end < size && length <= model->longest; length++) {
      end++;
      while (end < size && continues(word[end])) end++;
      if (length < model->shortest || (length == 1 && (start == 0 || end == size))) continue;
      int32_t row = row_of_bucket(model, hash(word + start, end - start) % model->buckets);
      if (row < 0) continue;
      add_row(model, row, sum);
      rows++;
    }
  }
  return rows;
}

static int is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r') || c == 0; }

static size_t add_word(const Model *model, const char *word, size_t size, float *sum, Text *bracketed) {
  size_t rows = 0;
  int32_t row = row_of_word(model, word, size);
  if (row >= 0) add_row(model, row, sum), rows++;
  bracketed->size = 0;
  text_puts(bracketed, "<");
  text_append(bracketed, word, size);
  text_puts(bracketed, ">");
  return rows + add_ngrams(model, bracketed->bytes, bracketed->size, sum);
}

/// Logarithms of the two turns at every inner node, with fastText's own guard against log(0).
static void turn_at_nodes(const Model *model, const float *hidden, float (*logs)[2]) {
  for (int node = 0; node < model->labels - 1; node++) {
    const float *row = model->output + (size_t)node * (size_t)model->dimensions;
    float sum = 0;
    for (int i = 0; i < model->dimensions; i++) sum += row[i] * hidden[i];
    float right = 1 / (1 + expf(-sum));
    logs[node][0] = logf(1 - right + 1e-5f), logs[node][1] = logf(right + 1e-5f);
  }
}

/// The product over the path from a leaf to the root.
static float probability(const Model *model, float (*const logs)[2], int leaf) {
  float score = 0;
  for (const Node *node = &model->tree[leaf]; node->parent >= 0; node = &model->tree[node->parent])
    score += logs[node->parent - model->labels][node->right];
  float value = expf(score);
  return value > 1 ? 1 : value;
}

static int by_probability(const void *a, const void *b) {
  const Guess *left = a, *right = b;
  if (left->probability != right->probability) return left->probability < right->probability ? 1 : -1;
  return strcmp(left->code, right->code);
}

size_t model_predict(const Model *model, const char *text, size_t size, Guess *guesses) {
  size_t words = 0, rows = 1, dimensions = (size_t)model->dimensions;
  float *hidden = must_alloc(dimensions * sizeof(float)), (*logs)[2] = must_alloc((size_t)model->labels * sizeof *logs);
  memset(hidden, 0, dimensions * sizeof(float));
  Text bracketed = {0};
  for (size_t at = 0; at < size;) {
    while (at < size && is_space(text[at])) at++;
    size_t start = at;
    while (at < size && !is_space(text[at])) at++;
    if (at == start) break;
    rows += add_word(model, text + start, at - start, hidden, &bracketed);
    words++;
  }
  add_row(model, row_of_word(model, "</s>", 4), hidden);  // the end of the line is a word as well
  for (size_t i = 0; i < dimensions; i++) hidden[i] /= (float)rows;
  turn_at_nodes(model, hidden, logs);
  for (int label = 0; label < model->labels; label++)
    guesses[label] = (Guess){model->names[model->words + label], probability(model, logs, label)};
  qsort(guesses, (size_t)model->labels, sizeof *guesses, by_probability);
  free(hidden), free(logs), free(bracketed.bytes);
  return words;
}
