/** An upload in parts that is under way. Times in milliseconds, sizes in bytes. */
export type OpenUpload = {
  readonly id: string;
  /** Announced. */
  readonly size: number;
  readonly offset: number;
  readonly begunAt: number;
  /** When its last byte came. */
  readonly movedAt: number;
  /** Undefined where a restart has forgotten who began it. */
  readonly remote: string | undefined;
};

export type UploadQuota = {
  /** Uploads and announced bytes of all together, and of one address. */
  readonly all: { readonly uploads: number; readonly bytes: number };
  readonly each: { readonly uploads: number; readonly bytes: number };
};

const STALL_MS = 60_000;
/** A slower one may go on as long as nobody waits for its room. */
const LEAST_BYTES_PER_SECOND = 8 * 1024;

/** Who announces an upload must send it: within a minute, and from then on at a least speed. */
export function isStalled({ size, offset, begunAt, movedAt }: OpenUpload, now: number): boolean {
  if (offset >= size) return now - movedAt > STALL_MS;
  const seconds = (now - begunAt - STALL_MS) / 1_000;
  return now - movedAt > STALL_MS || offset < seconds * LEAST_BYTES_PER_SECOND;
}

/**
 * Whether an upload may begin: `drop` is what has to go for it, of stalled ones the oldest first and
 * no more than needed. What moves is never dropped for another.
 */
export function admitUpload(
  open: readonly OpenUpload[],
  wanted: { readonly size: number; readonly remote: string },
  quota: UploadQuota,
  now: number,
): { readonly isAdmitted: boolean; readonly drop: readonly string[] } {
  const stalled = open
    .filter((upload) => isStalled(upload, now))
    .sort((a, b) => a.movedAt - b.movedAt);
  let left = [...open];
  const drop: string[] = [];
  for (;;) {
    const own = left.filter(({ remote }) => remote === wanted.remote);
    const isOver = {
      own: exceeds(own, wanted.size, quota.each),
      all: exceeds(left, wanted.size, quota.all),
    };
    if (!isOver.own && !isOver.all) return { isAdmitted: true, drop };
    const next = stalled.find(
      ({ id, remote }) => !drop.includes(id) && (!isOver.own || remote === wanted.remote),
    );
    if (next === undefined) return { isAdmitted: false, drop: [] };
    drop.push(next.id);
    left = left.filter(({ id }) => id !== next.id);
  }
}

function exceeds(open: readonly OpenUpload[], size: number, most: UploadQuota['all']): boolean {
  const bytes = open.reduce((sum, upload) => sum + upload.size, size);
  return open.length >= most.uploads || bytes > most.bytes;
}

/** Who counts as one: an IPv4 address, or the network of an IPv6 address that one subscriber has. */
export function quotaKeyOf(remote: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(remote)?.[1];
  if (mapped !== undefined) return mapped;
  if (!remote.includes(':')) return remote;
  const [head = '', tail] = remote.toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  const behind = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - behind.length);
  const whole = [...groups, ...Array<string>(zeros).fill('0'), ...behind];
  return `${whole.slice(0, 4).join(':')}::/64`;
}
