/**
 * The image of the container that holds a job's volumes while the job's own container comes and goes:
 * one static program that sleeps for ever, written out by hand, so that it need not be pulled, built or
 * trusted. Its /outputs belongs to the job's user, as engines give a fresh volume its mount point's
 * owner and mode.
 */
export const HOLDER_PROGRAM = '/hold';

const HEADER = 64 + 56;
const ADDRESS = 0x400000n;

/** `pause()` for ever, by architecture as Docker calls it. */
const CODE: Readonly<Record<string, { machine: number; code: readonly number[] }>> = {
  // mov eax, 34 (pause); syscall; jmp back
  amd64: { machine: 62, code: [0xb8, 34, 0, 0, 0, 0x0f, 0x05, 0xeb, 0xf7] },
  // ppoll(0, 0, 0, 0): mov x0..x3, 0; mov x8, 73; svc 0; b back
  arm64: {
    machine: 183,
    code: [
      ...[0x00, 0x00, 0x80, 0xd2],
      ...[0x01, 0x00, 0x80, 0xd2],
      ...[0x02, 0x00, 0x80, 0xd2],
      ...[0x03, 0x00, 0x80, 0xd2],
      ...[0x28, 0x09, 0x80, 0xd2],
      ...[0x01, 0x00, 0x00, 0xd4],
      ...[0xfa, 0xff, 0xff, 0x17],
    ],
  },
};

const NAMES: Readonly<Record<string, string>> = { x86_64: 'amd64', aarch64: 'arm64' };

/**
 * An ELF executable (System V ABI, 64 bits, one segment) that sleeps for ever.
 *
 * @param architecture as an engine names it: amd64 or x86_64, arm64 or aarch64
 * @returns undefined for any other
 */
export function holderProgramFor(architecture: string): Uint8Array | undefined {
  const known = CODE[NAMES[architecture] ?? architecture];
  if (known === undefined) return undefined;
  const size = HEADER + known.code.length;
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  view.setUint16(16, 2, true); // executable
  view.setUint16(18, known.machine, true);
  view.setUint32(20, 1, true);
  view.setBigUint64(24, ADDRESS + BigInt(HEADER), true); // entry
  view.setBigUint64(32, 64n, true); // program headers
  view.setUint16(52, 64, true);
  view.setUint16(54, 56, true);
  view.setUint16(56, 1, true);
  view.setUint32(64, 1, true); // load
  view.setUint32(68, 5, true); // read, execute
  view.setBigUint64(80, ADDRESS, true);
  view.setBigUint64(88, ADDRESS, true);
  view.setBigUint64(96, BigInt(size), true);
  view.setBigUint64(104, BigInt(size), true);
  view.setBigUint64(112, 0x1000n, true);
  bytes.set(known.code, HEADER);
  return bytes;
}
