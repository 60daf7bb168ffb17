import { describe, expect, it } from 'vitest';
import { EXECUTION_STATUSES } from '../shared/execution-status';
import { compareUtf8 } from './compare-utf8';
import { engineIdOf } from './engine-id';
import type { Execution } from './execution';
import { statusCodeOf, ZERO_DIGEST } from './execution';
import {
  INPUTS_UNAVAILABLE,
  outputEntryOf,
  outputsRootOf,
  resultDigestOf,
  sealOf,
} from './result-digest';
import { ResultFilesError, readResultFiles, resultFilesOf } from './result-files';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const SALT = `0x${'11'.repeat(32)}` as const;

const execution: Execution = {
  status: 'completed',
  exitCode: 3,
  fuelUsed: 1_234_567n,
  outputs: [
    { path: 'out/a', bytes: bytes('file') },
    { path: 'stderr', bytes: bytes('') },
    { path: 'stdout', bytes: bytes('hello') },
  ],
  stateDigest: `0x${'22'.repeat(32)}`,
};

const ENGINE = engineIdOf('reckon-wasm@1.0.0');

describe('digests', () => {
  // Fixed for ever: another value means another engine version.
  it('are these', () => {
    expect({
      engine: ENGINE,
      unavailable: INPUTS_UNAVAILABLE,
      outputs: outputsRootOf(execution.exitCode, execution.outputs.map(outputEntryOf)),
      result: resultDigestOf(SALT, execution, ENGINE),
      seal: sealOf(SALT, `0x${'33'.repeat(20)}`, resultDigestOf(SALT, execution, ENGINE), 5n),
    }).toMatchInlineSnapshot(`
      {
        "engine": "0x7dad2b294eaf2e0d80091c8fb8b650d0059ddb5d95808a4d4592d66df8ce6f73",
        "outputs": "0x3f9980584d5cb155128ed5aaf73095d050f9924a97371f022c0e83ad43c90798",
        "result": "0x6aa872c95dcec588b6313b64680edfdc7698e0a93c74b647ceac51213c9cdd53",
        "seal": "0x8f51aac5d3880e1822f0b68c6ea7d2ca43d9fc1eba5b7933b0b78ca58dfc9493",
        "unavailable": "0x2f174c757107ca7704dc7f2a2c05d786ca7923106d7d8ba9fcdf3f25878220fb",
      }
    `);
  });

  it('depend on every part', () => {
    const changed: Execution[] = [
      { ...execution, status: 'trapped' },
      { ...execution, exitCode: 4 },
      { ...execution, fuelUsed: 1_234_568n },
      { ...execution, stateDigest: ZERO_DIGEST },
      { ...execution, outputs: execution.outputs.slice(1) },
      { ...execution, outputs: [{ path: 'out/b', bytes: bytes('file') }] },
    ];
    const digests = [execution, ...changed].map((one) => resultDigestOf(SALT, one, ENGINE));
    digests.push(resultDigestOf(ZERO_DIGEST, execution, ENGINE));
    digests.push(resultDigestOf(SALT, execution, engineIdOf('other@1')));
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('do not depend on the order in which outputs are given', () => {
    const outputs = [...execution.outputs].reverse();
    expect(resultDigestOf(SALT, { ...execution, outputs }, ENGINE)).toBe(
      resultDigestOf(SALT, execution, ENGINE),
    );
  });

  it('give each status its number', () => {
    expect(EXECUTION_STATUSES.map(statusCodeOf)).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

describe('compareUtf8', () => {
  it('orders as the bytes do', () => {
    const texts = [
      '',
      'a',
      'ab',
      'b',
      'é',
      '\uffee',
      '\u{1f600}',
      'Z',
      'a/b',
      'a.b',
      '\ud7ff',
      'out/a',
    ];
    const byBytes = [...texts].sort(
      (left, right) => Buffer.compare(bytes(left), bytes(right)) || 0,
    );
    expect([...texts].sort(compareUtf8)).toEqual(byBytes);
  });
});

describe('a result directory', () => {
  it('says what happened, and is read back', () => {
    const files = resultFilesOf(execution, 'reckon-wasm@1.0.0');
    expect([...files.keys()].sort()).toEqual(['out/a', 'result.json', 'stderr', 'stdout']);
    expect(JSON.parse(new TextDecoder().decode(files.get('result.json')))).toEqual({
      engine: 'reckon-wasm@1.0.0',
      status: 'completed',
      exitCode: 3,
      fuelUsed: '1234567',
      stateDigest: execution.stateDigest,
    });
    expect(readResultFiles(files)).toEqual({ engine: 'reckon-wasm@1.0.0', execution });
  });

  it.each([
    ['no result.json', undefined],
    ['no JSON', '{'],
    ['a missing part', '{"engine":"e","status":"completed","exitCode":0,"fuelUsed":"1"}'],
    [
      'a number of fuel',
      `{"engine":"e","status":"completed","exitCode":0,"fuelUsed":1,"stateDigest":"${SALT}"}`,
    ],
    [
      'too much fuel',
      `{"engine":"e","status":"completed","exitCode":0,"fuelUsed":"18446744073709551616","stateDigest":"${SALT}"}`,
    ],
    [
      'an unknown status',
      `{"engine":"e","status":"done","exitCode":0,"fuelUsed":"1","stateDigest":"${SALT}"}`,
    ],
  ])('is refused with %s', (_name, json) => {
    const files = new Map(resultFilesOf(execution, 'reckon-wasm@1.0.0'));
    if (json === undefined) files.delete('result.json');
    else files.set('result.json', bytes(json));
    expect(() => readResultFiles(files)).toThrow(ResultFilesError);
  });

  it('is refused with a file that no run makes', () => {
    const files = new Map(resultFilesOf(execution, 'reckon-wasm@1.0.0')).set('other', bytes('x'));
    expect(() => readResultFiles(files)).toThrow(ResultFilesError);
  });
});
