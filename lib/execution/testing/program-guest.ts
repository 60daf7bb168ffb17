import { expect } from 'vitest';
import type { ProgramFiles } from '../wasi/create-host';
import { ERRNO } from '../wasi/errno';
import { bytes, NEW_PATH_AT, RESULT, ROOT, setup } from './host-guest';

export const OK = ERRNO.success;
export const CLOSED = 99;
export const STAT = 2048;

/** A guest whose descriptor 3 is a writable folder with `file` and `folder/inner`. */
export function programGuest(overrides: Partial<ProgramFiles> = {}) {
  const input = bytes('typed');
  let at = 0;
  const guest = setup({
    program: {
      args: ['one', 'two'],
      env: ['A=1', 'B=two'],
      folders: [
        {
          guest: '/work',
          files: new Map([
            ['file', bytes('0123456789')],
            ['folder/inner', bytes('in')],
          ]),
          directories: ['folder', 'empty'],
        },
      ],
      readInput: (target) => {
        const part = input.subarray(at, at + target.length);
        target.set(part);
        at += part.length;
        return part.length;
      },
      ...overrides,
    },
  });
  const { call, put, view } = guest;
  const stat = (fd: number) => {
    expect(call('fd_filestat_get', fd, STAT)).toBe(OK);
    return {
      inode: view.getBigUint64(STAT + 8, true),
      type: view.getUint8(STAT + 16),
      links: view.getBigUint64(STAT + 24, true),
      size: view.getBigUint64(STAT + 32, true),
      accessed: view.getBigUint64(STAT + 40, true),
      modified: view.getBigUint64(STAT + 48, true),
    };
  };
  const rights = (fd: number): [bigint, bigint] => {
    expect(call('fd_fdstat_get', fd, STAT)).toBe(OK);
    return [view.getBigUint64(STAT + 8, true), view.getBigUint64(STAT + 16, true)];
  };
  const rename = (from: string, to: string): number =>
    call('path_rename', ROOT, ...put(from), ROOT, ...put(to, NEW_PATH_AT));
  const link = (from: string, to: string): number =>
    call('path_link', ROOT, 0, ...put(from), ROOT, ...put(to, NEW_PATH_AT));
  const makeFolder = (path: string): number => call('path_create_directory', ROOT, ...put(path));
  const tell = (fd: number): bigint => {
    expect(call('fd_tell', fd, RESULT)).toBe(OK);
    return view.getBigUint64(RESULT, true);
  };
  return { ...guest, stat, rights, rename, link, makeFolder, tell };
}
