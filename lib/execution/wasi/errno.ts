/** The WASI preview1 error numbers that this host gives. */
export const ERRNO = {
  success: 0,
  badf: 8,
  exist: 20,
  fault: 21,
  ilseq: 25,
  inval: 28,
  isdir: 31,
  mfile: 33,
  nametoolong: 37,
  noent: 44,
  notdir: 54,
  notempty: 55,
  notsock: 57,
  notsup: 58,
  overflow: 61,
  perm: 63,
  rofs: 69,
  spipe: 70,
  notcapable: 76,
} as const;

/**
 * Thrown inside the host and given to the module as a number. Not an Error: a stack trace would
 * cost more than the call, and a module can ask for as many as it likes.
 */
export class WasiError {
  readonly errno: number;

  constructor(errno: number) {
    this.errno = errno;
  }
}
