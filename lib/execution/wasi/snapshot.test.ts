import { describe, expect, it } from 'vitest';
import { RESULT } from '../testing/host-guest';
import { CLOSED, programGuest, STAT } from '../testing/program-guest';
import { ERRNO } from './errno';
import { HOST_FUNCTION_NAMES } from './host-signatures';

it('all 46 functions are there', () => {
  expect(HOST_FUNCTION_NAMES).toHaveLength(46);
  const { host } = programGuest();
  expect(Object.keys(host.imports).sort()).toEqual([...HOST_FUNCTION_NAMES].sort());
});

describe('every function that takes a descriptor', () => {
  it.each([
    ['fd_advise', 0n, 0n, 0],
    ['fd_allocate', 0n, 1n],
    ['fd_close'],
    ['fd_datasync'],
    ['fd_fdstat_get', STAT],
    ['fd_fdstat_set_flags', 0],
    ['fd_fdstat_set_rights', 0n, 0n],
    ['fd_filestat_get', STAT],
    ['fd_filestat_set_size', 0n],
    ['fd_filestat_set_times', 0n, 0n, 0],
    ['fd_pread', 16, 0, 0n, RESULT],
    ['fd_prestat_get', STAT],
    ['fd_prestat_dir_name', STAT, 10],
    ['fd_pwrite', 16, 0, 0n, RESULT],
    ['fd_read', 16, 0, RESULT],
    ['fd_readdir', STAT, 10, 0n, RESULT],
    ['fd_renumber', 1],
    ['fd_seek', 0n, 0, RESULT],
    ['fd_sync'],
    ['fd_tell', RESULT],
    ['fd_write', 16, 0, RESULT],
    ['path_create_directory', 0, 1],
    ['path_filestat_get', 0, 0, 1, STAT],
    ['path_filestat_set_times', 0, 0, 1, 0n, 0n, 0],
    ['path_link', 0, 0, 1, 3, 0, 1],
    ['path_open', 0, 0, 1, 0, 0n, 0n, 0, RESULT],
    ['path_readlink', 0, 1, 0, 0, RESULT],
    ['path_remove_directory', 0, 1],
    ['path_rename', 0, 1, 3, 0, 1],
    ['path_unlink_file', 0, 1],
    ['sock_accept', 0, RESULT],
    ['sock_recv', 16, 0, 0, RESULT, RESULT],
    ['sock_send', 16, 0, 0, RESULT],
    ['sock_shutdown', 0],
  ] as [string, ...(number | bigint)[]][])(
    '%s answers badf for one that is not open',
    (name, ...rest) => {
      const { call } = programGuest();
      expect(call(name, CLOSED, ...rest)).toBe(ERRNO.badf);
      expect(call(name, -31_337, ...rest)).toBe(ERRNO.badf);
    },
  );
});
