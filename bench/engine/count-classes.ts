import { WASM_ENGINE } from '../../lib/execution/engine-id';
import { transformModule } from '../../lib/execution/wasm/transform-module';
import { CLASSES_V2, COSTS_V2 } from '../../lib/execution/wasm/v2/cost-table';
import { treeOf } from './kernel-tree';
import { readBytes, runWasm } from './run-kernel';

/**
 * node --no-liftoff count-classes.mjs KERNELS(JSON): how often each kernel executes an instruction
 * of each class, in millions, and its milliseconds: what weights are judged by. The engine counts:
 * one class costs 1, all others nothing.
 */

const { opcodes } = COSTS_V2;
const weights = Uint16Array.from(opcodes);
const classOf = new Uint8Array(opcodes.length);
for (const [index, { opcodes: members }] of CLASSES_V2.entries()) {
  for (const member of members) {
    const [from, to] = typeof member === 'number' ? [member, member] : member;
    classOf.fill(index, from, to + 1);
  }
}

const [kernels = '[]'] = process.argv.slice(2);
for (const { name, wasm } of JSON.parse(kernels) as { name: string; wasm: string }[]) {
  const tree = treeOf(name);
  const bytes = readBytes(wasm);
  const count = (): number =>
    runWasm(new WebAssembly.Module(transformModule(bytes, WASM_ENGINE)), tree).fuel;
  opcodes.set(weights);
  const { ms } = runWasm(new WebAssembly.Module(transformModule(bytes, WASM_ENGINE)), tree);
  opcodes.fill(0);
  const host = count();
  const counts = CLASSES_V2.map(({ name: title }, index) => {
    for (const opcode of opcodes.keys()) opcodes[opcode] = classOf[opcode] === index ? 1 : 0;
    return [title, Math.round((count() - host) / 1e5) / 10] as const;
  });
  const executed = Object.fromEntries(counts.filter(([, millions]) => millions > 0));
  process.stdout.write(`${JSON.stringify({ name, ms, executed })}\n`);
}
