import type { SuiteFile } from './archive';
import { loadAssembler } from './assembler';
import { runJsScript } from './js-script';
import type { Tally } from './spec-run';
import { SpecRun } from './spec-run';
import { runWastScript } from './wast-script';

/** Runs one file of the suite: a .wast script, or what wast2js made of one. */
export async function runSuiteFile({ name, text }: SuiteFile): Promise<Tally> {
  await loadAssembler();
  const run = new SpecRun();
  run.place = name;
  if (name.endsWith('.js')) runJsScript(text, run);
  else runWastScript(text, run);
  return run.tally;
}

/** All imports of something that is not offered are one reason. */
export const groupOf = (reason: string): string =>
  reason.replace(/^the import \S+ is not offered$/, 'an import other than of WASI');

export class Totals {
  passed = 0;
  failed = 0;
  refused = 0;
  text = 0;
  private readonly byReason = new Map<string, number>();

  add({ passed, failures, refused, text }: Tally): void {
    this.passed += passed;
    this.failed += failures.length;
    this.text += text;
    for (const [reason, count] of refused) {
      this.refused += count;
      this.byReason.set(reason, (this.byReason.get(reason) ?? 0) + count);
    }
  }

  /** Reasons with how often each kept an assertion from being made, most frequent first. */
  reasons(groupOf: (reason: string) => string): [reason: string, count: number][] {
    const groups = new Map<string, number>();
    for (const [reason, count] of this.byReason) {
      const group = groupOf(reason);
      groups.set(group, (groups.get(group) ?? 0) + count);
    }
    return [...groups].sort(([, left], [, right]) => right - left);
  }
}
