#!/usr/bin/env node
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGuardian } from './start/guardian.mjs';
import { installPackages } from './start/install.mjs';
import { watchParents } from './start/parents.mjs';
import { PlainError, say, tellingStep } from './start/steps.mjs';
import { runCheck } from './test/run-check.mjs';

/** What is shown of a failing check, at most: the end of it. */
const SHOWN = 20_000;

async function main(args) {
  await tellingStep('packages', installPackages);
  // The list names binaries of packages.
  const { checks } = await import('./test/checks.mjs');
  const wanted = chooseChecks(checks, args);
  const folder = mkdtempSync(join(tmpdir(), 'reckon-reports-'));
  const guardian = startGuardian(join(folder, 'guardian.log'));
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop.abort());
  watchParents(() => stop.abort());
  const total = { passed: 0, failed: 0, skipped: 0 };
  const runLane = async (lane) => {
    for (const check of wanted.filter((check) => check.lane === lane)) {
      if (stop.signal.aborted) break;
      const result = await runCheck(check, { folder, guardian, signal: stop.signal });
      for (const key of Object.keys(total)) total[key] += result[key];
      tell(check, result);
    }
  };
  await Promise.all([runLane('code'), runLane('parts')]);
  await runLane('stories');
  guardian.dismiss();
  rmSync(folder, { recursive: true, force: true });
  process.exitCode = total.failed > 0 || stop.signal.aborted ? 1 : 0;
  say(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
}

function chooseChecks(checks, args) {
  const names = new Set(args.filter((arg) => !arg.startsWith('-')));
  const known = new Set(checks.flatMap(({ name, group }) => [name, group]));
  const wrong = [...names].find((name) => !known.has(name));
  if (wrong !== undefined || args.some((arg) => arg.startsWith('-'))) {
    throw new PlainError(`npm test -- [${[...known].join(' | ')}] ...`);
  }
  const isWanted = ({ name, group, isOnRequest = false }) =>
    names.has(name) || (!isOnRequest && (names.size === 0 || names.has(group)));
  return checks.filter((check) => isWanted(check) && check.isPresent !== false);
}

function tell({ name }, { passed, failed, skipped, failures = [], skips = [], said, time }) {
  const counts = [
    `${passed} passed`,
    failed && `${failed} failed`,
    skipped && `${skipped} skipped`,
  ];
  say(`${time.padStart(8)}  ${name}: ${counts.filter(Boolean).join(', ')}`);
  for (const skip of skips) say(`  SKIPPED ${name}: ${skip}`);
  if (failed === 0) return;
  if (name !== 'contracts') say(said.slice(-SHOWN));
  for (const failure of failures.slice(0, 50)) say(`  FAILED ${name}: ${failure.slice(0, 2_000)}`);
}

main(process.argv.slice(2)).catch((error) => {
  const text = error instanceof PlainError ? error.message : (error?.stack ?? String(error));
  process.stderr.write(`reckon: ${text}\n`);
  process.exit(1);
});
