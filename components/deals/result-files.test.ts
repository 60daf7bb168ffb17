import { describe, expect, it } from 'vitest';
import { downloadName, isPdf, pdfVersionOf, resultFilesOf } from './result-files';

const bytes = Uint8Array.of(1);
const ascii = (text: string) => Uint8Array.from([...text].map((char) => char.charCodeAt(0)));

describe('resultFilesOf', () => {
  it('lists what the manifest names first, then the rest by the endings of their names', () => {
    const paths = [
      'result.json',
      'stderr',
      'stdout',
      'out/b.csv',
      'out/SOUND.WAV',
      'out/constructor',
      'out/a.bin',
    ];
    const files = new Map(paths.map((path) => [path, bytes]));
    files.set('stderr', new Uint8Array());
    files.set('out/SOUND.WAV', ascii('RIFF\0\0\0\0WAVEfmt '));
    const outputs = [{ path: 'a.bin', kind: 'image', mediaType: 'image/bmp', title: 'A' } as const];
    expect(
      resultFilesOf(files, outputs).map(({ path, kind, mediaType, title }) => [
        path,
        kind,
        mediaType,
        title,
      ]),
    ).toEqual([
      ['out/a.bin', 'image', 'image/bmp', 'A'],
      ['stdout', 'text', 'text/plain', 'Output'],
      ['out/b.csv', 'table', 'text/csv', 'out/b.csv'],
      ['out/SOUND.WAV', 'audio', 'audio/wav', 'out/SOUND.WAV'],
      ['out/constructor', 'file', 'application/octet-stream', 'out/constructor'],
    ]);
  });
});

it('puts what can be drawn before many texts, and those before what can only be named', () => {
  const texts = Array.from({ length: 40 }, (_, at) => `out/a${String(at).padStart(2, '0')}.txt`);
  const files = new Map(texts.map((path) => [path, bytes]));
  for (const path of [
    'out/z.pdf',
    'out/z.json',
    'out/z.svg',
    'out/named.txt',
    'out/y.csv',
    'out/b.csv',
  ]) {
    files.set(path, bytes);
  }
  files.set('out/z.mp3', ascii('ID3\x04'));
  for (const path of ['stdout', 'out/a.bin', 'out/notes.md', 'out/run.log']) files.set(path, bytes);
  const outputs = [{ path: 'named.txt', kind: 'text' } as const];
  expect(resultFilesOf(files, outputs).map(({ path }) => path)).toEqual([
    'out/named.txt',
    'stdout',
    'out/b.csv',
    'out/y.csv',
    'out/z.svg',
    'out/z.json',
    'out/z.mp3',
    'out/z.pdf',
    ...texts,
    'out/notes.md',
    'out/run.log',
    'out/a.bin',
  ]);
});

it('draws what no manifest names by its first bytes, whatever it is called', () => {
  const kindOf = (path: string, content: Uint8Array) => {
    const [file] = resultFilesOf(new Map([[path, content]]), []);
    return `${file?.kind} ${file?.mediaType}`;
  };
  const RIFF = 'RIFF\0\0\0\0';
  expect(kindOf('out/a.jpeg', ascii('\xff\xd8\xff\xe0'))).toBe('image image/jpeg');
  expect(kindOf('out/a.webp', ascii(`${RIFF}WEBPVP8 `))).toBe('image image/webp');
  expect(kindOf('out/a.gif', ascii('GIF89a...'))).toBe('image image/gif');
  expect(kindOf('out/a.mp3', ascii('ID3\x04'))).toBe('audio audio/mpeg');
  expect(kindOf('out/b.mp3', ascii('\xff\xfb\x90'))).toBe('audio audio/mpeg');
  expect(kindOf('out/a.ogg', ascii('OggS\0'))).toBe('audio audio/ogg');
  expect(kindOf('out/noname', ascii('\x89PNG\r\n\x1a\n'))).toBe('image image/png');
  // A page that is called a picture is a file to keep.
  for (const name of ['out/a.png', 'out/a.jpg', 'out/a.gif', 'out/a.mp3', 'out/a.exe']) {
    expect(kindOf(name, ascii('<html>'))).toBe('file application/octet-stream');
  }
  expect(kindOf('out/a.html', ascii('<html>'))).toBe('text text/plain');
  expect(kindOf('out/b.bin', ascii('\xff\xfb\x90'))).toBe('file application/octet-stream');
});

it('knows a PDF by its first bytes, and a name by its letters', () => {
  const file = (text: string) => new TextEncoder().encode(text);
  const [pdf] = resultFilesOf(new Map([['out/a.pdf', file('%PDF-1.7\n')]]), []);
  expect(pdf && [isPdf(pdf), pdf.kind, pdfVersionOf(pdf.bytes)]).toEqual([true, 'file', '1.7']);
  expect(pdfVersionOf(file('<html>'))).toBeUndefined();
  expect(downloadName('out/a/bill\u202efdp.exe')).toBe('billfdp.exe');
  expect(downloadName('out/\u202e')).toBe('file');
});
