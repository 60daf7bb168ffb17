/** A processor for which a filter can be made: as Node names it. */
export type FilteredArch = 'x64' | 'arm64';

/**
 * System calls that a job child has no use for, by number on x86-64 and aarch64: sockets, other
 * processes, mounts, namespaces, keys, kernel code, the clock. (asm/unistd_64.h, asm-generic)
 */
export const DENIED: readonly (readonly [name: string, x64: number, arm64: number | undefined])[] =
  [
    ['socket', 41, 198],
    ['socketpair', 53, 199],
    ['connect', 42, 203],
    ['bind', 49, 200],
    ['listen', 50, 201],
    ['accept', 43, 202],
    ['accept4', 288, 242],
    ['fork', 57, undefined],
    ['vfork', 58, undefined],
    ['ptrace', 101, 117],
    ['process_vm_readv', 310, 270],
    ['process_vm_writev', 311, 271],
    ['process_madvise', 440, 440],
    ['kcmp', 312, 272],
    ['pidfd_open', 434, 434],
    ['pidfd_getfd', 438, 438],
    ['pidfd_send_signal', 424, 424],
    ['mount', 165, 40],
    ['umount2', 166, 39],
    ['pivot_root', 155, 41],
    ['chroot', 161, 51],
    ['open_tree', 428, 428],
    ['move_mount', 429, 429],
    ['fsopen', 430, 430],
    ['fsconfig', 431, 431],
    ['fsmount', 432, 432],
    ['fspick', 433, 433],
    ['mount_setattr', 442, 442],
    ['swapon', 167, 224],
    ['swapoff', 168, 225],
    ['quotactl', 179, 60],
    ['acct', 163, 89],
    ['unshare', 272, 97],
    ['setns', 308, 268],
    ['add_key', 248, 217],
    ['request_key', 249, 218],
    ['keyctl', 250, 219],
    ['bpf', 321, 280],
    ['perf_event_open', 298, 241],
    ['userfaultfd', 323, 282],
    ['io_uring_setup', 425, 425],
    ['io_uring_enter', 426, 426],
    ['io_uring_register', 427, 427],
    ['init_module', 175, 105],
    ['finit_module', 313, 273],
    ['delete_module', 176, 106],
    ['kexec_load', 246, 104],
    ['kexec_file_load', 320, 294],
    ['reboot', 169, 142],
    ['iopl', 172, undefined],
    ['ioperm', 173, undefined],
    ['settimeofday', 164, 170],
    ['clock_settime', 227, 112],
    ['adjtimex', 159, 171],
    ['clock_adjtime', 305, 266],
    ['sethostname', 170, 161],
    ['setdomainname', 171, 162],
    ['syslog', 103, 116],
    ['personality', 135, 92],
    ['name_to_handle_at', 303, 264],
    ['open_by_handle_at', 304, 265],
    ['fanotify_init', 300, 262],
    ['lookup_dcookie', 212, 18],
    ['vhangup', 153, 58],
    ['move_pages', 279, 239],
    ['migrate_pages', 256, 238],
    ['mbind', 237, 235],
    ['set_mempolicy', 238, 237],
  ];

/** AUDIT_ARCH_*, and the numbers of clone and clone3. */
export const ARCH: Readonly<
  Record<FilteredArch, { audit: number; clone: number; clone3: number }>
> = {
  x64: { audit: 0xc000_003e, clone: 56, clone3: 435 },
  arm64: { audit: 0xc000_00b7, clone: 220, clone3: 435 },
};

/** What the kernel does with a call (linux/seccomp.h); an error number is added to `errno`. */
export const SECCOMP = { kill: 0x8000_0000, errno: 0x0005_0000, allow: 0x7fff_0000 } as const;
export const EPERM = 1;
export const ENOSYS = 38;

/** Of linux/bpf_common.h. */
export const BPF = { load: 0x20, jumpEqual: 0x15, jumpAtLeast: 0x35, jumpSet: 0x45, give: 0x06 };
/** Where struct seccomp_data has the call's number, the architecture and the first argument. */
export const OFFSET = { number: 0, arch: 4, argument: 16 };

const X32_NUMBERS = 0x4000_0000;
const CLONE_THREAD = 0x1_0000;

/**
 * A seccomp filter as `bwrap --seccomp` reads it: struct sock_filter after struct sock_filter. It
 * denies the calls above with EPERM, new processes (threads may be made; clone3 does not exist,
 * so that the C library falls back to clone), and kills what calls by another architecture.
 */
export function seccompFilter(arch: FilteredArch): Uint8Array<ArrayBuffer> {
  const { audit, clone, clone3 } = ARCH[arch];
  const program: (readonly [code: number, ifTrue: number, ifFalse: number, value: number])[] = [
    [BPF.load, 0, 0, OFFSET.arch],
    [BPF.jumpEqual, 1, 0, audit],
    [BPF.give, 0, 0, SECCOMP.kill],
    [BPF.load, 0, 0, OFFSET.number],
  ];
  const denyIf = (jump: number, value: number, errno: number): void => {
    program.push([jump, 0, 1, value], [BPF.give, 0, 0, SECCOMP.errno + errno]);
  };
  if (arch === 'x64') denyIf(BPF.jumpAtLeast, X32_NUMBERS, ENOSYS);
  for (const [, x64, arm64] of DENIED) {
    const number = arch === 'x64' ? x64 : arm64;
    if (number !== undefined) denyIf(BPF.jumpEqual, number, EPERM);
  }
  denyIf(BPF.jumpEqual, clone3, ENOSYS);
  program.push(
    [BPF.jumpEqual, 0, 3, clone],
    [BPF.load, 0, 0, OFFSET.argument],
    [BPF.jumpSet, 1, 0, CLONE_THREAD],
    [BPF.give, 0, 0, SECCOMP.errno + EPERM],
    [BPF.give, 0, 0, SECCOMP.allow],
  );
  const bytes = new Uint8Array(program.length * 8);
  const view = new DataView(bytes.buffer);
  for (const [index, [code, ifTrue, ifFalse, value]] of program.entries()) {
    view.setUint16(index * 8, code, true);
    view.setUint8(index * 8 + 2, ifTrue);
    view.setUint8(index * 8 + 3, ifFalse);
    view.setUint32(index * 8 + 4, value, true);
  }
  return bytes;
}
