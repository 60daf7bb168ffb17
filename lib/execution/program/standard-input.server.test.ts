import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { KEPT_INPUT_BYTES } from './kept-input';
import { StandardInput } from './standard-input.server';

const opened: number[] = [];
afterEach(() => {
  for (const file of opened.splice(0)) closeSync(file);
});

const descriptorOf = (bytes: Uint8Array | string): number => {
  const path = mkdtempSync(join(tmpdir(), 'reckon-standard-input-'));
  writeFileSync(join(path, 'stdin'), bytes);
  const file = openSync(join(path, 'stdin'), 'r');
  rmSync(path, { recursive: true });
  opened.push(file);
  return file;
};
const read = (input: StandardInput, bytes: number): string => {
  const target = new Uint8Array(bytes);
  return Buffer.from(target.subarray(0, input.read(target))).toString();
};

it('goes on in another where one has stopped', () => {
  const file = descriptorOf('one two three');
  const first = new StandardInput(file);
  expect([read(first, 2), read(first, 3)]).toEqual(['on', 'e t']);
  const before = first.readSoFar();
  expect(before).toEqual({ bytes: new Uint8Array(Buffer.from('one t')), hasEnded: false });
  const second = new StandardInput(file, before);
  expect([read(second, 4), read(second, 4), read(second, 9)]).toEqual(['one ', 'two ', 'three']);
  expect(second.readSoFar()?.bytes).toEqual(new Uint8Array(Buffer.from('one two three')));
});

it('has its end where the first found it, which a terminal would not tell again', () => {
  const first = new StandardInput(descriptorOf('one'));
  expect(read(first, 9)).toBe('one');
  const before = first.readSoFar();
  expect(before?.hasEnded).toBe(true);
  expect(read(new StandardInput(descriptorOf('more'), before), 9)).toBe('one');
});

it('keeps no more than it may', () => {
  const input = new StandardInput(descriptorOf(new Uint8Array(KEPT_INPUT_BYTES + 1)));
  const target = new Uint8Array(1 << 22);
  for (let at = 0; at < KEPT_INPUT_BYTES; at += target.length) input.read(target);
  expect(input.readSoFar()?.bytes.length).toBe(KEPT_INPUT_BYTES);
  expect(input.read(target)).toBe(1);
  expect(input.readSoFar()).toBeUndefined();
});
