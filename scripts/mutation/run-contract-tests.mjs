import { execFile } from 'node:child_process';
import { foundryBinary } from '../start/native.mjs';
import { forgeReport } from '../test/readers.mjs';
import { ARTEFACT } from './compile-market.mjs';

const MOST_MINUTES = 5;

/**
 * In this order, until something fails: concrete tests take a second, random ones the rest. Their
 * number of runs is small: each mutant that only they could find sees a few hundred random steps.
 */
const PARTS = [
  { args: ['--match-path', 'test/concrete/*'], env: {} },
  {
    args: ['--match-path', 'test/invariant/*'],
    env: { FOUNDRY_FUZZ_RUNS: '24', FOUNDRY_INVARIANT_RUNS: '8' },
  },
];

/**
 * The first test that fails against the market whose artefact lies in `folder`, or null.
 *
 * @param {string} folder
 * @returns {Promise<string | null>}
 */
export async function firstFailure(folder) {
  for (const part of PARTS) {
    const failure = await run(folder, part);
    if (failure !== null) return failure;
  }
  return null;
}

function run(folder, { args, env }) {
  const all = ['test', '--json', '--fail-fast', '--threads', '1', ...args];
  const options = {
    cwd: folder,
    env: { ...process.env, ...env, FOUNDRY_PROFILE: 'test', MARKET_ARTEFACT: ARTEFACT },
    maxBuffer: 1 << 28,
    timeout: MOST_MINUTES * 60_000,
  };
  return new Promise((resolve, reject) => {
    execFile(foundryBinary('forge'), all, options, (error, stdout, stderr) => {
      if (error?.killed) return resolve(`no end after ${MOST_MINUTES} minutes`);
      const report = forgeReport({ stdout });
      if (report.failed > 0) return resolve(report.failures[0].replace(/^test\/\S*:/, ''));
      if (error || report.passed === 0) return reject(new Error(stderr || 'no tests ran'));
      resolve(null);
    });
  });
}
