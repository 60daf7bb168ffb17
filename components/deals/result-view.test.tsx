import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { resultFilesOf } from './result-files';
import { ResultView } from './result-view';

const bytes = (text: string) => new TextEncoder().encode(text);
const drawn = (files: ReadonlyMap<string, Uint8Array>) =>
  renderToStaticMarkup(<ResultView files={resultFilesOf(files, [])} />);

it('shows scripts in outputs and their names as text', () => {
  const script = '<script>alert(1)</script><img src=x onerror=alert(1)>';
  const page = drawn(
    new Map([
      ['stdout', bytes(script)],
      [`out/${script}.csv`, bytes(`${script},b\n1,2\n`)],
      ['out/a.json', bytes(JSON.stringify({ [script]: script }))],
    ]),
  );
  expect(page).not.toMatch(/<script|<img/);
  expect(page.match(/&lt;script&gt;/g)?.length).toBeGreaterThanOrEqual(4);
});

it('draws JSON that a manifest calls a file as the tree it is', () => {
  const files = new Map([['out/page.json', bytes('{"words":60}')]]);
  const outputs = [
    { path: 'out/page.json', kind: 'file', mediaType: 'application/json', title: 'Places' },
  ] as const;
  const page = renderToStaticMarkup(<ResultView files={resultFilesOf(files, outputs)} />);
  expect(page).toContain('words');
});

it('draws some of a hundred thousand outputs, names some more and counts the rest', () => {
  const many = new Map(
    Array.from({ length: 100_000 }, (_, index) => [`out/${index}.txt`, bytes('x')] as const),
  );
  const page = drawn(many);
  expect(page.match(/<figure/g)).toHaveLength(30);
  expect(page.match(/<li/g)).toHaveLength(501);
  expect(page).toContain('99,970');
  // Each name is a download, and the list is scrolled by keyboard.
  expect(page.match(/title="Download this file"/g)).toHaveLength(500);
  expect(page).toMatch(/<ul[^>]* tabindex="0" aria-label="Files that are not shown"/i);
});

it('cuts a text and a tree that are too long to draw', () => {
  const long = bytes('moo\n'.repeat(2_000_000));
  const deep = bytes(`${'[1,'.repeat(100_000)}1${']'.repeat(100_000)}`);
  const page = drawn(
    new Map([
      ['stdout', long],
      ['out/deep.json', deep],
    ]),
  );
  expect(page.length).toBeLessThan(2_000_000);
});

it('shows what is written: every cell of a ragged table, and numbers that no double holds', () => {
  const page = drawn(
    new Map([
      ['out/a.csv', bytes('a,b\n1,2,beyond the head\n')],
      ['out/b.json', bytes('{"paid": 12345678901234567890}')],
      ['out/empty.csv', bytes('\n\n\n')],
    ]),
  );
  expect(page).toContain('beyond the head');
  expect(page).toContain('12345678901234567890');
  expect(page).toContain('(empty)');
});

it('names the marks in a path that would show another ending', () => {
  const page = drawn(new Map([['out/a\u202egnp.txt', bytes('x')]]));
  expect(page).toContain('out/a[U+202E]gnp.txt');
  expect(page).not.toContain('\u202e');
});

it('shows the marks in JSON that would turn a line of it', () => {
  const page = drawn(new Map([['out/a.json', bytes('{"\u202elive": "\u202etxt.exe"}')]]));
  expect(page).toContain('[U+202E]live');
  expect(page).toContain('\\u202etxt.exe');
  expect(page).not.toContain('\u202e');
});

it('says where a text is none in part', () => {
  const NOTE = 'Not all of it is UTF-8 text';
  expect(drawn(new Map([['stdout', Uint8Array.of(104, 105, 255)]]))).toContain(NOTE);
  expect(drawn(new Map([['stdout', bytes('€'.repeat(100_000))]]))).not.toContain(NOTE);
});
