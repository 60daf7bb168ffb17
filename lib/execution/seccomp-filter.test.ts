import { describe, expect, it } from 'vitest';
import type { FilteredArch } from './seccomp-filter';
import { ARCH, BPF, DENIED, ENOSYS, EPERM, OFFSET, SECCOMP, seccompFilter } from './seccomp-filter';

const THREAD = 0x3d_0f00;
const CHILD = 0x120_0011;

/** Runs a filter as the kernel does. */
function verdict(filter: Uint8Array, audit: number, number: number, argument = 0): number {
  const view = new DataView(filter.buffer);
  const data = new Map([
    [OFFSET.arch, audit],
    [OFFSET.number, number],
    [OFFSET.argument, argument],
  ]);
  let accumulator = 0;
  for (let at = 0; at < filter.length; at += 8) {
    const value = view.getUint32(at + 4, true);
    const jump = (condition: boolean): void => {
      at += 8 * view.getUint8(at + (condition ? 2 : 3));
    };
    const code = view.getUint16(at, true);
    if (code === BPF.give) return value;
    if (code === BPF.load) accumulator = data.get(value)!;
    else if (code === BPF.jumpEqual) jump(accumulator === value);
    else if (code === BPF.jumpAtLeast) jump(accumulator >= value);
    else if (code === BPF.jumpSet) jump((accumulator & value) !== 0);
    else throw new Error(`code ${code}`);
  }
  throw new Error('the filter has no end');
}

describe.each<FilteredArch>(['x64', 'arm64'])('the filter for %s', (arch) => {
  const filter = seccompFilter(arch);
  const { audit, clone, clone3 } = ARCH[arch];
  const ask = (number: number, argument?: number) => verdict(filter, audit, number, argument);

  it('denies what is listed', () => {
    for (const [name, x64, arm64] of DENIED) {
      const number = arch === 'x64' ? x64 : arm64;
      if (number !== undefined) expect([name, ask(number)]).toEqual([name, SECCOMP.errno + EPERM]);
    }
  });

  it('allows what a program needs', () => {
    // read, write, close, mmap, mprotect, munmap, futex, execve, exit_group, getrandom
    const needed = {
      x64: [0, 1, 3, 9, 10, 11, 202, 59, 231, 318],
      arm64: [63, 64, 57, 222, 226, 215, 98, 221, 94, 278],
    }[arch];
    for (const number of needed) expect([number, ask(number)]).toEqual([number, SECCOMP.allow]);
  });

  it('allows threads and no processes', () => {
    expect(ask(clone, THREAD)).toBe(SECCOMP.allow);
    expect(ask(clone, CHILD)).toBe(SECCOMP.errno + EPERM);
    expect(ask(clone3)).toBe(SECCOMP.errno + ENOSYS);
  });

  it('kills what calls by another architecture', () => {
    expect(verdict(filter, 0x4000_0003, 1)).toBe(SECCOMP.kill);
    if (arch === 'x64') expect(ask(0x4000_0001)).toBe(SECCOMP.errno + ENOSYS);
  });
});
