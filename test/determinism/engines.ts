import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BASELINE_FLAGS, OPTIMISED_FLAGS } from '@/lib/execution/sandbox-command.server';
import type { Charging } from '@/lib/execution/wasm/scan-function';
import type { MissingBrowser, OtherBrowser } from './other-browsers';

/** Something that runs all cases: a Node with flags, or a browser. */
export interface Engine {
  readonly name: string;
  /** Absent for the browsers. */
  readonly node?: string;
  /** Absent for Chromium. */
  readonly browser?: OtherBrowser;
  /** Of V8. */
  readonly flags: readonly string[];
  readonly charging: Charging;
  /** What V8 must say of a compiled function. */
  readonly tier: 'any' | 'liftoff' | 'turbofan';
}

/** An engine that this machine has not, and why. */
export type SkippedEngine = MissingBrowser;

const own = { node: process.execPath, flags: [], charging: 'block', tier: 'any' } as const;
const notV8 = { flags: [], charging: 'block', tier: 'any' } as const;
const NATIVES = '--allow-natives-syntax';

/** The first is the one that all others are compared with. */
const OWN_ENGINES: readonly Engine[] = [
  { name: 'this Node', ...own },
  {
    ...own,
    name: 'this Node, Liftoff only',
    flags: [NATIVES, ...BASELINE_FLAGS],
    tier: 'liftoff',
  },
  {
    ...own,
    name: 'this Node, TurboFan only',
    flags: [NATIVES, ...OPTIMISED_FLAGS],
    tier: 'turbofan',
  },
  { ...own, name: 'this Node, charging each instruction', charging: 'instruction' },
];

/** Names of test/determinism/engines/package.json. */
export const OTHER_NODES = ['node-22', 'node-24', 'node-26'];
/** The newest optimising compiler at hand. */
const NEWEST_NODE = 'node-26';

const BROWSERS: readonly Engine[] = [
  { name: 'Chromium', flags: [], charging: 'block', tier: 'any' },
  {
    name: 'Chromium, TurboFan only',
    flags: ['--no-liftoff'],
    charging: 'block',
    tier: 'any',
  },
];

/**
 * All engines that are to be had here. Other versions of Node come from npm, into node_modules/.cache
 * and apart from the project's packages: their `bin` would become the `node` of every npm script.
 *
 * @param root the clone
 * @param patienceMs how long npm may take
 * @param otherBrowsers what `findOtherBrowsers` gives, where browsers of the system are to run, too
 */
export function findEngines(
  root: string,
  patienceMs: number,
  otherBrowsers: readonly (OtherBrowser | MissingBrowser)[],
): { engines: readonly Engine[]; skipped: readonly SkippedEngine[] } {
  const folder = join(root, 'node_modules/.cache/reckon-nodes');
  const trouble = installNodes(join(root, 'test/determinism/engines'), folder, patienceMs);
  const others: Engine[] = [];
  const skipped: SkippedEngine[] = [];
  for (const name of OTHER_NODES) {
    const node = join(folder, 'node_modules', name, 'bin/node');
    const v8 = existsSync(node) ? v8Of(node) : undefined;
    if (v8 === undefined) {
      const reason = trouble ?? `there is no ${process.platform}-${process.arch} build that runs`;
      skipped.push({ name, reason });
    } else if (v8 === v8Of(process.execPath)) {
      skipped.push({ name, reason: 'this Node has the same version of V8' });
    } else {
      others.push({ ...own, name, node });
      if (name !== NEWEST_NODE) continue;
      const flags = [NATIVES, ...OPTIMISED_FLAGS];
      others.push({ ...own, name: `${name}, TurboFan only`, node, flags, tier: 'turbofan' });
    }
  }
  const browsers: Engine[] = [...BROWSERS];
  for (const found of otherBrowsers) {
    if ('reason' in found) skipped.push(found);
    else browsers.push({ name: found.name, browser: found, ...notV8 });
  }
  return { engines: [...OWN_ENGINES, ...others, ...browsers], skipped };
}

function v8Of(node: string): string | undefined {
  const { status, stdout } = spawnSync(node, ['-p', 'process.versions.v8'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim().split('.').slice(0, 2).join('.') : undefined;
}

/** @returns why it failed */
function installNodes(wanted: string, folder: string, patienceMs: number): string | undefined {
  const files = ['package.json', 'package-lock.json'];
  const isSame = (file: string): boolean =>
    existsSync(join(folder, file)) &&
    readFileSync(join(folder, file), 'utf8') === readFileSync(join(wanted, file), 'utf8');
  // npm writes this last.
  const isThere = existsSync(join(folder, 'node_modules/.package-lock.json'));
  if (isThere && files.every(isSame)) return undefined;
  mkdirSync(folder, { recursive: true });
  for (const file of files) copyFileSync(join(wanted, file), join(folder, file));
  try {
    const args = ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--no-bin-links'];
    const env = Object.entries(process.env).filter(([key]) => !/^npm_(package|life)/.test(key));
    execFileSync('npm', args, {
      cwd: folder,
      env: Object.fromEntries(env) as NodeJS.ProcessEnv,
      timeout: patienceMs,
      stdio: ['ignore', 'ignore', 'pipe'],
      shell: process.platform === 'win32',
    });
    return undefined;
  } catch (error) {
    const { stderr, message } = error as { stderr?: Buffer; message: string };
    return `npm could not install it: ${(stderr?.toString().trim() || message).split('\n')[0]}`;
  }
}
