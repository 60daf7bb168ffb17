import { InvalidModule } from './invalid-module';
import type { LabelStack } from './label-stack';
import { MODULE_CAPS } from './module-caps';
import type { NanFlow } from './nan-flow';
import { CLEAN } from './nan-flow';
import { SHAPE } from './opcodes';

/** The operands at a place of a function, as values that NanFlow knows; types are not checked. */
export class OperandStack {
  height = 0;
  maxHeight = 0;

  private readonly nans: NanFlow;
  private readonly labels: LabelStack;
  private readonly values = new Int32Array(MODULE_CAPS.operands + 512);

  constructor(nans: NanFlow, labels: LabelStack) {
    this.nans = nans;
    this.labels = labels;
  }

  clear(): void {
    this.height = 0;
    this.maxHeight = 0;
  }

  /** @throws InvalidModule too many */
  push(value: number): void {
    if (this.height >= MODULE_CAPS.operands) throw new InvalidModule('too many operands');
    this.values[this.height++] = value;
    if (this.height > this.maxHeight) this.maxHeight = this.height;
  }

  pushClean(count: number): void {
    for (let index = 0; index < count; index++) this.push(CLEAN);
  }

  /**
   * Takes `count` operands; those whose bits now matter are made canonical where they arose.
   *
   * @throws InvalidModule too few
   */
  pop(count: number, blind: number): void {
    const floor = this.height - count;
    if (floor < this.labels.heights[this.labels.depth - 1]!) {
      throw new InvalidModule('too few operands');
    }
    while (this.height > floor) this.nans.use(this.values[--this.height]!, blind);
  }

  /**
   * Takes the value on top, whose bits stay as they are.
   *
   * @throws InvalidModule there is none
   */
  take(): number {
    if (this.height <= this.labels.heights[this.labels.depth - 1]!) {
      throw new InvalidModule('too few operands');
    }
    return this.values[--this.height]!;
  }

  /** Values that leave through a label stay on the stack here, but their bits matter now. */
  exposeTop(count: number): void {
    for (let index = Math.max(0, this.height - count); index < this.height; index++) {
      this.nans.use(this.values[index]!, SHAPE.none);
      this.values[index] = CLEAN;
    }
  }

  /** What the stack is behind the label at depth `at`. */
  resetTo(at: number, count: number): void {
    this.height = this.labels.heights[at]!;
    this.pushClean(count);
  }
}
