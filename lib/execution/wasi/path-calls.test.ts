import { describe, expect, it } from 'vitest';
import {
  BUFFER_AT,
  CREATE,
  DIRECTORY,
  EXCLUSIVE,
  NEW_PATH_AT,
  READ,
  RESULT,
  ROOT,
  TRUNCATE,
  WRITE,
} from '../testing/host-guest';
import { OK, programGuest, STAT } from '../testing/program-guest';
import { ERRNO } from './errno';

const both = READ | WRITE;

describe('paths', () => {
  it('path_open: flags, kinds and errors', () => {
    const { open, read, write, stat } = programGuest();
    expect(open('none')).toBe(-ERRNO.noent);
    expect(open('none/none')).toBe(-ERRNO.noent);
    expect(open('file/none')).toBe(-ERRNO.notdir);
    expect(open('')).toBe(-ERRNO.noent);
    expect(open('../file')).toBe(-ERRNO.perm);
    expect(open('/file')).toBe(-ERRNO.perm);
    expect(open('folder/.././/folder/inner')).toBeGreaterThan(ROOT);
    expect(open('file/')).toBe(-ERRNO.notdir);
    expect(open('file', DIRECTORY)).toBe(-ERRNO.notdir);
    expect(open('folder/')).toBeGreaterThan(ROOT);
    expect(open('folder', DIRECTORY, both)).toBe(-ERRNO.isdir);
    expect(open('folder', TRUNCATE)).toBe(-ERRNO.isdir);
    expect(open('file', CREATE | EXCLUSIVE)).toBe(-ERRNO.exist);
    expect(open('file', 0x10)).toBe(-ERRNO.inval);
    expect(open('file', 0, READ, ROOT, 0x20)).toBe(-ERRNO.inval);
    expect(open('inner', 0, READ, open('file'))).toBe(-ERRNO.notdir);
    const made = open('made', CREATE, both);
    expect([write(made, 'x'), read(open('made'))]).toEqual([OK, 'x']);
    expect(read(open('file', CREATE, both))).toBe('0123456789');
    expect(stat(open('file', TRUNCATE, WRITE)).size).toBe(0n);
  });

  it('path_create_directory and path_remove_directory', () => {
    const { call, put, makeFolder } = programGuest();
    const remove = (path: string) => call('path_remove_directory', ROOT, ...put(path));
    expect([makeFolder('new'), makeFolder('new'), makeFolder('file')]).toEqual([
      OK,
      ERRNO.exist,
      ERRNO.exist,
    ]);
    expect([makeFolder('none/new'), makeFolder('file/new')]).toEqual([ERRNO.noent, ERRNO.notdir]);
    expect([makeFolder('slash/'), remove('slash/')]).toEqual([OK, OK]);
    expect([remove('new'), remove('new')]).toEqual([OK, ERRNO.noent]);
    expect([remove('folder'), remove('file'), remove('file/')]).toEqual([
      ERRNO.notempty,
      ERRNO.notdir,
      ERRNO.notdir,
    ]);
    expect([remove('.'), remove('..')]).toEqual([ERRNO.inval, ERRNO.perm]);
  });

  it('path_unlink_file', () => {
    const { call, put } = programGuest();
    const unlink = (path: string) => call('path_unlink_file', ROOT, ...put(path));
    expect([unlink('folder'), unlink('folder/'), unlink('file/')]).toEqual([
      ERRNO.isdir,
      ERRNO.isdir,
      ERRNO.notdir,
    ]);
    expect([unlink('file'), unlink('file')]).toEqual([OK, ERRNO.noent]);
  });

  it('path_filestat_get and set_times', () => {
    const { call, put, open, stat } = programGuest();
    expect(call('path_filestat_get', ROOT, 0, ...put('file'), STAT)).toBe(OK);
    expect(call('path_filestat_get', ROOT, 0, ...put('none'), STAT)).toBe(ERRNO.noent);
    expect(call('path_filestat_get', ROOT, 0, ...put('file/'), STAT)).toBe(ERRNO.notdir);
    const setTimes = (path: string, flags: number) =>
      call('path_filestat_set_times', ROOT, 0, ...put(path), 5n, 7n, flags);
    expect([setTimes('file', 5), setTimes('none', 5)]).toEqual([OK, ERRNO.noent]);
    expect([setTimes('file', 3), setTimes('file', 12)]).toEqual([ERRNO.inval, ERRNO.inval]);
    expect(stat(open('file'))).toMatchObject({ accessed: 5n, modified: 7n });
  });

  it('path_link gives a file a second name', () => {
    const { call, put, open, read, write, stat, link } = programGuest();
    expect(link('file', 'folder/twin')).toBe(OK);
    const first = open('file', 0, both);
    const second = open('folder/twin');
    expect(stat(first)).toEqual(stat(second));
    expect(stat(first).links).toBe(2n);
    write(first, 'AB');
    expect(read(second)).toBe('AB23456789');
    expect(call('path_unlink_file', ROOT, ...put('file'))).toBe(OK);
    expect([stat(second).links, read(open('folder/twin'))]).toEqual([1n, 'AB23456789']);
    expect([link('folder/twin', 'folder/twin'), link('folder/twin', 'empty')]).toEqual([
      ERRNO.exist,
      ERRNO.exist,
    ]);
    expect([link('empty', 'other'), link('none', 'other')]).toEqual([ERRNO.perm, ERRNO.noent]);
    expect([link('folder/twin', 'other/'), link('folder/twin/', 'other')]).toEqual([
      ERRNO.noent,
      ERRNO.notdir,
    ]);
    expect(link('folder/twin', '../other')).toBe(ERRNO.perm);
  });

  it('path_symlink is refused, so nothing is there for path_readlink', () => {
    const { call, put } = programGuest();
    expect(call('path_symlink', ...put('file'), ROOT, ...put('link', NEW_PATH_AT))).toBe(
      ERRNO.notsup,
    );
    const readlink = (path: string) =>
      call('path_readlink', ROOT, ...put(path), BUFFER_AT, 10, RESULT);
    expect([readlink('file'), readlink('none')]).toEqual([ERRNO.inval, ERRNO.noent]);
  });

  it('path_rename: files', () => {
    const { rename, outputs, open } = programGuest();
    expect([rename('file', 'moved'), open('file')]).toEqual([OK, -ERRNO.noent]);
    expect(rename('moved', 'folder/inner')).toBe(OK);
    expect(outputs()['work/folder/inner']).toBe('0123456789');
    expect(rename('folder/inner', 'empty')).toBe(ERRNO.isdir);
    expect([rename('none', 'x'), rename('folder/inner/', 'x')]).toEqual([
      ERRNO.noent,
      ERRNO.notdir,
    ]);
    expect(rename('folder/inner', 'x/')).toBe(ERRNO.notdir);
    expect(rename('folder/inner', 'folder/inner')).toBe(OK);
    expect(rename('folder/inner', '../x')).toBe(ERRNO.perm);
    expect(rename('.', 'x')).toBe(ERRNO.inval);
  });

  it('path_rename: folders, also from one into another', () => {
    const { rename, makeFolder, open, read, call, put } = programGuest();
    expect([rename('empty/', 'target'), rename('target', 'empty/')]).toEqual([OK, OK]);
    expect([rename('empty', 'folder'), rename('folder', 'file')]).toEqual([
      ERRNO.notempty,
      ERRNO.notdir,
    ]);
    expect(rename('folder', 'folder/below')).toBe(ERRNO.inval);
    expect(rename('folder', 'empty')).toBe(OK);
    expect(read(open('empty/inner'))).toBe('in');
    makeFolder('deep');
    makeFolder('deep/er');
    expect(rename('empty', 'deep/er/moved')).toBe(OK);
    expect(read(open('deep/er/moved/../moved/inner'))).toBe('in');
    expect(call('path_unlink_file', ROOT, ...put('deep/er/moved/inner'))).toBe(OK);
    expect(call('path_remove_directory', ROOT, ...put('deep/er/moved'))).toBe(OK);
  });

  it('path_rename makes no folder deeper than may be', () => {
    const { rename, makeFolder } = programGuest();
    const path = (name: string, depth: number) => Array<string>(depth).fill(name).join('/');
    for (let depth = 1; depth <= 20; depth++) {
      expect(makeFolder(path('a', depth))).toBe(OK);
      expect(makeFolder(path('b', depth))).toBe(OK);
    }
    expect(rename('a', `${path('b', 20)}/a`)).toBe(ERRNO.nametoolong);
    expect(rename('a', 'b/a')).toBe(OK);
    expect(makeFolder(`b/${path('a', 20)}/${path('c', 1)}`)).toBe(OK);
    expect(rename('b/a', 'a')).toBe(OK);
    expect(rename('a', `${path('b', 12)}/a`)).toBe(ERRNO.nametoolong);
  });
});
