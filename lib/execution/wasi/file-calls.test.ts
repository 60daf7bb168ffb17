import { describe, expect, it } from 'vitest';
import { BUFFER_AT, CREATE, DIRECTORY, READ, RESULT, ROOT, WRITE } from '../testing/host-guest';
import { OK, programGuest, STAT } from '../testing/program-guest';
import { ERRNO } from './errno';

const both = READ | WRITE;

describe('files', () => {
  it('fd_advise takes the six pieces of advice', () => {
    const { call, open } = programGuest();
    const fd = open('file');
    for (let advice = 0; advice <= 5; advice++)
      expect(call('fd_advise', fd, 0n, 0n, advice)).toBe(OK);
    expect(call('fd_advise', fd, 0n, 0n, 6)).toBe(ERRNO.inval);
    expect(call('fd_advise', ROOT, 0n, 0n, 0)).toBe(ERRNO.badf);
  });

  it('fd_allocate makes longer, never shorter', () => {
    const { call, open, stat } = programGuest();
    const fd = open('file', 0, both);
    expect(call('fd_allocate', fd, 0n, 5n)).toBe(OK);
    expect(stat(fd).size).toBe(10n);
    expect(call('fd_allocate', fd, 8n, 5n)).toBe(OK);
    expect(stat(fd).size).toBe(13n);
    expect(call('fd_allocate', fd, -1n, 5n)).toBe(ERRNO.inval);
    expect(call('fd_allocate', open('file'), 0n, 20n)).toBe(ERRNO.badf);
    expect(call('fd_allocate', ROOT, 0n, 1n)).toBe(ERRNO.badf);
  });

  it('fd_datasync and fd_sync have nothing to do', () => {
    const { call, open } = programGuest();
    const fd = open('file');
    expect([call('fd_sync', fd), call('fd_datasync', fd), call('fd_sync', ROOT)]).toEqual([
      OK,
      OK,
      OK,
    ]);
  });

  it('fd_fdstat_get and set_flags: append comes and goes', () => {
    const { call, open, view, write, outputs } = programGuest();
    const fd = open('file', 0, both, ROOT, 1);
    call('fd_fdstat_get', fd, STAT);
    expect([view.getUint8(STAT), view.getUint16(STAT + 2, true)]).toEqual([4, 1]);
    write(fd, 'AB');
    expect(call('fd_fdstat_set_flags', fd, 0)).toBe(OK);
    call('fd_seek', fd, 0n, 0, RESULT);
    write(fd, 'CD');
    expect(outputs()['work/file']).toBe('CD23456789AB');
    expect(call('fd_fdstat_set_flags', fd, 0x20)).toBe(ERRNO.inval);
    call('fd_fdstat_get', ROOT, STAT);
    expect(view.getUint8(STAT)).toBe(3);
  });

  it('fd_fdstat_set_rights takes away for good', () => {
    const { call, open, rights, vector, write, view } = programGuest();
    const fd = open('file', 0, both);
    const [base] = rights(fd);
    expect(base & both).toBe(both);
    expect(call('fd_fdstat_set_rights', fd, base & ~both, 0n)).toBe(OK);
    expect(rights(fd)).toEqual([base & ~both, 0n]);
    expect(call('fd_read', fd, ...vector(4), RESULT)).toBe(ERRNO.badf);
    expect(call('fd_pread', fd, ...vector(4), 0n, RESULT)).toBe(ERRNO.badf);
    expect(write(fd, 'x')).toBe(ERRNO.badf);
    expect(call('fd_fdstat_set_rights', fd, base, 0n)).toBe(ERRNO.notcapable);
    const [folder, inheriting] = rights(ROOT);
    expect(call('fd_fdstat_set_rights', ROOT, folder, inheriting & ~WRITE)).toBe(OK);
    const later = open('file', 0, both);
    expect(rights(later)[0] & both).toBe(READ);
    expect(write(later, 'x')).toBe(ERRNO.badf);
    expect(view.getUint8(STAT)).toBe(4);
  });

  it('a folder tells no rights that only files have', () => {
    const { rights } = programGuest();
    const [base, inheriting] = rights(ROOT);
    const seek = 1n << 2n;
    const setSize = 1n << 22n;
    expect(base & (both | seek | setSize)).toBe(0n);
    expect(inheriting & (both | seek | setSize)).toBe(both | seek | setSize);
  });

  it('fd_filestat_get, set_size and set_times', () => {
    const { call, open, stat } = programGuest();
    const fd = open('file', 0, both);
    expect(stat(fd)).toMatchObject({ type: 4, size: 10n, links: 1n });
    expect(stat(ROOT).type).toBe(3);
    expect(stat(1).type).toBe(0);
    expect(call('fd_filestat_set_size', fd, 3n)).toBe(OK);
    expect(stat(fd).size).toBe(3n);
    expect(call('fd_filestat_set_size', fd, -1n)).toBe(ERRNO.inval);
    expect(call('fd_filestat_set_size', open('file'), 1n)).toBe(ERRNO.badf);
    expect(call('fd_filestat_set_times', fd, 100n, 200n, 1 | 4)).toBe(OK);
    expect(stat(fd)).toMatchObject({ accessed: 100n, modified: 200n });
    call('clock_time_get', 0, 0n, RESULT);
    expect(call('fd_filestat_set_times', fd, 0n, 0n, 2)).toBe(OK);
    expect(stat(fd)).toMatchObject({ accessed: 1_000n, modified: 200n });
    expect(call('fd_filestat_set_times', fd, 1n, 1n, 1 | 2)).toBe(ERRNO.inval);
    expect(call('fd_filestat_set_times', fd, 1n, 1n, 4 | 8)).toBe(ERRNO.inval);
    expect(stat(fd)).toMatchObject({ accessed: 1_000n, modified: 200n });
    expect(call('fd_filestat_set_times', 1, 1n, 1n, 1)).toBe(ERRNO.badf);
  });

  it('fd_pread and fd_pwrite leave the position alone', () => {
    const { call, open, vector, raw, view, tell, outputs, put } = programGuest();
    const fd = open('file', 0, both);
    expect(call('fd_pread', fd, ...vector(4), 8n, RESULT)).toBe(OK);
    expect(view.getUint32(RESULT, true)).toBe(2);
    expect(new TextDecoder().decode(raw.slice(BUFFER_AT, BUFFER_AT + 2))).toBe('89');
    put('xy', BUFFER_AT);
    expect(call('fd_pwrite', fd, ...vector(2), 9n, RESULT)).toBe(OK);
    expect(outputs()['work/file']).toBe('012345678xy');
    expect(tell(fd)).toBe(0n);
    expect(call('fd_pread', fd, ...vector(4), -1n, RESULT)).toBe(ERRNO.inval);
    expect(call('fd_pwrite', fd, ...vector(2), -1n, RESULT)).toBe(ERRNO.inval);
    expect(call('fd_pread', ROOT, ...vector(4), 0n, RESULT)).toBe(ERRNO.badf);
    expect(call('fd_pwrite', ROOT, ...vector(4), 0n, RESULT)).toBe(ERRNO.badf);
    expect(call('fd_pread', 0, ...vector(4), 0n, RESULT)).toBe(ERRNO.spipe);
    expect(call('fd_pwrite', 1, ...vector(4), 0n, RESULT)).toBe(ERRNO.spipe);
  });

  it('fd_read and fd_write move on; stdin ends', () => {
    const { call, open, read, write, vector, tell } = programGuest();
    const fd = open('file', 0, both);
    expect(read(fd, 4)).toBe('0123');
    expect(write(fd, 'ab')).toBe(OK);
    expect([tell(fd), read(fd), read(fd)]).toEqual([6n, '6789', '']);
    expect([read(0, 3), read(0, 0), read(0), read(0)]).toEqual(['typ', '', 'ed', '']);
    expect(call('fd_read', ROOT, ...vector(1), RESULT)).toBe(ERRNO.isdir);
    expect(write(ROOT, 'x')).toBe(ERRNO.isdir);
    expect(call('fd_read', 1, ...vector(1), RESULT)).toBe(ERRNO.badf);
    expect(write(0, 'x')).toBe(ERRNO.badf);
  });

  it('fd_seek and fd_tell', () => {
    const { call, open, tell } = programGuest();
    const fd = open('file');
    const seek = (offset: bigint, whence: number) => call('fd_seek', fd, offset, whence, RESULT);
    expect([seek(4n, 0), tell(fd)]).toEqual([OK, 4n]);
    expect([seek(-1n, 1), tell(fd)]).toEqual([OK, 3n]);
    expect([seek(1_000n, 2), tell(fd)]).toEqual([OK, 1_010n]);
    expect(seek(-2_000n, 1)).toBe(ERRNO.inval);
    expect(seek(0n, 3)).toBe(ERRNO.inval);
    expect(call('fd_seek', ROOT, 0n, 0, RESULT)).toBe(ERRNO.badf);
    expect(call('fd_tell', ROOT, RESULT)).toBe(ERRNO.badf);
    expect(call('fd_seek', 1, 0n, 1, RESULT)).toBe(ERRNO.spipe);
  });

  it('fd_renumber moves onto an open descriptor only', () => {
    const { call, open, read } = programGuest();
    const from = open('file');
    const to = open('folder/inner');
    expect(call('fd_renumber', from, to)).toBe(OK);
    expect(read(to)).toBe('0123456789');
    expect(call('fd_close', from)).toBe(ERRNO.badf);
    expect(call('fd_renumber', to, from)).toBe(ERRNO.badf);
    expect(call('fd_renumber', to, to)).toBe(OK);
    expect(call('fd_renumber', 1, to)).toBe(OK);
    expect(call('fd_fdstat_get', 1, STAT)).toBe(ERRNO.badf);
  });

  it('fd_close closes what was open from the start as well', () => {
    const { call } = programGuest();
    expect([call('fd_close', ROOT), call('fd_prestat_get', ROOT, STAT)]).toEqual([OK, ERRNO.badf]);
  });

  it('fd_prestat_get and fd_prestat_dir_name', () => {
    const { call, view, raw, open } = programGuest();
    expect(call('fd_prestat_get', ROOT, STAT)).toBe(OK);
    expect([view.getUint8(STAT), view.getUint32(STAT + 4, true)]).toEqual([0, 5]);
    expect(call('fd_prestat_dir_name', ROOT, BUFFER_AT, 4)).toBe(ERRNO.nametoolong);
    expect(call('fd_prestat_dir_name', ROOT, BUFFER_AT, 6)).toBe(OK);
    expect(new TextDecoder().decode(raw.slice(BUFFER_AT, BUFFER_AT + 5))).toBe('/work');
    expect(call('fd_prestat_get', open('folder'), STAT)).toBe(ERRNO.badf);
    expect(call('fd_prestat_get', 1, STAT)).toBe(ERRNO.badf);
    expect(programGuest({ folders: [] }).call('fd_prestat_get', ROOT, STAT)).toBe(ERRNO.badf);
  });

  it('fd_readdir goes on where it was when names are removed meanwhile', () => {
    const { call, open, put, readdir, makeFolder } = programGuest();
    makeFolder('many');
    const names = Array.from({ length: 30 }, (_, index) => `f${String(index).padStart(2, '0')}`);
    for (const name of names) call('fd_close', open(`many/${name}`, CREATE, WRITE));
    const fd = open('many', DIRECTORY);
    const seen: string[] = [];
    for (;;) {
      const page = readdir(fd, 120, BigInt(seen.length));
      if (page.length === 0) break;
      seen.push(...page);
      for (const name of page) call('path_unlink_file', fd, ...put(name));
    }
    expect(seen).toEqual(['.', '..', ...names]);
    expect(readdir(fd)).toEqual(['.', '..']);
    expect(call('path_remove_directory', ROOT, ...put('many'))).toBe(OK);
    expect(call('fd_readdir', open('file'), BUFFER_AT, 100, 0n, RESULT)).toBe(ERRNO.notdir);
    expect(call('fd_readdir', fd, BUFFER_AT, 100, -1n, RESULT)).toBe(ERRNO.inval);
  });
});
