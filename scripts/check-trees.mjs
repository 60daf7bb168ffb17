#!/usr/bin/env node
// Static check `trees`: each contracts/test/concrete/<Name>.t.sol has a <Name>.tree beside it, whose
// leaves and test functions name each other (contracts/test/README.md has the convention).
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemsOfTree } from './contracts/test-tree.mjs';
import { inRoot } from './start/places.mjs';

const folder = inRoot('contracts/test/concrete');
const namesOf = (ending) =>
  readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length));

const tests = namesOf('.t.sol');
const problems = namesOf('.tree')
  .filter((name) => !tests.includes(name))
  .map((name) => `${name}.tree: there is no ${name}.t.sol`);
let leaves = 0;
for (const name of tests) {
  const path = join(folder, `${name}.tree`);
  if (!existsSync(path)) {
    problems.push(`${name}.t.sol: there is no ${name}.tree`);
    continue;
  }
  const source = readFileSync(join(folder, `${name}.t.sol`), 'utf8');
  const found = problemsOfTree(readFileSync(path, 'utf8'), source);
  leaves += found.leaves;
  problems.push(...found.problems.map((problem) => `${name}.tree${problem}`));
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else
  console.log(`${leaves} leaves of ${tests.length} trees have their tests, and no test is without`);
