/**
 * Which of several nodes stand still. A node does where it lacks a block that the others had a while
 * ago: so no chain's pace need be known. Of three or more nodes the second newest head is what they
 * have, so that one that makes up blocks puts nobody else in the wrong.
 */
export class HeadWatch {
  readonly #lagMs: number;
  /** What the nodes had, oldest first. */
  #seen: readonly { readonly at: number; readonly head: bigint }[] = [];

  /** @param lagMs how far behind a node may be */
  constructor(lagMs: number) {
    this.#lagMs = lagMs;
  }

  /**
   * @param now milliseconds
   * @param heads number of each node's newest block; undefined where it did not answer
   * @returns for each node whether it stands still; never all of them
   */
  standingStill(now: number, heads: readonly (bigint | undefined)[]): boolean[] {
    const known = heads.filter((head) => head !== undefined).sort((a, b) => (a > b ? -1 : 1));
    const head = known.length > 2 ? known[1] : known[0];
    const isOld = ({ at }: { at: number }) => at <= now - this.#lagMs;
    const before = this.#seen.filter(isOld).at(-1);
    if (head !== undefined) {
      const recent = this.#seen.filter((one) => !isOld(one));
      this.#seen = [...(before ? [before] : []), ...recent, { at: now, head }];
    }
    const still = heads.map(
      (one) => one !== undefined && before !== undefined && one < before.head,
    );
    // A chain that went back, or started over: that is nobody's fault.
    const isEverybody = still.every((isStill, i) => isStill || heads[i] === undefined);
    return isEverybody ? heads.map(() => false) : still;
  }
}
