/** Names of what an offer can lack for a run, in the order of the contract's checks. */
export const NEED_KEYS = [
  'solver',
  'off',
  'cpu.cores',
  'ram',
  'storage',
  'gpu.count',
  'gpu.vram',
  'window',
  'review',
  'value',
  'verification',
  'theta.high',
  'engine',
  'module',
  'directory',
  'theta.low',
  'panel',
  'court',
  'seat-fee',
] as const;

export type NeedKey = (typeof NEED_KEYS)[number];

/** A need of the run, or the query's condition at this place. */
export type ConstraintKey = NeedKey | `query:${number}`;

/** Where the condition stands in the query; undefined for a need of the run. */
export function conditionPlace(key: ConstraintKey): number | undefined {
  return key.startsWith('query:') ? Number(key.slice('query:'.length)) : undefined;
}

/** Offers that lack the same thing first. */
export type MisfitGroup = {
  readonly key: ConstraintKey;
  readonly count: number;
  /**
   * The least change of this one need that lets offers in: what the nearest of them has, how many
   * then fit and from which estimated total (whole tokens). `offered` is null where the condition
   * can only be taken away. null: every one of them lacks something else, too.
   */
  readonly change: {
    readonly offered: number | null;
    readonly count: number;
    readonly from: number;
  } | null;
};
