import type { WasmEngine } from '../engine-id';
import type { Refusal } from '../program/refusal';
import { refusalText } from '../program/refusal';
import { InvalidModule } from '../wasm/invalid-module';
import { MODULE_CAPS } from '../wasm/module-caps';
import { transformModule } from '../wasm/transform-module';
import { PublicationRefused } from './publication-refused';

const MIB = 1024 * 1024;
const LARGEST = `${MODULE_CAPS.moduleBytes / MIB} MiB`;

/**
 * Refuses what the engine would refuse, in its words: the rule, and the byte where it is broken.
 * Truncated and malformed files, other programs, components, imports that are not WASI's. It takes
 * as long as the transformation of a module, and holds up its thread: seconds for a large one.
 *
 * @throws PublicationRefused
 */
export async function checkWasm(bytes: Uint8Array, engine: WasmEngine): Promise<void> {
  refuseLargeWasm(bytes);
  try {
    transformModule(new Uint8Array(bytes), engine);
  } catch (error) {
    if (!(error instanceof InvalidModule)) throw error;
    throw wasmRefused(error);
  }
}

/** @throws PublicationRefused */
export function refuseLargeWasm({ length }: Uint8Array): void {
  const { moduleBytes } = MODULE_CAPS;
  if (length <= moduleBytes) return;
  const message = `module.wasm is not accepted at byte ${moduleBytes}: larger than ${LARGEST}`;
  const hint = `It has ${length} bytes. Strip it (-Wl,-s), or move data out of the program into data/.`;
  throw new PublicationRefused('module-too-large', message, hint, moduleBytes);
}

export function wasmRefused(refusal: Refusal): PublicationRefused {
  const { offset } = refusal;
  const message = refusalText(refusal).replace('the module', 'module.wasm');
  return new PublicationRefused('module-not-accepted', message, hintFor(refusal), offset);
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

function hintFor({ reason }: Refusal): string {
  const found = HINTS.find(([pattern]) => pattern.test(reason));
  return found?.[1] ?? 'docs/engine.md says what is accepted.';
}
