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

/** All imports of something that is not offered are one reason, and so on. */
export const groupOf = (reason: string): string =>
  reason
    .replace(/^the import .* is not offered$/s, 'an import other than of WASI')
    .replace(/^the import .* is (a \w+): only functions may be imported$/s, 'an import of $1')
    .replace(/^the instruction .* \((.*)\) is not accepted$/, 'an instruction: $1');

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
