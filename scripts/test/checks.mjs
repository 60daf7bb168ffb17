import { existsSync } from 'node:fs';
import { foundryBinary } from '../start/native.mjs';
import { inRoot } from '../start/places.mjs';
import { forgeReport, playwrightReport, vitestReport, wholeCheck } from './readers.mjs';

const bin = (path) => inRoot('node_modules', path);
const node = (path, ...args) => ({ command: process.execPath, args: [bin(path), ...args] });
const script = (path, ...args) => ({ command: process.execPath, args: [inRoot(path), ...args] });

const vitest = (project) => ({
  ...node('vitest/vitest.mjs', 'run', '--project', project, '--reporter=dot', '--reporter=json'),
  report: (file) => [`--outputFile.json=${file}`],
  read: vitestReport,
});

const LAYERED = ['app', 'components', 'lib', 'workers', 'drizzle', 'test', 'e2e'];

/**
 * Every check of `npm test`. Two run at a time, as there are two cores: the lanes `code` and `parts`
 * side by side, each in this order; then `stories`, whose deals have deadlines, alone.
 *
 * @typedef {object} Check
 * @property {string} name
 * @property {'static' | 'tests'} group
 * @property {'code' | 'parts' | 'stories'} lane
 * @property {string} command
 * @property {string[]} args
 * @property {Record<string, string>} [env]
 * @property {string} [cwd]
 * @property {string[]} [needs] parts to be built first
 * @property {boolean} [isOnRequest] true: runs only where it is named
 * @property {boolean} [isPresent] false where its subject is not in the tree
 * @property {(file: string) => string[]} [report] arguments that make it write a report
 * @property {(file: string) => Record<string, string>} [reportEnv]
 * @property {(outcome: { code: number | null, stdout: string, file: string }) => import('./readers.mjs').Count} read
 */

/** @type {Check[]} */
export const checks = [
  {
    name: 'format',
    group: 'static',
    lane: 'code',
    ...node('@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '--max-diagnostics=60'),
    read: wholeCheck,
  },
  {
    name: 'layers',
    group: 'static',
    lane: 'code',
    ...node(
      'dependency-cruiser/bin/dependency-cruise.mjs',
      ...LAYERED.filter((folder) => existsSync(inRoot(folder))),
      '--config',
      '.dependency-cruiser.cjs',
    ),
    read: wholeCheck,
  },
  {
    name: 'types',
    group: 'static',
    lane: 'code',
    ...node('typescript/bin/tsc', '--noEmit', '--pretty', 'false'),
    read: wholeCheck,
  },
  {
    name: 'promises',
    group: 'static',
    lane: 'code',
    ...node('eslint/bin/eslint.js', '.', '--no-warn-ignored', '--max-warnings=0'),
    read: wholeCheck,
  },
  { name: 'unused', group: 'static', lane: 'code', ...node('knip/bin/knip.js'), read: wholeCheck },
  {
    name: 'lock',
    group: 'static',
    lane: 'code',
    ...script('scripts/complete-lock.mjs', '--check'),
    isPresent: existsSync(inRoot('scripts/complete-lock.mjs')),
    read: wholeCheck,
  },
  {
    name: 'trees',
    group: 'static',
    lane: 'code',
    ...script('scripts/check-trees.mjs'),
    read: wholeCheck,
  },
  {
    name: 'protocol',
    group: 'static',
    lane: 'code',
    ...script('scripts/check-protocol.mjs'),
    read: wholeCheck,
  },
  {
    name: 'build',
    group: 'static',
    lane: 'parts',
    ...script('scripts/build.mjs', 'contracts', 'workers'),
    read: wholeCheck,
  },
  {
    name: 'abi',
    group: 'static',
    lane: 'parts',
    ...script('scripts/generate-abi.mjs', '--check'),
    needs: ['contracts'],
    isPresent: existsSync(inRoot('scripts/generate-abi.mjs')),
    read: wholeCheck,
  },
  {
    name: 'modules',
    group: 'tests',
    lane: 'code',
    ...script('scripts/build-modules.mjs', '--compare'),
    isPresent: existsSync(inRoot('scripts/build-modules.mjs')),
    read: wholeCheck,
  },
  { name: 'unit', group: 'tests', lane: 'code', ...vitest('unit') },
  // Engines of the system, where they are; what is skipped is told by name.
  { name: 'engines', group: 'tests', lane: 'code', ...vitest('engines') },
  {
    name: 'contracts',
    group: 'tests',
    lane: 'parts',
    command: foundryBinary('forge'),
    args: ['test', '--json'],
    cwd: inRoot('contracts'),
    env: { FOUNDRY_PROFILE: 'test' },
    needs: ['contracts'],
    isPresent: existsSync(inRoot('contracts/test')),
    read: forgeReport,
  },
  {
    name: 'gas',
    group: 'tests',
    lane: 'parts',
    ...script('bench/gas.mjs', '--check'),
    needs: ['contracts'],
    read: wholeCheck,
  },
  { name: 'integration', group: 'tests', lane: 'parts', ...vitest('integration') },
  {
    name: 'engines-all',
    group: 'tests',
    lane: 'stories',
    isOnRequest: true,
    ...vitest('engines-all'),
  },
  {
    name: 'browser',
    group: 'tests',
    lane: 'stories',
    ...node('@playwright/test/cli.js', 'test', '--reporter=line,json'),
    isPresent: existsSync(inRoot('e2e')),
    reportEnv: (file) => ({ PLAYWRIGHT_JSON_OUTPUT_NAME: file }),
    read: playwrightReport,
  },
  // Kills and reorganisations under a whole market: minutes of waiting for real deadlines.
  { name: 'market', group: 'tests', lane: 'stories', isOnRequest: true, ...vitest('market') },
];
