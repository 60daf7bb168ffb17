import { describe, expect, it } from 'vitest';
import { randomModule } from '../testing/random-module';
import { BinaryWriter } from './binary-writer';
import { FunctionEmitter } from './emit-function';
import { acceptedBy, costsOf } from './engine-versions';
import { parseModule } from './parse-module';
import { FunctionScanner } from './scan-function';

const ENGINE = 'reckon-wasm@3.0.0';

/** Bytes written of each function of a module, and those that its source has room for. */
function sizesOf(wasm: Uint8Array<ArrayBuffer>): { written: number; room: number }[] {
  const module = parseModule(wasm, acceptedBy(ENGINE));
  const out = new BinaryWriter();
  // The largest index of each kind that a module may have.
  const index = 300_000;
  const emitter = new FunctionEmitter(out, wasm, {
    ...{ fuel: index, notice: index, depth: index, firstMoved: module.imports.length },
    ...{ report: index, memoryGrow: index, chargeBytes: index, chargeEntries: index },
    blockTypeOf: () => index,
  });
  const scanner = new FunctionScanner(module, costsOf(ENGINE), 'block');
  return module.code.map((body, at) => {
    const type = module.types[module.functions[at]!]!;
    scanner.scan(body, type);
    return { written: emitter.emit(scanner, body, type), room: scanner.room };
  });
}

describe('the room of a function', () => {
  it('holds what the transformer writes, whatever the function', () => {
    let least = Number.POSITIVE_INFINITY;
    for (let seed = 0; seed < 400; seed++) {
      const wasm = new Uint8Array(randomModule(seed).job.moduleFiles.get('module.wasm')!);
      for (const { written, room } of sizesOf(wasm)) {
        expect(written, `seed ${seed}`).toBeLessThanOrEqual(room);
        least = Math.min(least, room / written);
      }
    }
    expect(least).toBeLessThan(4);
  });
});
