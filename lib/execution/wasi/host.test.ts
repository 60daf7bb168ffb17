import { describe, expect, it } from 'vitest';
import { WASM_ENGINE } from '../engine-id';
import {
  CREATE,
  DIRECTORY,
  EXCLUSIVE,
  NEW_PATH_AT,
  PATH_AT,
  READ,
  RESULT,
  ROOT,
  setup,
  TRUNCATE,
  WRITE,
} from '../testing/host-guest';
import { costsOf } from '../wasm/engine-versions';
import { ERRNO } from './errno';
import { FuelExhausted, OutputExceeded, ProcessExit } from './stop-signal';

describe('paths', () => {
  it.each([
    '/in/job.json',
    '/',
    '..',
    '../etc/passwd',
    'in/../../etc/passwd',
    'in/../..',
    './../x',
    'out/../../out/x',
  ])('%s does not lead out of the tree', (path) => {
    const { open, call, put } = setup();
    expect(open(path)).toBe(-ERRNO.notcapable);
    expect(call('path_filestat_get', ROOT, 1, ...put(path), 0)).toBe(ERRNO.notcapable);
    expect(call('path_create_directory', ROOT, ...put(path))).toBe(ERRNO.notcapable);
    expect(call('path_unlink_file', ROOT, ...put(path))).toBe(ERRNO.notcapable);
  });

  it('a directory gives nothing above itself', () => {
    const { open } = setup();
    const out = open('out', DIRECTORY);
    expect(out).toBeGreaterThan(ROOT);
    expect(open('../in/job.json', 0, READ, out)).toBe(-ERRNO.notcapable);
    expect(open('in/../in/./job.json')).toBeGreaterThan(0);
    expect(open('in/files/..//job.json')).toBeGreaterThan(0);
  });

  it('there are no symbolic links', () => {
    const { call, put } = setup();
    const target = put('/etc/passwd');
    const name = put('out/link', NEW_PATH_AT);
    expect(call('path_symlink', ...target, ROOT, ...name)).toBe(ERRNO.notsup);
    expect(call('path_link', ROOT, 0, ...put('in/job.json'), ROOT, ...name)).toBe(ERRNO.rofs);
    expect(call('path_readlink', ROOT, ...put('in/job.json'), 0, 10, 0)).toBe(ERRNO.inval);
  });

  it('names that are no text, or hold control characters, are refused', () => {
    const { call, raw } = setup();
    for (const name of [[0xff, 0xfe], [0x61, 0], [0x61, 10], [0x5c], [0xed, 0xa0, 0x80]]) {
      raw.set(name, PATH_AT);
      const answer = call('path_open', ROOT, 0, PATH_AT, name.length, CREATE, WRITE, 0n, 0, 8);
      expect(answer).toBe(ERRNO.ilseq);
    }
  });

  it('long names, long paths and deep directories are refused', () => {
    const { call, put, open } = setup();
    expect(open(`out/${'x'.repeat(256)}`, CREATE, WRITE)).toBe(-ERRNO.nametoolong);
    expect(open(`${'./'.repeat(2_100)}out`)).toBe(-ERRNO.nametoolong);
    let path = 'out';
    let errno: number = ERRNO.success;
    for (let depth = 0; depth < 40 && errno === ERRNO.success; depth++) {
      path += '/d';
      errno = call('path_create_directory', ROOT, ...put(path));
    }
    expect(errno).toBe(ERRNO.nametoolong);
  });

  it('what is read-only stays as it is', () => {
    const { call, put, open, read } = setup();
    expect(open('in/job.json', 0, READ | WRITE)).toBe(-ERRNO.rofs);
    expect(open('in/job.json', TRUNCATE, READ)).toBe(-ERRNO.rofs);
    expect(open('in/new', CREATE, WRITE)).toBe(-ERRNO.rofs);
    expect(open('new', CREATE, WRITE)).toBe(-ERRNO.rofs);
    expect(call('path_unlink_file', ROOT, ...put('in/job.json'))).toBe(ERRNO.rofs);
    expect(call('path_create_directory', ROOT, ...put('module/d'))).toBe(ERRNO.rofs);
    expect(call('path_remove_directory', ROOT, ...put('out'))).toBe(ERRNO.rofs);
    const to = put('out/job.json', NEW_PATH_AT);
    expect(call('path_rename', ROOT, ...put('in/job.json'), ROOT, ...to)).toBe(ERRNO.rofs);
    expect(read(open('in/job.json'))).toBe('{"text":"hi"}');
  });
});

describe('files', () => {
  it('are written, sought, cut, moved and removed below /out', () => {
    const { call, put, open, write, read, outputs, view } = setup();
    const fd = open('out/a.txt', CREATE | EXCLUSIVE, READ | WRITE);
    expect(open('out/a.txt', CREATE | EXCLUSIVE, WRITE)).toBe(-ERRNO.exist);
    expect(write(fd, 'hello world')).toBe(ERRNO.success);
    expect(call('fd_seek', fd, -5n, 2, RESULT)).toBe(ERRNO.success);
    expect(view.getBigUint64(RESULT, true)).toBe(6n);
    expect(read(fd)).toBe('world');
    expect(call('fd_seek', fd, -1n, 0, RESULT)).toBe(ERRNO.inval);
    expect(call('fd_filestat_set_size', fd, 5n)).toBe(ERRNO.success);
    expect(call('fd_filestat_set_size', fd, 7n)).toBe(ERRNO.success);
    expect(outputs()['out/a.txt']).toBe('hello\0\0');
    expect(call('path_create_directory', ROOT, ...put('out/d'))).toBe(ERRNO.success);
    const to = put('out/d/b.txt', NEW_PATH_AT);
    expect(call('path_rename', ROOT, ...put('out/a.txt'), ROOT, ...to)).toBe(ERRNO.success);
    expect(outputs()).toEqual({ stdout: '', stderr: '', 'out/d/b.txt': 'hello\0\0' });
    expect(call('path_remove_directory', ROOT, ...put('out/d'))).toBe(ERRNO.notempty);
    expect(call('path_unlink_file', ROOT, ...put('out/d/b.txt'))).toBe(ERRNO.success);
    expect(call('path_remove_directory', ROOT, ...put('out/d'))).toBe(ERRNO.success);
    expect(outputs()).toEqual({ stdout: '', stderr: '' });
  });

  it('are appended to where that is asked for', () => {
    const { open, write, outputs } = setup();
    const fd = open('out/log', CREATE, WRITE, ROOT, 1);
    const other = open('out/log', 0, WRITE);
    write(fd, 'one ');
    write(other, 'ONE ');
    write(fd, 'two');
    expect(outputs()['out/log']).toBe('ONE two');
  });

  it('can be read but not written without the right', () => {
    const { call, open, write, vector } = setup();
    expect(write(open('in/job.json'), 'x')).toBe(8);
    const fd = open('out/w', CREATE, WRITE);
    expect(call('fd_read', fd, ...vector(5), RESULT)).toBe(8);
    expect(write(ROOT, 'x')).toBe(ERRNO.isdir);
    expect(write(0, 'x')).toBe(8);
    expect(write(99, 'x')).toBe(8);
  });

  it('directories are listed in order, in pieces of any size', () => {
    const { open, readdir, write } = setup();
    expect(readdir(open('in/files', DIRECTORY))).toEqual(['.', '..', 'a.txt', 'b.txt']);
    expect(readdir(ROOT)).toEqual(['.', '..', 'in', 'module', 'out']);
    for (const name of ['\u{1f600}', '\uffee', 'Z', 'a', 'é']) {
      write(open(`out/${name}`, CREATE, WRITE), name);
    }
    const out = open('out', DIRECTORY);
    const all = ['.', '..', 'Z', 'a', 'é', '\uffee', '\u{1f600}'];
    expect(readdir(out)).toEqual(all);
    const found: string[] = [];
    while (found.length < all.length) found.push(...readdir(out, 40, BigInt(found.length)));
    expect(found).toEqual(all);
  });

  it('the lowest free descriptor is given, up to a cap', () => {
    const { call, open } = setup();
    expect(open('in/job.json')).toBe(4);
    expect(open('in/job.json')).toBe(5);
    expect(call('fd_close', 4)).toBe(ERRNO.success);
    expect(call('fd_close', 4)).toBe(8);
    expect(open('in/job.json')).toBe(4);
    let last = 0;
    while (last >= 0) last = open('in/job.json');
    expect(last).toBe(-ERRNO.mfile);
  });
});

describe('caps', () => {
  it('outputs are counted together: /out, stdout, stderr', () => {
    const { open, write } = setup({ storageBytes: 10 });
    write(1, 'four');
    write(2, 'four');
    const fd = open('out/x', CREATE, WRITE);
    write(fd, 'ab');
    expect(() => write(fd, 'c')).toThrow(OutputExceeded);
  });

  it('holes and set sizes count as well', () => {
    const { call, open, write } = setup({ storageBytes: 1_000 });
    const fd = open('out/x', CREATE, WRITE);
    expect(() => call('fd_filestat_set_size', fd, 1_001n)).toThrow(OutputExceeded);
    const sparse = setup({ storageBytes: 1_000, fuel: 1n << 62n });
    const hole = sparse.open('out/x', CREATE, WRITE);
    sparse.call('fd_seek', hole, 1n << 50n, 0, RESULT);
    expect(() => sparse.write(hole, 'x')).toThrow(OutputExceeded);
    expect(() => call('fd_allocate', fd, 900n, 101n)).toThrow(OutputExceeded);
    expect(write(99, '')).toBe(8);
  });

  it('a file that is unlinked but open still counts; closed, it does not', () => {
    const { call, put, open, write } = setup({ storageBytes: 10 });
    const fd = open('out/x', CREATE, WRITE);
    write(fd, '12345678');
    call('path_unlink_file', ROOT, ...put('out/x'));
    expect(() => write(1, '123')).toThrow(OutputExceeded);
    const again = setup({ storageBytes: 10 });
    const gone = again.open('out/x', CREATE, WRITE);
    again.write(gone, '12345678');
    again.call('path_unlink_file', ROOT, ...again.put('out/x'));
    again.call('fd_close', gone);
    expect(again.write(1, '123')).toBe(ERRNO.success);
  });

  it('files and directories are counted', () => {
    const { call, put } = setup();
    const fill = (): void => {
      for (let index = 0; index < 5_000; index++) {
        call('path_create_directory', ROOT, ...put(`out/${index}`));
      }
    };
    expect(fill).toThrow(OutputExceeded);
  });

  it('each call and each byte costs fuel, and fuel can end', () => {
    const { host: costs } = costsOf(WASM_ENGINE);
    const { meter, call, write } = setup({ costs });
    call('sched_yield');
    expect(meter.used).toBe(BigInt(costs.call));
    write(1, 'x'.repeat(100));
    expect(meter.used).toBe(BigInt(2 * costs.call + costs.vector + 100 * costs.writeByte));
    const poor = setup({ fuel: BigInt(costs.call) });
    poor.call('sched_yield');
    expect(() => poor.call('sched_yield')).toThrow(FuelExhausted);
    expect(poor.meter.used).toBe(BigInt(costs.call));
  });
});

describe('the rest of the world', () => {
  it('pointers outside the memory are faults', () => {
    const { call } = setup();
    expect(call('clock_time_get', 0, 0n, 131_070)).toBe(ERRNO.fault);
    expect(call('random_get', -1, 10)).toBe(ERRNO.fault);
    expect(call('random_get', 0, -1)).toBe(ERRNO.fault);
    expect(call('fd_write', 1, 131_068, 1, 0)).toBe(ERRNO.fault);
    expect(call('fd_write', 1, 0, 1_000_000, 0)).toBe(ERRNO.inval);
    expect(call('path_open', ROOT, 0, 131_070, 100, 0, 0n, 0n, 0, 0)).toBe(ERRNO.fault);
  });

  it('time starts at 0 and passes by looking and sleeping', () => {
    const { call, view } = setup();
    const now = (): bigint => {
      expect(call('clock_time_get', 1, 0n, RESULT)).toBe(ERRNO.success);
      return view.getBigUint64(RESULT, true);
    };
    expect(now()).toBe(1_000n);
    expect(now()).toBe(2_000n);
    view.setBigUint64(256, 42n, true); // userdata
    view.setUint8(256 + 8, 0); // clock
    view.setBigUint64(256 + 24, 5_000_000_000n, true); // in five seconds
    view.setUint16(256 + 40, 0, true);
    expect(call('poll_oneoff', 256, 512, 1, RESULT)).toBe(ERRNO.success);
    expect(view.getUint32(RESULT, true)).toBe(1);
    expect(view.getBigUint64(512, true)).toBe(42n);
    expect(now()).toBe(5_000_004_000n);
  });

  it('randomness depends on the seed alone', () => {
    const draw = (pieces: number[]): string => {
      const { call, raw } = setup();
      let at = 1_000;
      for (const length of pieces) {
        call('random_get', at, length);
        at += length;
      }
      return Buffer.from(raw.slice(1_000, at)).toString('hex');
    };
    expect(draw([100])).toBe(draw([1, 31, 33, 35]));
    expect(draw([100])).not.toBe('00'.repeat(100));
  });

  it('arguments are the name, the environment is empty, there are no sockets', () => {
    const { call, view, raw } = setup();
    call('args_sizes_get', 0, 4);
    expect([view.getUint32(0, true), view.getUint32(4, true)]).toEqual([1, 7]);
    call('args_get', 0, 100);
    expect(new TextDecoder().decode(raw.slice(100, 107))).toBe('tested\0');
    call('environ_sizes_get', 0, 4);
    expect([view.getUint32(0, true), view.getUint32(4, true)]).toEqual([0, 0]);
    expect(call('sock_accept', 3, 0, 0)).toBe(ERRNO.notsock);
    expect(call('sock_send', 9, 0, 0, 0, 0)).toBe(ERRNO.badf);
  });

  it('the only preopened directory is /', () => {
    const { call, view, raw } = setup();
    expect(call('fd_prestat_get', ROOT, 0)).toBe(ERRNO.success);
    expect(view.getUint32(4, true)).toBe(1);
    expect(call('fd_prestat_dir_name', ROOT, 100, 1)).toBe(ERRNO.success);
    expect(raw[100]).toBe(0x2f);
    expect(call('fd_prestat_get', 4, 0)).toBe(8);
  });

  it('an exit leaves through all frames', () => {
    const { call } = setup();
    expect(() => call('proc_exit', 3)).toThrow(ProcessExit);
  });
});
