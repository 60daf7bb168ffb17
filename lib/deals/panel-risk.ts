/**
 * Chance that a panel drawn without replacement has a corrupt majority (assumption H): the upper
 * tail of the hypergeometric distribution.
 *
 * @param members members of the court that can be drawn
 * @param bad     how many of them are corrupt
 * @param seats   seats of the panel, odd
 */
export function corruptMajorityChance(members: number, bad: number, seats: number): number {
  const drawn = Math.min(seats, members);
  let chance = 0;
  for (let hits = Math.floor(drawn / 2) + 1; hits <= drawn; hits += 1) {
    chance += Math.exp(
      logChoose(bad, hits) + logChoose(members - bad, drawn - hits) - logChoose(members, drawn),
    );
  }
  return Math.min(1, chance);
}

/** The first panel of n seats and the second of 2n + 1, from whom is left, both corrupt. */
export function bothPanelsCorruptChance(members: number, bad: number, n: number): number {
  let chance = 0;
  for (let hits = Math.floor(n / 2) + 1; hits <= n; hits += 1) {
    const first = Math.exp(
      logChoose(bad, hits) + logChoose(members - bad, n - hits) - logChoose(members, n),
    );
    chance += first * corruptMajorityChance(members - n, bad - hits, 2 * n + 1);
  }
  return Math.min(1, chance);
}

export type PanelRisk = {
  /** Corrupt members. */
  readonly bad: number;
  /** x: a first panel with a corrupt majority. */
  readonly first: number;
  /** And the second panel too: what is left after an appeal. */
  readonly both: number;
};

/** What a court of this size risks if this share of its members is corrupt: 0.2 = 20 %. */
export function panelRiskOf(members: number, badShare: number, n: number): PanelRisk {
  const bad = Math.round(members * badShare);
  return {
    bad,
    first: corruptMajorityChance(members, bad, n),
    both: bothPanelsCorruptChance(members, bad, n),
  };
}

function logChoose(of: number, take: number): number {
  if (take < 0 || take > of) return Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let index = 1; index <= take; index += 1) sum += Math.log((of - take + index) / index);
  return sum;
}
