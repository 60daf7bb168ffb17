import { describe, expect, it } from 'vitest';
import { downloadName, isPdf, pdfVersionOf, resultFilesOf } from './result-files';

const bytes = Uint8Array.of(1);

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

it('knows a PDF by its first bytes, and a name by its letters', () => {
  const file = (text: string) => new TextEncoder().encode(text);
  const [pdf] = resultFilesOf(new Map([['out/a.pdf', file('%PDF-1.7\n')]]), []);
  expect(pdf && [isPdf(pdf), pdf.kind, pdfVersionOf(pdf.bytes)]).toEqual([true, 'file', '1.7']);
  expect(pdfVersionOf(file('<html>'))).toBeUndefined();
  expect(downloadName('out/a/bill\u202efdp.exe')).toBe('billfdp.exe');
  expect(downloadName('out/\u202e')).toBe('file');
});
