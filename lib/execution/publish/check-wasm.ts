import type { WasmEngine } from '../engine-id';
import { InvalidModule } from '../wasm/invalid-module';
import { MODULE_CAPS } from '../wasm/module-caps';
import { transformModule } from '../wasm/transform-module';
import { PublicationRefused } from './publication-refused';

const MIB = 1024 * 1024;
const LARGEST = `${MODULE_CAPS.moduleBytes / MIB} MiB`;

/**
 * Refuses what the engine would refuse, in its words: the rule, and the byte where it is broken.
 * Truncated and malformed files, other programs, components, imports that are not WASI's.
 *
 * @throws PublicationRefused
 */
export function checkWasm(bytes: Uint8Array, engine: WasmEngine): void {
  if (bytes.length > MODULE_CAPS.moduleBytes) {
    const message = `module.wasm is not accepted at byte ${MODULE_CAPS.moduleBytes}: larger than ${LARGEST}`;
    const hint = `It has ${bytes.length} bytes. Strip it (-Wl,-s), or move data out of the program into data/.`;
    throw new PublicationRefused('module-too-large', message, hint, MODULE_CAPS.moduleBytes);
  }
  try {
    transformModule(new Uint8Array(bytes), engine);
  } catch (error) {
    if (!(error instanceof InvalidModule)) throw error;
    const where = error.offset === undefined ? '' : ` at byte ${error.offset}`;
    const message = `module.wasm is not accepted${where}: ${error.reason}`;
    throw new PublicationRefused('module-not-accepted', message, hintFor(error), error.offset);
  }
}

const HINTS: readonly (readonly [RegExp, string])[] = [
  [/component/, 'Build for wasm32-wasip1 (preview 1), or unbundle the core module.'],
  [/not WebAssembly|assembled/, 'Upload the .wasm that your compiler makes for wasm32-wasip1.'],
  [
    /import/,
    'Only functions of wasi_snapshot_preview1 can be imported: build for wasm32-wasip1, without a browser’s or Emscripten’s glue.',
  ],
  [
    /unexpected end|longer than the module/,
    'The file seems to be cut off: build or copy it again.',
  ],
  [/export/, 'Build a WASI command: it exports memory and _start (a main function).'],
  [
    /thread|atomic|shared|tail|exception|relaxed|memory64/i,
    'Switch that feature of WebAssembly off in your compiler.',
  ],
];

function hintFor({ reason }: InvalidModule): string {
  const found = HINTS.find(([pattern]) => pattern.test(reason));
  return found?.[1] ?? 'docs/engine.md says what is accepted.';
}
