import { expect } from 'vitest';
import { WASM_ENGINE } from '../engine-id';
import type { ProgramFiles } from '../wasi/create-host';
import { createHost } from '../wasi/create-host';
import { ERRNO } from '../wasi/errno';
import { FuelMeter } from '../wasi/fuel-meter';
import { GuestMemory } from '../wasi/guest-memory';
import type { HostCosts } from '../wasm/cost-table';
import { costsOf } from '../wasm/engine-versions';

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const READ = 1n << 1n;
export const WRITE = 1n << 6n;
export const CREATE = 1;
export const DIRECTORY = 2;
export const EXCLUSIVE = 4;
export const TRUNCATE = 8;
export const ROOT = 3;
export const RESULT = 8;
export const PATH_AT = 1024;
export const NEW_PATH_AT = 8192;
export const BUFFER_AT = 16384;

/** A host as a module sees it: calls by number, with paths and buffers in real wasm memory. */
export function setup(
  overrides: {
    storageBytes?: number;
    fuel?: bigint;
    program?: ProgramFiles;
    costs?: HostCosts;
  } = {},
) {
  const {
    storageBytes = 100_000,
    fuel = 1_000_000_000n,
    costs = costsOf(WASM_ENGINE).host,
  } = overrides;
  const host = createHost({
    programName: 'tested',
    readOnly: new Map([
      ['in/job.json', bytes('{"text":"hi"}')],
      ['in/files/b.txt', bytes('bee')],
      ['in/files/a.txt', bytes('ay')],
      ['module/data/w/x.bin', bytes('weights')],
    ]),
    storageBytes,
    seed: new Uint8Array(32).fill(9),
    ...(overrides.program === undefined ? {} : { program: overrides.program }),
  });
  const memory = new WebAssembly.Memory({ initial: 2 });
  const i64 = () => new WebAssembly.Global({ value: 'i64', mutable: true }, 0n);
  const meter = new FuelMeter({ fuel: i64(), notice: i64() }, fuel);
  host.attach(new GuestMemory(memory), meter, costs);
  const view = new DataView(memory.buffer);
  const raw = new Uint8Array(memory.buffer);
  const call = (name: string, ...args: (number | bigint)[]): number => host.imports[name]!(...args);
  const put = (text: string, at = PATH_AT): [number, number] => {
    raw.set(bytes(text), at);
    return [at, bytes(text).length];
  };
  const open = (path: string, flags = 0, rights = READ, fd = ROOT, fdFlags = 0): number =>
    -call('path_open', fd, 0, ...put(path), flags, rights, 0n, fdFlags, RESULT) ||
    view.getUint32(RESULT, true);
  const vector = (length: number): [number, number] => {
    view.setUint32(16, BUFFER_AT, true);
    view.setUint32(20, length, true);
    return [16, 1];
  };
  const write = (fd: number, text: string): number => {
    put(text, BUFFER_AT);
    return call('fd_write', fd, ...vector(bytes(text).length), RESULT);
  };
  const read = (fd: number, most = 1000): string => {
    expect(call('fd_read', fd, ...vector(most), RESULT)).toBe(ERRNO.success);
    const length = view.getUint32(RESULT, true);
    return new TextDecoder().decode(raw.slice(BUFFER_AT, BUFFER_AT + length));
  };
  const readdir = (fd: number, size = 4096, cookie = 0n): string[] => {
    expect(call('fd_readdir', fd, BUFFER_AT, size, cookie, RESULT)).toBe(ERRNO.success);
    const end = BUFFER_AT + view.getUint32(RESULT, true);
    const names: string[] = [];
    for (let at = BUFFER_AT; at + 24 <= end; ) {
      const length = view.getUint32(at + 16, true);
      if (at + 24 + length > end) break;
      names.push(new TextDecoder().decode(raw.slice(at + 24, at + 24 + length)));
      at += 24 + length;
    }
    return names;
  };
  const outputs = (): Record<string, string> =>
    Object.fromEntries(
      host.outputs().map(({ path, bytes: content }) => [path, new TextDecoder().decode(content)]),
    );
  return { host, meter, view, raw, call, put, open, vector, write, read, readdir, outputs };
}
