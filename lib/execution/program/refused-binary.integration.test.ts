import { afterAll, describe, expect, it } from 'vitest';
import { assembleModule } from '../testing/assemble-module';
import { jobCommandIn } from '../testing/job-command';
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
    ['WebAssembly text', '(module)', /at byte 0: .*WebAssembly text/],
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
      /at byte 17: the import env\.abort is not offered/,
    ],
    [
      'a refused instruction',
      assembleModule({ functions: [{ code: [0xfe, 3, 0] }] }),
      /at byte \d+: /,
    ],
    [
      'wrong types',
      assembleModule({ functions: [{ code: [0x41, 0] }] }),
      /at byte \d+: not valid WebAssembly/,
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
});
