#!/usr/bin/env node
// npm run test:contracts:coverage: which lines and branches of contracts/src (outside mocks) do the
// concrete tests reach? Ends with 1 where one is missed that coverage-exceptions.json does not explain.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyContracts } from './contracts/copy-contracts.mjs';
import { linesOf, readLcov } from './contracts/lcov.mjs';
import { foundryBinary } from './start/native.mjs';
import { say } from './start/steps.mjs';

const exceptions = JSON.parse(
  readFileSync(new URL('./contracts/coverage-exceptions.json', import.meta.url), 'utf8'),
);

const folder = copyContracts('coverage');
const files = readLcov(runForge(folder)).filter(
  ({ file }) => file.startsWith('src/') && !file.startsWith('src/mocks/'),
);
const used = new Set();
let missed = 0;
for (const { file, lines, branches } of files) {
  const code = linesOf(join(folder, file));
  report(file, code, 'line', lines);
  report(file, code, 'branch', branches);
}
for (const stale of exceptions.filter((entry) => !used.has(entry))) {
  say(`no longer missed, or no longer there: ${stale.file} ${stale.kind} "${stale.code}"`);
  missed += 1;
}
const total = (key) => files.flatMap((file) => file[key]);
const share = (key) =>
  `${total(key).filter(({ hits }) => hits > 0).length} of ${total(key).length}`;
say(
  `${share('lines')} lines and ${share('branches')} branches of ${files.length} files reached, ` +
    `${used.size} explained by coverage-exceptions.json, ${missed} not`,
);
if (missed > 0 || total('lines').length === 0) process.exitCode = 1;

function report(file, code, kind, places) {
  for (const { line } of places.filter(({ hits }) => hits === 0)) {
    const text = code[line - 1].trim();
    const known = exceptions.find(
      (entry) => entry.file === file && entry.kind === kind && entry.code === text,
    );
    if (known) used.add(known);
    else {
      missed += 1;
      say(`${kind} never reached: contracts/${file}:${line}  ${text}`);
    }
  }
}

/** The tests deploy the build that is measured, not the one in out/. */
function runForge(cwd) {
  const file = join(cwd, 'lcov.info');
  const args = ['coverage', '--match-path', 'test/concrete/*', '--report', 'lcov'];
  const { status, stdout, stderr } = spawnSync(
    foundryBinary('forge'),
    [...args, '--report-file', file],
    {
      cwd,
      env: {
        ...process.env,
        FOUNDRY_PROFILE: 'test',
        FOUNDRY_SRC: 'src',
        MARKET_ARTEFACT: 'Market.sol:Market',
      },
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  );
  if (status !== 0) {
    say(`${stdout}\n${stderr}`.split('\n').filter(isTelling).join('\n'));
    throw new Error('forge coverage failed');
  }
  return file;
}

function isTelling(line) {
  return /FAIL|[Ee]rror|[Ff]ailing/.test(line);
}
