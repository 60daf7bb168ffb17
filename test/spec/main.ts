import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { suiteIn, vendoredSuite } from './archive';
import { groupOf, runSuiteFile, Totals } from './run-suite';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const SHOWN_FAILURES = 10;

/** The core tests, plain against transformed: says what passed, failed and is refused by design. */
async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: { suite: { type: 'string' }, file: { type: 'string', default: '' } },
  });
  const suite =
    values.suite === undefined ? vendoredSuite(process.cwd()) : suiteIn(resolve(values.suite));
  const files = suite.filter(({ name }) => name.includes(values.file));
  const totals = new Totals();
  for (const file of files) {
    const tally = await runSuiteFile(file);
    totals.add(tally);
    const { passed, failures, text } = tally;
    const refused = [...tally.refused.values()].reduce((sum, count) => sum + count, 0);
    say(
      `${file.name}: ${passed} passed, ${failures.length} failed, ${refused} refused, ${text} text`,
    );
    for (const failure of failures.slice(0, SHOWN_FAILURES)) say(`  ${failure}`);
  }
  if (files.length === 0) say('there are no such files');
  say('Refused by design, by reason:');
  for (const [reason, count] of totals.reasons(groupOf)) say(`  ${count}  ${reason}`);
  say(
    `${files.length} files: ${totals.passed} passed, ${totals.failed} failed, ` +
      `${totals.refused} refused by design, ${totals.text} about text`,
  );
  return totals.failed === 0 && files.length > 0;
}

process.exitCode = (await main()) ? 0 : 1;
