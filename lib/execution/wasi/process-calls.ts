import { ERRNO } from './errno';
import type { GuestMemory } from './guest-memory';
import { HOST_CAPS } from './host-caps';
import type { HostContext } from './host-context';
import { ProcessExit } from './stop-signal';

const CLOCKS = 4;
const EVENT_CLOCK = 0;
const EVENT_WRITE = 2;
const ABSOLUTE_TIME = 1;

const byTime = (left: bigint, right: bigint): number => (left < right ? -1 : left > right ? 1 : 0);

/** Writes a list of NUL-terminated texts and pointers to them. */
function writeTexts(
  { memory, meter, costs }: HostContext,
  texts: readonly Uint8Array[],
  pointers: number,
  buffer: number,
): number {
  let at = buffer >>> 0;
  for (const [index, text] of texts.entries()) {
    meter.take(text.length * costs.readByte);
    memory.setU32(pointers + index * 4, at);
    memory.span(at, text.length).set(text);
    memory.setU8(at + text.length, 0);
    at += text.length + 1;
  }
  return ERRNO.success;
}

/** How many texts there are, and the bytes that they take with their NULs. */
function writeSizes(
  memory: GuestMemory,
  texts: readonly Uint8Array[],
  count: number,
  size: number,
): number {
  memory.setU32(count, texts.length);
  memory.setU32(
    size,
    texts.reduce((sum, text) => sum + text.length + 1, 0),
  );
  return ERRNO.success;
}

export const processCalls = {
  args_get: (context: HostContext, pointers: number, buffer: number) =>
    writeTexts(context, context.args, pointers, buffer),

  args_sizes_get: ({ args, memory }: HostContext, count: number, size: number) =>
    writeSizes(memory, args, count, size),

  environ_get: (context: HostContext, pointers: number, buffer: number) =>
    writeTexts(context, context.env, pointers, buffer),

  environ_sizes_get: ({ env, memory }: HostContext, count: number, size: number) =>
    writeSizes(memory, env, count, size),

  clock_res_get: ({ memory }: HostContext, clock: number, result: number) => {
    if (clock >>> 0 >= CLOCKS) return ERRNO.inval;
    memory.setU64(result, 1_000n);
    return ERRNO.success;
  },

  clock_time_get: (
    { memory, clock }: HostContext,
    id: number,
    _precision: bigint,
    result: number,
  ) => {
    if (id >>> 0 >= CLOCKS) return ERRNO.inval;
    memory.setU64(result, clock.read());
    return ERRNO.success;
  },

  random_get: ({ memory, meter, costs, random }: HostContext, at: number, length: number) => {
    const target = memory.span(at, length);
    meter.take(target.length * costs.randomByte);
    random.fill(target);
    return ERRNO.success;
  },

  sched_yield: () => ERRNO.success,

  proc_exit: (_context: HostContext, code: number): number => {
    throw new ProcessExit(code >>> 0);
  },

  // There are no signals.
  proc_raise: () => ERRNO.notsup,

  /**
   * Files and streams are always ready, and what cannot be waited for is ready with an error. When
   * only clocks are waited for, virtual time moves to the first of them, which is then the only
   * event.
   */
  poll_oneoff: (
    { memory, meter, costs, clock, descriptors }: HostContext,
    subscriptions: number,
    events: number,
    count: number,
    result: number,
  ) => {
    const length = count >>> 0;
    if (length === 0 || length > HOST_CAPS.subscriptions) return ERRNO.inval;
    meter.take(length * costs.entry);
    memory.span(subscriptions, length * 48);
    memory.span(events, length * 32);
    const now = clock.read();
    const waiting: { userdata: bigint; type: number; until: bigint; errno: number }[] = [];
    for (let index = 0; index < length; index++) {
      const at = subscriptions + index * 48;
      const type = memory.u8(at + 8);
      const timeout = memory.u64(at + 24);
      const isAbsolute = (memory.u16(at + 40) & ABSOLUTE_TIME) !== 0;
      if (type > EVENT_WRITE) return ERRNO.inval;
      const target = memory.u32(at + 16);
      const errno =
        type === EVENT_CLOCK
          ? target < CLOCKS
            ? ERRNO.success
            : ERRNO.inval
          : descriptors.isOpen(target)
            ? ERRNO.success
            : ERRNO.badf;
      const isWaiting = type === EVENT_CLOCK && errno === ERRNO.success;
      const until = !isWaiting ? now : isAbsolute ? timeout : now + timeout;
      waiting.push({ userdata: memory.u64(at), type, until, errno });
    }
    const first = waiting.map(({ until }) => until).sort(byTime)[0]!;
    if (first > now) clock.sleepUntil(first < 1n << 64n ? first : (1n << 64n) - 1n);
    const ready = waiting.filter(({ until }) => until <= now || until === first);
    for (const [index, { userdata, type, errno }] of ready.entries()) {
      const at = events + index * 32;
      memory.span(at, 32).fill(0);
      memory.setU64(at, userdata);
      memory.setU16(at + 8, errno);
      memory.setU8(at + 10, type);
    }
    memory.setU32(result, ready.length);
    return ERRNO.success;
  },
};
