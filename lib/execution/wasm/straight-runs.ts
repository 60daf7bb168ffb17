import type { EditList } from './edit-list';
import { MODULE_CAPS } from './module-caps';

const ENTRY = -1;
const NEVER = 1 << 30;

/**
 * How much fuel is taken where: a straight run of instructions is charged at its start. With
 * `merges`, what follows a block belongs to the run in which the block began, if control surely
 * comes there: no branch leads further out, and no call may end the program.
 */
export class StraightRuns {
  /** Fuel of the function's first run. */
  entryCost = 0;

  private readonly edits: EditList;
  private readonly merges: boolean;
  /** The edit that charges the run, or ENTRY. */
  private run = ENTRY;
  private cost = 0;
  private depth = 0;
  /** By label: the run in which it was opened, and the outermost label that is reached from within. */
  private readonly around = new Int32Array(MODULE_CAPS.nesting + 1);
  private readonly leadsTo = new Int32Array(MODULE_CAPS.nesting + 1);

  constructor(edits: EditList, merges: boolean) {
    this.edits = edits;
    this.merges = merges;
  }

  clear(): void {
    this.run = ENTRY;
    this.cost = 0;
    this.entryCost = 0;
    this.depth = 0;
  }

  add(cost: number): void {
    this.cost += cost;
  }

  close(): void {
    if (this.run === ENTRY) this.entryCost = this.cost;
    else this.edits.setValue(this.run, this.cost);
    this.cost = 0;
  }

  /** Begins a run that an edit of this kind at this byte charges; returns the edit. */
  begin(kind: number, at: number): number {
    this.close();
    this.run = this.edits.add(kind, at, at, 0);
    return this.run;
  }

  openLabel(): void {
    this.around[this.depth] = this.run;
    this.leadsTo[this.depth] = NEVER;
    this.depth++;
  }

  /** Control may go to the label at this depth; a call may go to 0, out of the program. */
  leave(label: number): void {
    const at = this.depth - 1;
    if (label < this.leadsTo[at]!) this.leadsTo[at] = label;
  }

  /** @returns whether the run around the label goes on behind it; otherwise a new one has to begin */
  closeLabel(): boolean {
    const at = --this.depth;
    const label = this.leadsTo[at]!;
    if (at > 0 && label < this.leadsTo[at - 1]!) this.leadsTo[at - 1] = label;
    if (!this.merges || label < at) return false;
    this.close();
    this.run = this.around[at]!;
    this.cost = this.run === ENTRY ? this.entryCost : this.edits.value(this.run);
    return true;
  }
}
