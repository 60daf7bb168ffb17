#!/usr/bin/env node
// npm run test:contracts:mutation [-- --count 60 | all] [--seed 1] [--file Panels.sol[:120]]... [--list]
// Changes one token or statement of contracts/src at a time and counts how many changes the contract
// tests notice. Ends with 1 under 95 %.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { parseSources, readSources } from './mutation/compile-market.mjs';
import { equivalenceOf } from './mutation/equivalent-mutants.mjs';
import { startPool } from './mutation/mutant-pool.mjs';
import { enumsOf, mutationsOf } from './mutation/mutation-sites.mjs';
import { shuffled } from './mutation/shuffled.mjs';
import { inRoot } from './start/places.mjs';
import { say } from './start/steps.mjs';

const LEAST_PERCENT = 95;

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    file: { type: 'string', multiple: true, default: [] },
    list: { type: 'boolean', default: false },
  },
});

const all = allMutations();
const { reasonOf, stale } = equivalenceOf(all);
for (const { file, code, from, to } of stale) {
  say(`no such mutation any more: ${file} "${code}": ${from} -> ${to}`);
}
const chosen = shuffled(all.filter(isAsked), Number(options.seed));
const count = options.count === 'all' ? chosen.length : Number(options.count);
say(`${all.length} mutations, ${chosen.length} to choose from, seed ${options.seed}`);
if (options.list) for (const mutation of chosen) say(lineOf(mutation));
else await main();
if (stale.length > 0) process.exitCode = 1;

async function main() {
  const pool = await startPool(Math.min(2, availableParallelism()));
  const results = [];
  let next = 0;
  const work = async (worker) => {
    // Mutants that do not compile are no mutants: others take their places.
    while (next < chosen.length && results.filter(isTried).length < count) {
      const index = next;
      next += 1;
      const mutation = chosen[index];
      const known = reasonOf(mutation);
      const { outcome, by } = known
        ? { outcome: 'equivalent', by: known }
        : await worker.tryOut(mutation);
      if (outcome === 'error') throw new Error(by);
      results.push({ index, mutation, outcome });
      say(`${outcome.padEnd(10)} ${lineOf(mutation)}${by ? `   ${by}` : ''}`);
    }
  };
  await Promise.all(pool.map(work));
  for (const worker of pool) worker.stop();
  conclude(results.sort((a, b) => a.index - b.index));
}

/** @param {{ outcome: string }} result */
function isTried({ outcome }) {
  return outcome === 'killed' || outcome === 'survived';
}

function conclude(results) {
  // Two work side by side: the last one may be one too many, and the sample is to be the same each time.
  const tried = results.filter(isTried).slice(0, count);
  const survivors = tried.filter(({ outcome }) => outcome === 'survived');
  const percent = 100 - (100 * survivors.length) / Math.max(1, tried.length);
  for (const { mutation } of survivors) {
    say(`survived: ${lineOf(mutation)}\n    ${mutation.code}`);
  }
  const counted = (wanted) => results.filter(({ outcome }) => outcome === wanted).length;
  say(
    `${tried.length - survivors.length} killed, ${survivors.length} survived, ` +
      `${counted('equivalent')} equivalent by list, ${counted('same code')} with the same code, ` +
      `${counted('invalid')} that do not compile: ${percent.toFixed(1)} %`,
  );
  if (percent < LEAST_PERCENT) process.exitCode = 1;
}

function allMutations() {
  const sources = readSources(inRoot('contracts'));
  const asts = parseSources(sources);
  const enums = enumsOf(asts.values());
  return [...sources].flatMap(([file, text]) => mutationsOf(file, text, asts.get(file), enums));
}

function isAsked({ file, line }) {
  if (options.file.length === 0) return true;
  return options.file.some((asked) => {
    const [name, at] = asked.split(':');
    return file.endsWith(name) && (at === undefined || Number(at) === line);
  });
}

function lineOf({ file, line, column, kind, from, to }) {
  const short = (text) => {
    const flat = text.replace(/\s+/g, ' ');
    return flat.length > 50 ? `${flat.slice(0, 47)}...` : flat;
  };
  return `contracts/${file}:${line}:${column}  ${kind}: ${short(from) || '(nothing)'} -> ${short(to) || '(nothing)'}`;
}
