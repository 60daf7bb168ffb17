import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compileC } from '../testing/compile-c';
import type { Said } from '../testing/job-command';
import { JOB_SCRIPT, jobCommandIn } from '../testing/job-command';
import {
  copyProgram,
  echoProgram,
  endlessProgram,
  exitProgram,
  greedyProgram,
  listProgram,
  loudProgram,
  trapProgram,
} from '../testing/wasi-programs';

const DIGEST = /^0x[0-9a-f]{64}$/;
const EMPTY_SHA256 = '0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const { folder, file, job, run, runJson, remove } = jobCommandIn();
afterAll(remove);

describe('a program', () => {
  it('reads stdin; its stdout and stderr are all that is said', () => {
    const text = `${'line of input\n'.repeat(20_000)}end`;
    expect(run(echoProgram, [], text)).toEqual({ code: 0, stdout: text, stderr: 'done' });
  });

  it('gets the same from a pipe that is filled in pieces', async () => {
    const whole = runJson(echoProgram, [], 'one two').said;
    const name = file('program.wasm', echoProgram);
    const child = spawn(process.execPath, [JOB_SCRIPT, 'run', name, '--json'], { cwd: folder });
    let stdout = '';
    child.stdout.on('data', (piece: Buffer) => {
      stdout += piece.toString();
    });
    child.stdin.write('one ');
    setTimeout(() => child.stdin.end('two'), 1_500);
    await new Promise((resolve) => child.on('close', resolve));
    expect(JSON.parse(stdout)).toEqual(whole);
  });

  it('does not wait for a stdin that it does not read', async () => {
    const name = file('program.wasm', exitProgram(3));
    const child = spawn(process.execPath, [JOB_SCRIPT, 'run', name], { cwd: folder });
    const code = await new Promise((resolve) => child.on('exit', resolve));
    child.stdin.destroy();
    expect(code).toBe(3);
  });

  it('gets its arguments behind its name, and its environment', () => {
    const args = run(listProgram('args'), ['--', 'one', '--json', '--', 'ünï']);
    expect(args.stdout).toBe('program.wasm\0one\0--json\0--\0ünï\0');
    const env = run(listProgram('environ'), ['--env', 'A=1', '--env', 'B=x=y', '--env', 'A=2']);
    expect(env.stdout).toBe('A=2\0B=x=y\0');
    expect(run(listProgram('environ')).stdout).toBe('');
  });

  it('gives the same result each time, and another for another input', () => {
    const first = runJson(echoProgram, [], 'same');
    expect(runJson(echoProgram, [], 'same')).toEqual(first);
    expect(runJson(echoProgram, [], 'else').said.resultDigest).not.toBe(first.said.resultDigest);
  });
});

describe('the exit code', () => {
  it.each([
    [0, 0],
    [7, 7],
    [255, 255],
    [256, 1],
    [258, 2],
  ])('of a program that exits with %i is %i', (exit, code) => {
    expect(run(exitProgram(exit))).toEqual({ code, stdout: '', stderr: '' });
  });

  it.each([
    ['trapped', trapProgram, [], 134],
    ['fuel-exhausted', endlessProgram, ['--fuel', '1000000'], 124],
    ['memory-exceeded', greedyProgram, ['--memory', '16'], 137],
    ['output-exceeded', loudProgram, ['--storage', '1'], 125],
  ] as const)('says %s', (status, wasm, args, code) => {
    const ended = runJson(wasm, [...args]);
    expect([ended.code, ended.said.status, ended.said.exitCode]).toEqual([code, status, 0]);
    expect(BigInt(ended.said.fuel)).toBeGreaterThan(0n);
    expect(run(wasm, [...args]).code).toBe(code);
  });

  it('is 75 when the machine fails: nothing is a result then', () => {
    // A stdin that cannot be read: nothing that the program could tell from its inputs.
    const { code, stdout, stderr } = job(
      ['run', file('program.wasm', echoProgram), '--json'],
      openSync(folder, 'r'),
    );
    expect([code, stdout]).toEqual([75, '']);
    expect(stderr).toMatch(/^reckon: infrastructure fault: [^\n]*EISDIR[^\n]*\n$/);
  });

  it.each([
    [[]],
    [['walk']],
    [['run']],
    [['run', 'a.wasm', 'stray']],
    [['run', 'a.wasm', '--colour']],
    [['run', 'a.wasm', '--fuel', 'much']],
    [['run', 'a.wasm', '--fuel', '9223372036854775808']],
    [['run', 'a.wasm', '--env', 'A']],
    [['run', 'a.wasm', '--dir', '=x']],
    [['run', 'a.wasm', '--dir', '/a=']],
    [['run', 'a.wasm', '--dir', '']],
    [['run', 'a.wasm', '--dir', '::/a']],
    [['run', 'a.wasm', '--dir', 'x::']],
    [['run', 'a.wasm', '--dir', '/a=x', '--dir', 'a=y']],
    [['run', 'a.wasm', '--dir', 'a=x', '--dir', 'a/b=y']],
  ])('is 64 for %j, with usage', (args) => {
    const { code, stdout, stderr } = job(args);
    expect([code, stdout]).toEqual([64, '']);
    expect(stderr).toContain('usage: npm run -s job -- run FILE.wasm');
  });

  it('is 0 for --help', () => {
    const { code, stdout, stderr } = job(['--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('A symbolic link that leads out of HOST');
  });

  it('is 0 for --version, which says whose results these are', () => {
    expect(job(['--version'])).toEqual({ code: 0, stdout: 'reckon-wasm 3.0.0\n', stderr: '' });
  });
});

describe('--json', () => {
  it('prints exactly what was agreed', () => {
    const { stdout, stderr } = run(trapProgram, ['--json']);
    expect([stderr, stdout.split('\n').length]).toEqual(['', 2]);
    const said = JSON.parse(stdout) as Said;
    expect(Object.keys(said)).toEqual([
      'status',
      'exitCode',
      'fuel',
      'resultDigest',
      'stateDigest',
      'outputs',
    ]);
    expect(said.fuel).toMatch(/^\d+$/);
    expect(said.resultDigest).toMatch(DIGEST);
    expect(said.outputs[0]).toEqual({ path: 'stderr', size: 0, sha256: EMPTY_SHA256 });
    expect(said.outputs[1]).toMatchObject({ path: 'stdout', size: 6 });
    expect(runJson(exitProgram(0)).said.stateDigest).toMatch(DIGEST);
  });
});

function shared(name: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, 'in'), { recursive: true });
  writeFileSync(join(path, 'in/text.txt'), 'hello');
  writeFileSync(join(path, 'untouched'), 'as it was');
  return path;
}

describe('--dir', () => {
  it('gives a folder and takes back what is new or changed', () => {
    const path = shared('work');
    const { code, said } = runJson(copyProgram, ['--dir', `/data=${path}`]);
    expect([code, said.status]).toEqual([0, 'completed']);
    expect(said.outputs.map((output) => [output.path, output.size])).toEqual([
      ['data/in/text.txt', 6],
      ['data/made/copy.txt', 5],
      ['stderr', 0],
      ['stdout', 0],
    ]);
    expect(readFileSync(join(path, 'made/copy.txt'), 'utf8')).toBe('hello');
    expect(readFileSync(join(path, 'in/text.txt'), 'utf8')).toBe('helloi');
    expect(readFileSync(join(path, 'untouched'), 'utf8')).toBe('as it was');
  });

  it('may be a relative folder, and the whole of what the program sees', () => {
    const path = shared('relative');
    expect(run(copyProgram, ['--dir', '.=relative']).code).toBe(0);
    expect(readFileSync(join(path, 'made/copy.txt'), 'utf8')).toBe('hello');
    expect(run(copyProgram).code).toBe(134);
  });

  it('may be several folders, each written back to its own place', () => {
    const first = shared('first');
    const second = shared('second');
    const { code } = run(copyProgram, ['--dir', `/=${first}`, '--dir', `/a=${second}`]);
    expect(code).toBe(0);
    expect(existsSync(join(first, 'made/copy.txt'))).toBe(true);
    expect(existsSync(join(second, 'made'))).toBe(false);
  });

  it.each([
    ['mapped::.', 'mapped'],
    ['./odd::name::.', 'odd::name'],
  ])('may be given as other runtimes have it: %s', (dir, name) => {
    const path = shared(name);
    expect(run(copyProgram, ['--dir', dir]).code).toBe(0);
    expect(readFileSync(join(path, 'made/copy.txt'), 'utf8')).toBe('hello');
  });

  it('is found under its own name where none other is given', () => {
    const path = join(folder, 'own/name');
    mkdirSync(path, { recursive: true });
    const program = compileC('open-own-name');
    const ended = run(program, ['--dir', 'own/name']);
    expect(ended).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(join(path, 'file.txt'), 'utf8')).toBe('found');
  });

  it('keeps what was written before a program ended badly', () => {
    const path = shared('partial');
    const dir = ['--dir', `.=${path}`];
    const fuel = runJson(copyProgram, dir).said.fuel;
    rmSync(join(path, 'made'), { recursive: true });
    const short = String(BigInt(fuel) - 1n);
    expect(run(copyProgram, [...dir, '--fuel', short]).code).toBe(124);
    expect(existsSync(join(path, 'made/copy.txt'))).toBe(true);
  });

  it('refuses links that lead out, to read or to write', () => {
    const path = shared('links');
    file('secret', 'secret');
    symlinkSync(join(folder, 'secret'), join(path, 'in/link'));
    const { code, stdout, stderr } = run(copyProgram, ['--dir', `.=${path}`]);
    expect([code, stdout]).toEqual([65, '']);
    expect(stderr).toMatch(/^reckon: .*the link in\/link leads out of it\n$/);
    expect(existsSync(join(path, 'made'))).toBe(false);
  });

  it('refuses a folder that is not there', () => {
    const { code, stderr } = run(copyProgram, ['--dir', '.=nowhere']);
    expect(code).toBe(65);
    expect(stderr).toMatch(/nowhere: there is no such file or folder\n$/);
  });
});

describe('npm run -s job', () => {
  it('passes everything on, from a folder below the clone as well', () => {
    const name = join(folder, file('program.wasm', listProgram('args')));
    const { status, stdout, stderr } = spawnSync(
      'npm',
      ['run', '-s', 'job', '--', 'run', name, '--', 'a'],
      {
        cwd: join(process.cwd(), 'lib'),
        encoding: 'utf8',
      },
    );
    expect([status, stdout, stderr]).toEqual([0, 'program.wasm\0a\0', '']);
  });
});
