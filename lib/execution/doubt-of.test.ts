import { describe, expect, it } from 'vitest';
import { doubtOf } from './doubt-of';
import { assembleModule, i32c } from './testing/assemble-module';
import { exampleJob } from './testing/example-job';
import { testJob } from './testing/test-job';

const SHIFT = 0x76;
const DROP = 0x1a;
const FAULTY: ReadonlySet<number> = new Set([SHIFT, 0x98]);

const filesOf = (code: readonly number[]) =>
  testJob(assembleModule({ functions: [{ code }] })).moduleFiles;

describe('a result that is another than the provider’s', () => {
  it('is worth nothing where the engine works out wrongly what the module holds', () => {
    const files = filesOf([...i32c(7), ...i32c(33), SHIFT, DROP]);
    expect(doubtOf(files, FAULTY)).toMatch(/works some of this module’s instructions out wrongly/);
  });

  it('counts where the module holds nothing of the kind', () => {
    expect(doubtOf(filesOf([...i32c(7), DROP]), FAULTY)).toBeUndefined();
  });

  it.each(['cowsay', 'raytrace', 'sqlite'] as const)('counts for %s on any engine', (name) => {
    expect(doubtOf(exampleJob(name).moduleFiles, FAULTY)).toBeUndefined();
  });

  it('counts on the engine of this Node, whatever the module holds', () => {
    expect(doubtOf(filesOf([...i32c(7), ...i32c(33), SHIFT, DROP]))).toBeUndefined();
  });
});
