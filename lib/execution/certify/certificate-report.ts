import type { Certificate } from '../../modules/certificate';
import { spreadOf } from '../../modules/certificate';
import { dependenceWords } from '../../modules/dependence.view';
import { formatCount } from '../../shared/quantity.view';
import type { RunDifference } from './compare-runs';
import type { ClaimProblem } from './problems-of-claims';

const SHOWN_DIFFERENCES = 20;

/** What a certificate says, for a terminal. */
export function certificateReport({ cid, signature, body }: Certificate): string {
  const { subject, lint, runtimes, runs, verdict } = body;
  const fuel = spreadOf(runs.map((run) => BigInt(run.fuel)));
  const pages = spreadOf(runs.map((run) => run.memoryPages));
  const imports = Object.entries(lint.imports)
    .filter(([, names]) => names.length > 0)
    .map(([group, names]) => `${group} (${names.join(', ')})`);
  const lines = [
    `${subject.name}: class ${verdict.class}, on ${body.engine}`,
    ...verdict.reasons.map((reason) => `  ${reason}`),
    ...dependenceWords(body).map((words) => `  ${words}`),
    '',
    `imports    ${imports.join(', ') || 'nothing'}`,
    `memory     ${lint.memory.minPages} to ${lint.memory.maxPages ?? 'any number of'} pages of 64 KiB`,
    `engines    ${runtimes.map(({ name, v8 }) => `${name} (V8 ${v8})`).join('; ')}`,
    'runs       equal on all of them:',
    ...runs.map(
      ({ input, status, exitCode, fuel: used, memoryPages, resultDigest }) =>
        `  ${input.padEnd(13)}${status}, exit code ${exitCode}, fuel ${formatCount(BigInt(used))}, ${memoryPages} pages, ${resultDigest.slice(0, 18)}`,
    ),
    `fuel       ${[fuel.min, fuel.median, fuel.max].map(formatCount).join(' / ')} (least, median, most)`,
    `pages      ${[pages.min, pages.median, pages.max].join(' / ')}`,
    `wasm       sha256 ${subject.wasmSha256}`,
    `module     ${subject.moduleId ?? 'none: a program without a manifest'}`,
    `signed by  ${signature?.signer ?? 'nobody (CERTIFIER_KEY_FILE is not set)'}`,
    `CID        ${cid}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** Where engines differ, for a terminal. */
export function differenceReport(differences: readonly RunDifference[]): string {
  const lines = differences
    .slice(0, SHOWN_DIFFERENCES)
    .map(
      ({ runtime, input, fact, expected, found }) =>
        `  ${input} on ${runtime}: ${fact} is ${found}, not ${expected}`,
    );
  const more = differences.length - lines.length;
  if (more > 0) lines.push(`  and ${more} more`);
  return `reckon: not certified: the engines differ. This is a bug of the engine, please report it.\n${lines.join('\n')}\n`;
}

/** What a manifest says that is not so, for a terminal. */
export function untrueReport(problems: readonly ClaimProblem[]): string {
  const lines = problems.map(({ place, message }) => `  manifest.json: ${place}: ${message}`);
  return ['its manifest says what is not so', ...lines].join('\n');
}
