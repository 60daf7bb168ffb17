import { parseManifest } from '../modules/manifest';
import { isWasmEngine } from './engine-id';
import { opcodesOnConstants } from './wasm/constant-operands';
import { faultyOpcodes } from './wasm/engine-probe';

/**
 * Why what this browser made of a job is worth nothing: its WebAssembly engine is known to work out
 * wrongly what the module holds. Two engines that are right never differ, so this is asked where a
 * result is another than the provider's.
 *
 * @param faulty opcodes that this engine works out wrongly where operands are constants
 * @returns undefined where nothing speaks against the engine
 */
export function doubtOf(
  moduleFiles: ReadonlyMap<string, Uint8Array>,
  faulty: ReadonlySet<number> = faultyOpcodes(),
): string | undefined {
  if (faulty.size === 0) return undefined;
  const { engine, entry } = parseManifest(moduleFiles.get('manifest.json') ?? new Uint8Array());
  const module = moduleFiles.get(entry);
  if (module === undefined || !isWasmEngine(engine)) return undefined;
  const used = opcodesOnConstants(module, engine);
  if (![...faulty].some((opcode) => used.has(opcode))) return undefined;
  return 'This browser works some of this module’s instructions out wrongly: check it in Firefox, Chrome or Edge.';
}
