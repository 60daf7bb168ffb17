import { describe, expect, it } from 'vitest';
import { executeJob } from './execute-job';
import { ZERO_DIGEST } from './execution';
import type { Code } from './testing/assemble-module';
import {
  assembleModule,
  br,
  call,
  EMPTY,
  END,
  I32,
  I64,
  i32c,
  i64c,
  UNREACHABLE,
} from './testing/assemble-module';
import { TEST_MANIFEST, TEST_SALT, testJob } from './testing/test-job';

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
const ascii = (string: string): number[] => [...new TextEncoder().encode(string)];

const EXIT = 0;
const OPEN = 1;
const WRITE = 2;
const READ = 3;
const RANDOM = 4;
const IMPORTS = [
  { name: 'proc_exit', params: [I32], results: [] },
  { name: 'path_open', params: [I32, I32, I32, I32, I32, I64, I64, I32, I32], results: [I32] },
  { name: 'fd_write', params: [I32, I32, I32, I32], results: [I32] },
  { name: 'fd_read', params: [I32, I32, I32, I32], results: [I32] },
  { name: 'random_get', params: [I32, I32], results: [I32] },
];
const PATH_AT = 1_000;
const BUFFER_AT = 4_096;

/** A module with a path and a buffer in memory, and an iovec at 0 that covers the buffer. */
function moduleOf(code: Code, path = '', buffer: number[] = [], size = buffer.length) {
  const iovec = [...new Uint8Array(new Uint32Array([BUFFER_AT, size]).buffer)];
  return assembleModule({
    imports: IMPORTS,
    memory: { min: 3 },
    functions: [{ code }],
    data: [
      { at: 0, bytes: iovec },
      { at: PATH_AT, bytes: ascii(path) },
      { at: BUFFER_AT, bytes: buffer },
    ],
  });
}

const write = (fd: number): Code => [i32c(fd), i32c(0), i32c(1), i32c(16), call(WRITE), 0x1a];
const exit = (code: number): Code => [i32c(code), call(EXIT)];
const open = (path: string, flags: number, rights: bigint): Code => [
  [i32c(3), i32c(0), i32c(PATH_AT), i32c(path.length), i32c(flags)],
  [i64c(rights), i64c(0n), i32c(0), i32c(16), call(OPEN), 0x04, EMPTY, UNREACHABLE, END],
];
/** Reads a file into the buffer and prints what was read. */
const print = (path: string) =>
  moduleOf(
    [open(path, 0, 2n), [i32c(4), i32c(0), i32c(1), i32c(4), call(READ), 0x1a], write(1)],
    path,
    [],
    1_000,
  );

describe('a completed job', () => {
  it('gives stdout, stderr, files of /out in order of their paths, and the exit code', async () => {
    const path = 'out/file';
    const code = [write(1), write(2), open(path, 1, 64n), write(4), exit(258)];
    const execution = await executeJob(testJob(moduleOf(code, path, ascii('hello'))));
    expect(execution).toMatchObject({ status: 'completed', exitCode: 258 });
    expect(execution.outputs.map(({ path: name, bytes }) => [name, text(bytes)])).toEqual([
      ['out/file', 'hello'],
      ['stderr', 'hello'],
      ['stdout', 'hello'],
    ]);
  });

  it('keeps an exit code of 32 bits', async () => {
    expect(await executeJob(testJob(moduleOf(exit(-1))))).toMatchObject({ exitCode: 0xffff_ffff });
  });

  it('is the same each time, to the unit of fuel', async () => {
    const random: Code = [i32c(BUFFER_AT), i32c(64), call(RANDOM), 0x1a];
    const wasm = moduleOf([random, write(1)], '', [], 64);
    const first = await executeJob(testJob(wasm));
    for (let repeat = 0; repeat < 3; repeat++) {
      expect(await executeJob(testJob(wasm))).toEqual(first);
    }
    const other = await executeJob(testJob(wasm, { job: { text: 'other' } }));
    expect(other.outputs).not.toEqual(first.outputs);
  });

  it('reads its job, its files and its data, and nothing of the salt', async () => {
    const overrides = {
      job: { file: 'files/a b.txt' },
      files: { 'a b.txt': new TextEncoder().encode('uploaded') },
      data: { 'w.bin': new TextEncoder().encode('weights') },
    };
    const read = async (path: string) => {
      const { status, outputs } = await executeJob(testJob(print(path), overrides));
      const stdout = text(outputs.find(({ path: name }) => name === 'stdout')?.bytes);
      return [status, stdout.replace(/\0+$/, '')];
    };
    expect(await read('in/job.json')).toEqual(['completed', '{"file":"files/a b.txt"}']);
    expect(await read('in/files/a b.txt')).toEqual(['completed', 'uploaded']);
    expect(await read('module/data/w.bin')).toEqual(['completed', 'weights']);
    for (const path of ['in/salt', 'salt', 'module/module.wasm', 'module/manifest.json']) {
      expect(await read(path)).toEqual(['trapped', '']);
    }
    const salted = testJob(print('in/job.json'), overrides);
    const inputFiles = new Map(salted.inputFiles).set('salt', new Uint8Array(32).fill(8));
    expect(await executeJob({ ...salted, inputFiles })).toEqual(await executeJob(salted));
  });

  it('reports its phases and its fuel', async () => {
    const phases: string[] = [];
    const job = testJob(moduleOf([0x03, EMPTY, br(0), END]));
    const limits = { ...job.limits, fuelLimit: 600_000_000n };
    let most = 0n;
    await executeJob({
      ...job,
      limits,
      onProgress: ({ phase, fuelUsed }) => {
        if (phases.at(-1) !== phase) phases.push(phase);
        expect(fuelUsed).toBeGreaterThanOrEqual(most);
        most = fuelUsed;
      },
    });
    expect(phases).toEqual(['checking', 'preparing', 'running', 'hashing']);
    expect(most).toBe(600_000_000n);
  });
});

describe('limits', () => {
  it('more output than granted ends the job with what fits not kept half', async () => {
    const wasm = moduleOf([0x03, EMPTY, write(1), br(0), END], '', [], 100_000);
    const execution = await executeJob(testJob(wasm));
    expect(execution).toMatchObject({ status: 'output-exceeded', exitCode: 0 });
    const stdout = execution.outputs.find(({ path }) => path === 'stdout')!;
    expect(stdout.bytes.length).toBe(1_000_000);
    expect(execution.stateDigest).not.toBe(ZERO_DIGEST);
  });

  it('a trap keeps outputs and fuel, and hashes no memory', async () => {
    const execution = await executeJob(
      testJob(moduleOf([write(1), UNREACHABLE], '', ascii('before'))),
    );
    expect(execution).toMatchObject({ status: 'trapped', exitCode: 0, stateDigest: ZERO_DIGEST });
    expect(text(execution.outputs[1]?.bytes)).toBe('before');
    expect(execution.fuelUsed).toBeGreaterThan(0n);
  });

  it('exhaustion inside a host call is exhaustion', async () => {
    const wasm = moduleOf([0x03, EMPTY, write(1), br(0), END], '', [], 0);
    const job = testJob(wasm, { limits: { fuelLimit: 500_000n } });
    expect(await executeJob(job)).toMatchObject({ status: 'fuel-exhausted', fuelUsed: 500_000n });
  });

  it('a limit beyond 2^63 is used whole when it is exhausted only', async () => {
    const job = testJob(moduleOf([]), { limits: { fuelLimit: 2n ** 64n - 1n } });
    const { fuelUsed } = await executeJob(job);
    expect(fuelUsed).toBeLessThan(10_000_000n);
  });
});

describe('bad input', () => {
  const wasm = moduleOf([]);

  async function reasonOf(job: ReturnType<typeof testJob>): Promise<string> {
    const { status, exitCode, fuelUsed, stateDigest, outputs } = await executeJob(job);
    expect({ status, exitCode, fuelUsed, stateDigest }).toEqual({
      status: 'bad-input',
      exitCode: 0,
      fuelUsed: 0n,
      stateDigest: ZERO_DIGEST,
    });
    expect(outputs.map(({ path }) => path)).toEqual(['stderr', 'stdout']);
    return text(outputs[0]?.bytes);
  }

  it.each([
    ['a wrong type', { text: 5 }],
    ['an unknown field', { other: 1 }],
    ['a list', []],
    ['nothing', null],
    ['a text', 'text'],
    ['a file that is not there', { file: 'files/none' }],
    ['a file elsewhere', { file: '../salt' }],
    ['a name of the prototype', JSON.parse('{"__proto__":{"text":"x"},"constructor":1}')],
  ])('%s does not match the manifest', async (_name, job) => {
    expect(await reasonOf(testJob(wasm, { job }))).toBe(
      'reckon: job.json does not match the manifest\n',
    );
  });

  it('a file is too large, or nothing asks for it', async () => {
    const files = { big: new Uint8Array(1_001) };
    const large = testJob(wasm, { job: { file: 'files/big' }, files });
    expect(await reasonOf(large)).toMatch('does not match');
    expect(await reasonOf(testJob(wasm, { files }))).toMatch('does not match');
  });

  it('parts are missing or do not belong there', async () => {
    const without = (side: 'moduleFiles' | 'inputFiles', path: string) => {
      const job = testJob(wasm);
      const files = new Map(job[side]);
      files.delete(path);
      return { ...job, [side]: files };
    };
    const added = (path: string, bytes = new Uint8Array(1)) => {
      const job = testJob(wasm);
      return { ...job, inputFiles: new Map(job.inputFiles).set(path, bytes) };
    };
    expect(await reasonOf(without('moduleFiles', 'manifest.json'))).toMatch('no manifest');
    expect(await reasonOf(without('moduleFiles', 'module.wasm'))).toMatch('no such entry');
    expect(await reasonOf(without('inputFiles', 'job.json'))).toMatch('job.json is missing');
    expect(await reasonOf(without('inputFiles', 'salt'))).toMatch('the salt is missing');
    expect(await reasonOf(added('salt', TEST_SALT.slice(1)))).toMatch('not 32 bytes');
    for (const path of ['x', 'files/../x', 'files/a/b', 'files/', 'files/..']) {
      expect(await reasonOf(added(path))).toMatch('does not belong');
    }
    expect(await reasonOf(added('job.json', new Uint8Array([0x7b])))).toMatch('does not match');
    expect(await reasonOf(added('job.json', new Uint8Array([0x22, 0xff, 0x22])))).toMatch(
      'does not match',
    );
  });

  it('the manifest is not valid, or wants another engine', async () => {
    const manifest = (changes: Record<string, unknown>) =>
      reasonOf(testJob(wasm, { manifest: changes }));
    expect(await manifest({ engine: 'reckon-wasm@0.9.0' })).toMatch('another engine');
    expect(await manifest({ name: '../x' })).toMatch('manifest is not valid');
    expect(await manifest({ fuelLimit: 1 })).toMatch('manifest is not valid');
    const pattern = { text: { type: 'string', pattern: '^(a+)+$' } };
    const inputs = { ...TEST_MANIFEST.inputs, properties: pattern };
    expect(await manifest({ inputs })).toMatch('manifest is not valid');
  });
});
