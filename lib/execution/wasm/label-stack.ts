import { InvalidModule } from './invalid-module';
import { MODULE_CAPS } from './module-caps';
import { LOOP } from './skip-instruction';

/** The blocks that are open at a place of a function, the function itself first. */
export class LabelStack {
  depth = 0;
  readonly kinds = new Uint8Array(MODULE_CAPS.nesting + 1);
  /** Operands below the block's own. */
  readonly heights = new Int32Array(MODULE_CAPS.nesting + 1);
  readonly params = new Int32Array(MODULE_CAPS.nesting + 1);
  readonly results = new Int32Array(MODULE_CAPS.nesting + 1);
  /** Of a loop: whether it holds another, or a call. */
  readonly isOuter = new Uint8Array(MODULE_CAPS.nesting + 1);
  /** Of a loop: the edit at its head. */
  readonly heads = new Int32Array(MODULE_CAPS.nesting + 1);
  private loops = 0;

  clear(): void {
    this.depth = 0;
    this.loops = 0;
  }

  /**
   * @param height of the operand stack below the block's parameters
   * @throws InvalidModule where blocks or loops are nested too deeply
   */
  open(kind: number, height: number, params: number, results: number): void {
    const at = this.depth++;
    if (at > MODULE_CAPS.nesting) throw new InvalidModule('blocks are nested too deeply');
    this.kinds[at] = kind;
    this.heights[at] = height;
    this.params[at] = params;
    this.results[at] = results;
    this.isOuter[at] = 0;
    if (kind === LOOP && ++this.loops > MODULE_CAPS.nestedLoops) {
      throw new InvalidModule('loops are nested too deeply');
    }
  }

  close(): void {
    if (this.kinds[--this.depth] === LOOP) this.loops--;
  }

  /** A loop or a call stands here: the loops around it are no innermost ones. */
  markOuter(): void {
    for (let at = this.depth - 1; at > 0; at--) {
      if (this.isOuter[at] === 1) return;
      this.isOuter[at] = 1;
    }
  }

  /**
   * How many operands a branch to a label takes along: a loop's parameters, else the block's results.
   *
   * @throws InvalidModule where there is no such label
   */
  arityOf(distance: number): number {
    const at = this.depth - 1 - distance;
    if (at < 0) throw new InvalidModule('a branch leads nowhere');
    return this.kinds[at] === LOOP ? this.params[at]! : this.results[at]!;
  }
}
