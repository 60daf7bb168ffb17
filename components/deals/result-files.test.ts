import { describe, expect, it } from 'vitest';
import { resultFilesOf } from './result-files';

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
