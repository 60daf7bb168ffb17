#include "voice.h"

#include "cst_cg.h"
#include "guest.h"

enum { LONGEST_SENTENCE = 500 };  // tokens; then a sentence ends wherever it is

void usenglish_init(cst_voice *voice);
cst_lexicon *cmulex_init(void);

cst_voice *voice_load(const char *path, double speed, double pitch) {
  static const cst_lang english[] = {{"eng", usenglish_init, cmulex_init}, {NULL, NULL, NULL}};
  cst_voice *voice = cst_cg_load_voice(path, english);
  if (!voice) fail("internal error: cannot load %s", path);
  feat_set_float(voice->features, "duration_stretch", (float)(1 / speed));
  feat_set_float(voice->features, "f0_shift", (float)pitch);
  return voice;
}

static const char *setting(const cst_voice *voice, const char *name) {
  return get_param_string(voice->features, name, NULL);
}

/// Adds a token of the text to a sentence, with what stood around it.
static void add_token(cst_relation *tokens, cst_tokenstream *stream, const char *token) {
  cst_item *item = relation_append(tokens, NULL);
  item_set_string(item, "name", token);
  item_set_string(item, "whitespace", stream->whitespace);
  item_set_string(item, "prepunctuation", stream->prepunctuation);
  item_set_string(item, "punc", stream->postpunctuation);
  item_set_int(item, "file_pos", stream->file_pos);
  item_set_int(item, "line_number", stream->line_number);
}

static void speak_sentence(cst_utterance *sentence, cst_voice *voice, cst_wave *whole) {
  utt_init(sentence, voice);
  if (!utt_synth_tokens(sentence)) fail("internal error: a sentence could not be spoken");
  concat_wave(whole, utt_wave(sentence));
  delete_utterance(sentence);
}

// As flite_ts_to_speech() of flite's own program, which writes to a sound card or a file instead.
cst_wave *voice_speak(cst_voice *voice, const char *text) {
  cst_breakfunc breaks = default_utt_break;
  if (feat_present(voice->features, "utt_break")) breaks = val_breakfunc(feat_val(voice->features, "utt_break"));
  cst_tokenstream *stream =
      ts_open_string(text, setting(voice, "text_whitespace"), setting(voice, "text_singlecharsymbols"),
                     setting(voice, "text_prepunctuation"), setting(voice, "text_postpunctuation"));
  cst_wave *whole = new_wave();
  cst_wave_resize(whole, 0, 1);
  cst_wave_set_sample_rate(whole, get_param_int(voice->features, "sample_rate", 16000));
  cst_utterance *sentence = new_utterance();
  cst_relation *tokens = utt_relation_create(sentence, "Token");
  int count = 0;
  while (!ts_eof(stream) || count > 0) {
    const char *token = ts_get(stream);
    int is_end = token[0] == 0 || count > LONGEST_SENTENCE || (relation_head(tokens) && breaks(stream, token, tokens));
    if (is_end && count > 0) {
      speak_sentence(sentence, voice, whole);
      sentence = new_utterance();
      tokens = utt_relation_create(sentence, "Token");
      count = 0;
    }
    if (token[0] == 0) continue;
    add_token(tokens, stream, token);
    count++;
  }
  delete_utterance(sentence);
  ts_close(stream);
  if (whole->num_samples == 0) fail("there is nothing in the text that can be spoken");
  return whole;
}
