import { describe, expect, it } from 'vitest';
import { vendoredSuite } from './archive';
import { runSuiteFile, Totals } from './run-suite';

const suite = vendoredSuite(process.cwd());
const totals = new Totals();

describe('the core tests of the WebAssembly specification', () => {
  it.each(suite.map((file) => [file.name, file] as const))('%s', async (_name, file) => {
    const tally = await runSuiteFile(file);
    totals.add(tally);
    expect(tally.failures).toEqual([]);
  });

  it('are made, but for what the engine refuses by design', () => {
    expect(totals.passed).toBeGreaterThanOrEqual(50_778);
    expect(totals.refused).toBeLessThanOrEqual(1_578);
  });
});

describe('the harness', () => {
  const run = (text: string) => runSuiteFile({ name: 'own.wast', text });
  const one = `(module (memory 1) (func (export "f") (param i32) (result i32) (i32.load (local.get 0))))`;

  it('fails what is not so', async () => {
    const { passed, failures } = await run(`${one}
      (assert_return (invoke "f" (i32.const 0)) (i32.const 0))
      (assert_return (invoke "f" (i32.const 0)) (i32.const 1))
      (assert_return (invoke "f" (i32.const -1)) (i32.const 0))
      (assert_trap (invoke "f" (i32.const 0)) "out of bounds memory access")
      (assert_trap (invoke "f" (i32.const -1)) "out of bounds memory access")
      (assert_invalid ${one} "type mismatch")`);
    expect(passed).toBe(3);
    expect(failures.map((failure) => failure.slice(0, 11))).toEqual([
      'own.wast:3:',
      'own.wast:4:',
      'own.wast:5:',
      'own.wast:7:',
    ]);
  });

  it('tells NaNs apart', async () => {
    const nan = (bits: string) => `(module (func (export "f") (result f32) (f32.const ${bits})))`;
    const { passed, failures } = await run(`
      ${nan('nan:0x400000')} (assert_return (invoke "f") (f32.const nan:canonical))
      ${nan('nan:0x400001')} (assert_return (invoke "f") (f32.const nan:arithmetic))
      ${nan('nan:0x400001')} (assert_return (invoke "f") (f32.const nan:canonical))
      ${nan('nan:0x200000')} (assert_return (invoke "f") (f32.const nan:arithmetic))`);
    expect([passed, failures.length]).toEqual([6, 2]);
  });
});
