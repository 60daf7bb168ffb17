import { afterAll, describe, expect, it } from 'vitest';
import { WASM_ENGINE_ID } from '../engine-id';
import { executeJob } from '../execute-job';
import { ZERO_DIGEST } from '../execution';
import { outputEntryOf, resultDigestOf } from '../result-digest';
import { assembleModule } from '../testing/assemble-module';
import { jobCommandIn } from '../testing/job-command';
import { testJob } from '../testing/test-job';
import { echoProgram } from '../testing/wasi-programs';

const { job, run, remove } = jobCommandIn();
afterAll(remove);

describe('a bad binary', () => {
  const valid = [...echoProgram];
  const cases: [string, Uint8Array | string, RegExp][] = [
    ['empty', '', /at byte 0: unexpected end in the header/],
    ['half a header', '\0asm', /at byte 4: unexpected end in the header/],
    ['text', 'hello, world', /at byte 0: not WebAssembly: it must begin/],
    [
      'a program of another machine',
      '\x7fELF\x02\x01\x01',
      /at byte 0: not WebAssembly but an ELF/,
    ],
    ['a component', '\0asm\x0d\0\x01\0', /at byte 4: a component; only core modules/],
    ['another version', '\0asm\x02\0\0\0', /at byte 4: not version 1/],
    ['WebAssembly text', '(module)', /at byte 0: WebAssembly text/],
    ['text behind comments', ';; one\n  (; two ;)\n(module $m)', /at byte 0: WebAssembly text/],
    ['a component as text', '(component)', /at byte 0: WebAssembly text/],
    ['a program for macOS', '\xcf\xfa\xed\xfe\x07', /at byte 0: not WebAssembly but a Mach-O/],
    ['a program for Windows', 'MZ\x90\0', /at byte 0: not WebAssembly but a Windows program/],
    ['bitcode', 'BC\xc0\xde', /at byte 0: not WebAssembly but LLVM bitcode/],
    ['an archive', '!<arch>\n', /at byte 0: not WebAssembly but an archive of object files/],
    ['half a magic', '\0as', /at byte 3: unexpected end in the header/],
    ['a section beyond the end', '\0asm\x01\0\0\0\x01\x7f', /at byte 9: a section is longer/],
    ['a number without end', `\0asm\x01\0\0\0\x01${'\x80'.repeat(9)}`, /at byte \d+: number too/],
    ['truncated', new Uint8Array(valid.slice(0, 30)), /at byte \d+: /],
    [
      'an unknown section',
      new Uint8Array([...valid, 99, 0]),
      new RegExp(`at byte ${valid.length}: unknown section 99`),
    ],
    [
      'a 64-bit memory',
      assembleModule({ memory: { min: 1, flags: 4 }, functions: [{ code: [] }] }),
      /at byte \d+: shared and 64-bit memories/,
    ],
    [
      'an import that is none of WASI',
      assembleModule({
        imports: [{ module: 'env', name: 'abort', params: [], results: [] }],
        functions: [{ code: [] }],
      }),
      /at byte 17: the import env\.abort is not offered\n/,
    ],
    [
      'an import of another WASI',
      assembleModule({
        imports: [{ module: 'wasi_unstable', name: 'fd_close', params: [0x7f], results: [0x7f] }],
        functions: [{ code: [] }],
      }),
      /at byte \d+: the import wasi_unstable\.fd_close is not offered \(of WASI there is wasi_snap/,
    ],
    [
      'an import of another type',
      assembleModule({
        imports: [{ name: 'fd_close', params: [0x7e], results: [0x7f] }],
        functions: [{ code: [] }],
      }),
      /at byte \d+: the import wasi_snapshot_preview1\.fd_close is offered with another type/,
    ],
    [
      'an imported memory',
      new Uint8Array(Buffer.from('\0asm\x01\0\0\0\x02\x09\x01\x01e\x03mem\x02\0\x01', 'latin1')),
      /at byte 11: the import e\.mem is a memory: only functions may be imported/,
    ],
    [
      'a name that would write on the terminal',
      assembleModule({
        imports: [{ module: 'env', name: '\u001b[2J\nok\u2028', params: [], results: [] }],
        functions: [{ code: [] }],
      }),
      /the import env\.\ufffd\[2J\ufffdok\ufffd is not offered/,
    ],
    [
      'an instruction of threads',
      assembleModule({ functions: [{ code: [0xfe, 3, 0] }] }),
      /at byte \d+: the instruction 0xfe \(threads and atomics\) is not accepted/,
    ],
    [
      'a relaxed instruction in dead code',
      assembleModule({ functions: [{ code: [0, 0xfd, 0x80, 0x02] }] }),
      /at byte \d+: .*relaxed.simd/i,
    ],
    [
      'an instruction that is none',
      assembleModule({ functions: [{ code: [0xff] }] }),
      /at byte \d+: .*0xff/,
    ],
    [
      'wrong types',
      assembleModule({ functions: [{ code: [0x41, 0] }] }),
      /at byte \d+: not valid WebAssembly: .+/,
    ],
  ];

  it.each(cases)('%s exits with 65 and one line', (_name, bytes, line) => {
    const { code, stdout, stderr } = run(
      typeof bytes === 'string' ? new Uint8Array(Buffer.from(bytes, 'latin1')) : bytes,
    );
    expect([code, stdout]).toEqual([65, '']);
    expect(stderr).toMatch(/^reckon: [^\n]+\n$/);
    expect(stderr).toMatch(line);
  });

  it('that is missing does so too, and says so in JSON when asked', () => {
    expect(job(['run', 'missing.wasm'])).toEqual({
      code: 65,
      stdout: '',
      stderr: 'reckon: missing.wasm: nothing to run at byte 0: there is no such file\n',
    });
    const { code, stdout } = job(['run', 'missing.wasm', '--json']);
    expect(code).toBe(65);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'bad-input', fuel: '0' });
  });

  it('has the result of a job whose module is refused: no words of V8 or of the system', async () => {
    const wasm = assembleModule({ functions: [{ code: [0x41, 0] }] });
    const ended = run(wasm, ['--json']);
    const asJob = await executeJob(testJob(wasm));
    const expected = {
      status: 'bad-input',
      exitCode: 0,
      fuel: '0',
      resultDigest: resultDigestOf(ZERO_DIGEST, asJob, WASM_ENGINE_ID),
      stateDigest: ZERO_DIGEST,
      outputs: asJob.outputs.map(outputEntryOf),
    };
    expect(JSON.parse(ended.stdout)).toEqual(expected);
    expect(ended.stderr).toMatch(/at byte \d+: not valid WebAssembly: .+\n$/);
    expect(JSON.parse(job(['run', 'missing.wasm', '--json']).stdout)).toEqual(expected);
  });
});
