import { readFileSync } from 'node:fs';
import { getLIDModel } from 'fasttext.wasm.js';
import { describe, expect, it } from 'vitest';
import { runCurated } from '../run-curated';

const ARTICLE_1 = readFileSync('modules/detect-language/example/article-1.txt', 'utf8');
const CODES = 'en de fr es it nl pl fi tr ru el ar hi ja zh ko'.split(' ');

const reference = await getLIDModel();
await reference.load();

type Answer = {
  readonly language: string;
  readonly name: string;
  readonly probability: number;
  readonly words: number;
  readonly languages: readonly { readonly language: string; readonly probability: number }[];
};

const detect = async (job: Record<string, string | number | boolean>) => {
  const run = await runCurated('detect-language', job);
  expect(run).toMatchObject({ status: 'completed', exitCode: 0, stderr: '' });
  return { ...run, answer: JSON.parse(run.text('out/languages.json')) as Answer };
};

const detectFile = (bytes: Uint8Array | string, job = {}) =>
  runCurated('detect-language', { file: 'files/a.txt', ...job }, { 'a.txt': bytes });

/** What fastText itself, compiled to WebAssembly, says of a text; it leaves out what is below 1e-5. */
function fastText(text: string, count: number) {
  const found = reference.model?.predict(text, count, 0);
  return Array.from({ length: found?.size() ?? 0 }, (_, i) => {
    const [probability, label] = found?.get(i) ?? [];
    return { language: String(label).replace('__label__', ''), probability };
  });
}

describe('detect-language', () => {
  it.each([
    ...ARTICLE_1.trim().split('\n'),
    'naïve café — “quotes”, 42 % and an_unknown-w0rd 🙂🙂',
    'x',
    'Dies ist ein Satz in German and the rest of it is in English',
    'pneumonoultramicroscopicsilicovolcanoconiosis '.repeat(5).trim(),
  ])('gives the probabilities that fastText itself gives: %s', async (text) => {
    const { answer } = await detect({ text, shown: 20 });
    const expected = fastText(text, 20);
    expect(answer.languages).toHaveLength(20);
    expect(expected.length).toBeGreaterThan(0);
    for (const [i, { language, probability }] of expected.entries()) {
      const own = answer.languages.find((guess) => guess.language === language);
      // fastText's probabilities may exceed 1 by what guards it against log(0).
      const wanted = Math.min(Number(probability), 1);
      // Equal probabilities may fall on either side of the twentieth place.
      if (own === undefined) expect(i).toBeGreaterThan(17);
      else expect(Math.abs(own.probability - wanted)).toBeLessThan(2e-6 + 1e-4 * wanted);
    }
    expect(answer.language).toBe(expected[0]?.language);
  });

  it('answers for each line as a table', async () => {
    const run = await detectFile(`\ufeff${ARTICLE_1.replace('\n', '\r\n\r\n')}"a", b`, {
      eachLine: true,
    });
    const rows = run.text('out/lines.csv').trimEnd().split('\r\n');
    expect(rows[0]).toBe('line,language,name,probability,text');
    expect(rows.slice(1, -1).map((row) => row.split(',')[1])).toEqual(CODES);
    expect(rows[1]).toMatch(/^1,en,English,0\.\d{6},"All human beings .* rights\."$/);
    expect(rows[2]).toMatch(/^3,de,German,0\.\d{6},"Alle Menschen /);
    expect(rows.at(-1)).toMatch(/^18,.*,"""a"", b"$/);
    expect(run.stdout).toContain('    3  de    ');
    expect(run.paths).toEqual(['out/languages.json', 'out/lines.csv', 'stderr', 'stdout']);
  });

  it('takes a whole text as one, whatever separates its words', async () => {
    const { answer } = await detect({ text: 'Guten\tMorgen,\nliebe   Sorgen' });
    const { answer: spaced } = await detect({ text: 'Guten Morgen, liebe Sorgen' });
    expect(answer).toEqual(spaced);
    expect(answer).toMatchObject({ language: 'de', name: 'German', words: 4 });
    expect(answer.languages).toHaveLength(5);
  });

  it('takes the largest file, one word or many lines, within its fuel limit', async () => {
    const run = await detectFile('a'.repeat(2_097_152));
    expect(run).toMatchObject({ status: 'completed', exitCode: 0 });
    const lines = await detectFile(
      `${'Wir sind viele Zeilen, jede wird für sich allein beantwortet. '.repeat(2).slice(0, 99)}\n`.repeat(
        20_000,
      ),
      {
        eachLine: true,
      },
    );
    expect(lines).toMatchObject({ status: 'completed', exitCode: 0, stderr: '' });
  });

  it.each([
    ['nothing', {}, undefined, "give a text in 'text' or upload a 'file'"],
    ['blanks', { text: ' \n\t ' }, undefined, 'there are no words in the text'],
    ['both', { text: 'a', file: 'files/a.txt' }, 'b', "either 'text' or 'file', not both"],
    ['Latin-1', { file: 'files/a.txt' }, Buffer.from('Gr\xfc\xdfe', 'latin1'), 'byte 2'],
    ['a picture', { file: 'files/a.txt' }, Buffer.from('GIF89a\0\0'), 'byte 6 is zero'],
    ['an empty file', { file: 'files/a.txt' }, '', 'there are no words in the text'],
  ])('refuses %s with exit code 1', async (_, job, bytes, stderr) => {
    const files = bytes === undefined ? {} : { 'a.txt': bytes };
    const run = await runCurated('detect-language', job, files);
    expect(run).toMatchObject({ status: 'completed', exitCode: 1, stdout: '' });
    expect(run.stderr).toContain(stderr);
  });
});
