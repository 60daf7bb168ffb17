import { bytesToHex, sha256 } from 'viem';
import { describe, expect, it } from 'vitest';
import { contentKindOf } from '../content/content-kind';
import { checkFiles, DEFAULT_LIMITS } from '../content/content-limits';
import { WASM_ENGINE, WASM_ENGINE_ID } from './engine-id';
import type { JobRequest } from './execute-job';
import { executeJob } from './execute-job';
import type { Execution, ExecutionProgress } from './execution';
import { ZERO_DIGEST } from './execution';
import { readItemList } from './item-list';
import { resultDigestOf } from './result-digest';
import { readResultFiles, resultFilesOf } from './result-files';
import { mapJob } from './testing/map-job';
import { TEST_SALT } from './testing/test-job';

const SALT = bytesToHex(TEST_SALT);
const NOT_RUN = {
  status: 'not-run',
  exitCode: 0,
  fuelUsed: 0n,
  stateDigest: ZERO_DIGEST,
  resultDigest: ZERO_DIGEST,
};

function bytesOf({ outputs }: Execution, path: string): Uint8Array | undefined {
  return outputs.find((output) => output.path === path)?.bytes;
}

function itemsOf(execution: Execution) {
  return readItemList(bytesOf(execution, 'items.json')!)!;
}

const statusesOf = (execution: Execution): string[] =>
  itemsOf(execution).map(({ name, status }) => `${name} ${status}`);

/** What each item would be as a job of its own. */
const alone = (names: readonly string[]): Promise<Execution[]> =>
  Promise.all(names.map((name) => executeJob(mapJob(name))));

const sumOf = (executions: readonly Execution[]): bigint =>
  executions.reduce((sum, { fuelUsed }) => sum + fuelUsed, 0n);

describe('a map job', () => {
  it('runs each file as a job with it alone, by the bytes of their names', async () => {
    const names = ['Z', 'a', 'é', '\uffee', '😀'];
    const execution = await executeJob(mapJob(['😀', 'é', 'a', '\uffee', 'Z']));
    const runs = await alone(names);
    expect(execution).toMatchObject({ status: 'completed', exitCode: 0, fuelUsed: sumOf(runs) });
    expect(itemsOf(execution)).toEqual(
      runs.map((run, index) => ({
        name: names[index],
        status: 'completed',
        exitCode: 0,
        fuelUsed: run.fuelUsed,
        stateDigest: run.stateDigest,
        resultDigest: resultDigestOf(SALT, run, WASM_ENGINE_ID),
      })),
    );
    for (const [index, run] of runs.entries()) {
      expect(bytesOf(run, 'stdout')!.length).toBeGreaterThan(10);
      for (const path of ['stdout', 'out/file']) {
        expect(bytesOf(execution, `out/${names[index]}/${path}`)).toEqual(bytesOf(run, path));
      }
      expect(bytesOf(execution, `out/${names[index]}/stderr`)).toBeUndefined();
    }
  });

  it('has a digest that can be recomputed from its files by hand', async () => {
    const execution = await executeJob(mapJob(['b', 'bad', 'a']));
    const files = resultFilesOf(execution, WASM_ENGINE);
    const read = readResultFiles(files).execution;
    expect(read).toEqual(execution);
    const items = itemsOf(read);
    for (const item of items) {
      const folder = `out/${item.name}/`;
      const own = new Map<string, Uint8Array>([
        ['stdout', new Uint8Array(0)],
        ['stderr', new Uint8Array(0)],
      ]);
      for (const [path, bytes] of files) {
        if (path.startsWith(folder)) own.set(path.slice(folder.length), bytes);
      }
      const { status, exitCode, fuelUsed, stateDigest } = item;
      const outputs = [...own].map(([path, bytes]) => ({ path, bytes }));
      const facts = { status, exitCode, fuelUsed, stateDigest, outputs } as Execution;
      expect(resultDigestOf(SALT, facts, WASM_ENGINE_ID)).toBe(item.resultDigest);
    }
    const count = Buffer.from([0, 0, 0, items.length]);
    const states = items.map(({ stateDigest }) => Buffer.from(stateDigest.slice(2), 'hex'));
    expect(read.stateDigest).toBe(
      sha256(Buffer.concat([Buffer.from('reckon-map-1'), count, ...states])),
    );
    expect(read.fuelUsed).toBe(items.reduce((sum, { fuelUsed }) => sum + fuelUsed, 0n));
  });

  it('goes on after an item that traps or exceeds its memory', async () => {
    const execution = await executeJob(mapJob(['c', 'bad', 'a']));
    expect(execution.status).toBe('completed');
    expect(statusesOf(execution)).toEqual(['a completed', 'bad trapped', 'c completed']);
    const [trapped] = await alone(['bad']);
    expect(itemsOf(execution)[1]).toMatchObject({
      fuelUsed: trapped!.fuelUsed,
      stateDigest: ZERO_DIGEST,
    });
    const cramped = await executeJob(mapJob(['a', 'b'], { limits: { memoryMiB: 0 } }));
    expect(cramped.status).toBe('completed');
    expect(statusesOf(cramped)).toEqual(['a memory-exceeded', 'b memory-exceeded']);
  });

  it('ends with the fuel of all: the item that runs out is kept, those behind it are not run', async () => {
    const execution = await executeJob(mapJob(['a', 'b', 'slow', 'y', 'z']));
    const used = sumOf(await alone(['a', 'b']));
    expect(execution).toMatchObject({ status: 'fuel-exhausted', fuelUsed: 50_000_000n });
    const [, , slow, ...rest] = itemsOf(execution);
    expect(slow).toMatchObject({ status: 'fuel-exhausted', fuelUsed: 50_000_000n - used });
    expect(rest).toEqual([
      { name: 'y', ...NOT_RUN },
      { name: 'z', ...NOT_RUN },
    ]);
    expect(bytesOf(execution, 'out/z/stdout')).toBeUndefined();
  });

  it('is completed with exactly the fuel that it needs, and exhausted with one unit less', async () => {
    const { fuelUsed } = await executeJob(mapJob(['a', 'b', 'c']));
    const enough = await executeJob(mapJob(['a', 'b', 'c'], { limits: { fuelLimit: fuelUsed } }));
    expect(enough).toMatchObject({ status: 'completed', fuelUsed });
    const fuelLimit = fuelUsed - 1n;
    const short = await executeJob(mapJob(['a', 'b', 'c'], { limits: { fuelLimit } }));
    expect(short).toMatchObject({ status: 'fuel-exhausted', fuelUsed: fuelLimit });
    expect(statusesOf(short)).toEqual(['a completed', 'b completed', 'c fuel-exhausted']);
  });

  it('ends with the storage of all', async () => {
    const job = mapJob(['a', 'fat', 'z'], { limits: { fuelLimit: 10n ** 12n } });
    const execution = await executeJob(job);
    expect(execution.status).toBe('output-exceeded');
    expect(statusesOf(execution)).toEqual(['a completed', 'fat output-exceeded', 'z not-run']);
    const stored = execution.outputs
      .filter(({ path }) => path !== 'items.json')
      .reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect(stored).toBeGreaterThan(1024 * 1024 - 200);
    expect(stored).toBeLessThanOrEqual(1024 * 1024);
  });

  it('ends where a result could hold no more files', async () => {
    const job = mapJob(['a', 'many', 'z'], { limits: { fuelLimit: 10n ** 12n } });
    const execution = await executeJob(job);
    expect(execution.status).toBe('output-exceeded');
    expect(statusesOf(execution)).toEqual(['a completed', 'many output-exceeded', 'z not-run']);
    // Of 4,096 "a" has two; two are kept for what the other might have printed.
    expect(execution.outputs).toHaveLength(1 + 2 + (4_096 - 2 - 2));
    const files = resultFilesOf(execution, WASM_ENGINE);
    expect(contentKindOf(files)).toBe('result');
    expect(() => checkFiles(files, DEFAULT_LIMITS)).not.toThrow();
  });

  it('takes a thousand items', async () => {
    const names = Array.from({ length: 1_000 }, (_, index) => `${index}`.padStart(3, '0'));
    const job = mapJob(names, { limits: { fuelLimit: 10n ** 12n } });
    const execution = await executeJob(job);
    expect(execution.status).toBe('completed');
    expect(itemsOf(execution).map(({ name }) => name)).toEqual(names);
    expect(execution.outputs).toHaveLength(2_001);
  });

  it('tells how many items have ended', async () => {
    const heard: ExecutionProgress[] = [];
    const onProgress = (progress: ExecutionProgress) => void heard.push(progress);
    await executeJob({ ...mapJob(['a', 'b']), onProgress });
    const [first, second] = [0, 1].map((ended) =>
      heard.filter(({ items }) => items?.ended === ended),
    );
    expect(first?.at(0)).toEqual({ phase: 'running', fuelUsed: 0n, items: { ended: 0, count: 2 } });
    expect(second?.at(-1)?.items).toEqual({ ended: 1, count: 2 });
    const ends = heard.filter(({ phase }) => phase === 'hashing');
    expect(ends.map(({ memoryBytes }) => memoryBytes)).toEqual([65_536, 65_536]);
    expect(second!.every(({ fuelUsed }) => fuelUsed >= first!.at(-1)!.fuelUsed)).toBe(true);
  });

  it('shows a file of another field to every item, and of the list only its own', async () => {
    const whole = await executeJob(mapJob(['a', 'b'], { job: { other: 'files/a' } }));
    expect(statusesOf(whole)).toEqual(['a completed', 'b completed']);
    const job = mapJob('a', { job: { other: 'files/a' } });
    expect(itemsOf(whole)[0]?.resultDigest).toBe(
      resultDigestOf(SALT, await executeJob(job), WASM_ENGINE_ID),
    );
    // "bad" is seen by its own item alone, unless another field names it too.
    const seen = await executeJob(mapJob(['a', 'bad'], { job: { other: 'files/bad' } }));
    expect(statusesOf(seen)).toEqual(['a trapped', 'bad trapped']);
  });
});

describe('is bad input', () => {
  const reasonOf = async (job: JobRequest): Promise<string> => {
    const { status, outputs } = await executeJob(job);
    expect(status).toBe('bad-input');
    return new TextDecoder().decode(outputs.find(({ path }) => path === 'stderr')?.bytes);
  };
  const MISMATCH = 'reckon: job.json does not match the manifest\n';

  it.each([
    ['no file', mapJob([])],
    ['a file twice', mapJob(['a', 'a'])],
    ['a file that is missing', mapJob(['a'], { job: { file: ['files/a', 'files/b'] } })],
    ['a file that is not listed', mapJob(['a', 'b'], { job: { file: ['files/a'] } })],
    ['something else than names', mapJob(['a'], { job: { file: ['files/a', 3] } })],
    ['a list in another field', mapJob('a', { job: { other: ['files/a'] } })],
    ['more than 1,000', mapJob(Array.from({ length: 1_001 }, (_, index) => `${index}`))],
  ])('with %s', async (_name, job) => {
    expect(await reasonOf(job)).toBe(MISMATCH);
  });

  it('of a module whose engine knows no map jobs', async () => {
    const job = mapJob(['a', 'b'], { engine: 'reckon-wasm@1.0.0' });
    expect(await reasonOf(job)).toBe('reckon: the manifest is not valid\n');
  });
});
