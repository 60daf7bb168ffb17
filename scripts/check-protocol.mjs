#!/usr/bin/env node
// Static check `protocol`: section 11 of docs/protocol.md has a row for every sentence of sections 2 to
// 7, in their order, and every function, test and file that it names exists.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cellsOf, uncovered } from './contracts/protocol-table.mjs';
import { inRoot } from './start/places.mjs';

const spec = readFileSync(inRoot('docs/protocol.md'), 'utf8');
const from = (heading) => spec.indexOf(`\n## ${heading}`);
const rules = spec.slice(from('2.'), from('8.'));
const table = spec.slice(from('11.'));
const sentences = cellsOf(table.slice(0, table.indexOf('\n| invariant')));
const problems = uncovered(
  rules,
  sentences.map(([sentence]) => sentence),
);

/** Solidity sources without comments, by the file's name; tests are named like what they test. */
const sources = new Map();
for (const folder of ['src', 'test']) {
  const all = readdirSync(inRoot('contracts', folder), { recursive: true, withFileTypes: true });
  for (const { name, parentPath } of all.filter((entry) => entry.name.endsWith('.sol'))) {
    const text = readFileSync(join(parentPath, name), 'utf8');
    const [contract] = name.split('.');
    const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    sources.set(contract, `${sources.get(contract) ?? ''}\n${code}`);
  }
}
let names = 0;
for (const [, name] of table.matchAll(/`([^`]+)`/g)) {
  names += 1;
  const [, contract, member] = /^(\w+)\.(\w+)$/.exec(name) ?? [];
  if (contract === undefined || name.includes('/')) {
    if (!existsSync(inRoot(name))) problems.push(`there is no ${name}`);
    continue;
  }
  const isThere = /^(test|testFuzz|invariant)_/.test(member)
    ? new RegExp(`function ${member}\\s*\\(`)
    : new RegExp(`\\b${member}\\b`);
  if (!isThere.test(sources.get(contract) ?? '')) problems.push(`there is no ${name}`);
}
for (const [sentence, , shownBy] of sentences) {
  if (!shownBy) problems.push(`a sentence without what shows it: ${sentence}`);
}
for (const problem of problems) console.error(`docs/protocol.md: ${problem}`);
if (problems.length > 0) process.exitCode = 1;
else console.log(`${sentences.length} rows cover sections 2 to 7; ${names} names exist`);
