/** Which rule of the engine a module breaks, and at which of its bytes where that can be told. */
export interface Refusal {
  readonly reason: string;
  readonly offset: number | undefined;
}

/** What the stderr of a refused program says behind "reckon: ". */
export function refusalText({ reason, offset }: Refusal): string {
  const where = offset === undefined ? '' : ` at byte ${offset}`;
  return `the module is not accepted${where}: ${reason}`;
}

/** The refusal in such a stderr; undefined where it tells of none. */
export function readRefusal(stderr: string): Refusal | undefined {
  const found = /^reckon: the module is not accepted(?: at byte (\d+))?: (.+)\n$/s.exec(stderr);
  if (found === null) return undefined;
  const [, offset, reason = ''] = found;
  return { reason, offset: offset === undefined ? undefined : Number(offset) };
}
