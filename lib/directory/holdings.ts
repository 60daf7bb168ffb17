import type { ContentRecord } from './content-record';

export type Held = { readonly records: number; readonly bytes: number };

/** What a directory holds at a moment, for who runs it. */
export type Holdings = {
  readonly byKind: Readonly<Record<ContentRecord['kind'], Held>>;
  /** Promised by a receipt that has not run out. */
  readonly promised: Held;
  readonly pinned: Held;
  /** Neither promised nor pinned: goes when it is not fresh any more. */
  readonly passing: Held;
  /** The last moment that anything is promised to, Unix seconds; 0 where nothing is. */
  readonly promisedUntil: number;
};

const NOTHING: Held = { records: 0, bytes: 0 };

/** Sums up records; `bytes` counts a shared block once for each record that names it. */
export function holdingsOf(records: readonly ContentRecord[], now: number): Holdings {
  const sum = (part: readonly ContentRecord[]): Held =>
    part.reduce(
      (held, { bytes }) => ({ records: held.records + 1, bytes: held.bytes + bytes }),
      NOTHING,
    );
  const isPromised = ({ heldUntil }: ContentRecord) => heldUntil >= now;
  const ofKind = (kind: ContentRecord['kind']) => sum(records.filter((r) => r.kind === kind));
  return {
    byKind: { module: ofKind('module'), inputs: ofKind('inputs'), result: ofKind('result') },
    promised: sum(records.filter(isPromised)),
    pinned: sum(records.filter(({ isPinned }) => isPinned)),
    passing: sum(records.filter((record) => !record.isPinned && !isPromised(record))),
    promisedUntil: records.reduce(
      (last, record) => (isPromised(record) ? Math.max(last, record.heldUntil) : last),
      0,
    ),
  };
}
