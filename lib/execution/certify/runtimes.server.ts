import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { CertifiedRuntime } from '../../modules/certificate';
import type { NodeRuntime } from '../sandbox-command.server';
import { BASELINE_FLAGS, OPTIMISED_FLAGS, PERMISSION_FLAGS } from '../sandbox-command.server';
import { TIER_PROBE } from './tier-probe';

/** An engine of the machine at hand: what a certificate says of it, and how to start it. */
export interface CertifierRuntime extends CertifiedRuntime {
  readonly runtime: NodeRuntime;
}

type Tier = CertifiedRuntime['tier'];

const PATIENCE_MS = 30_000;
const FLAGS: Readonly<Record<Tier, readonly string[]>> = {
  default: [],
  liftoff: BASELINE_FLAGS,
  turbofan: OPTIMISED_FLAGS,
};
const TIER_NAMES: Readonly<Record<Tier, string>> = {
  default: '',
  liftoff: ', Liftoff only',
  turbofan: ', TurboFan only',
};

interface Answer {
  readonly node: string;
  readonly v8: string;
  readonly permission: string | undefined;
  readonly tier: string;
}

/**
 * This Node with each of its compilers, and the other versions of Node that `npm run
 * test:determinism` has fetched, one for each other version of V8. V8 is asked whether it keeps to
 * the compiler.
 *
 * @param nodesFolder where that test keeps them; it need not be there
 */
export function findRuntimes(nodesFolder: string): CertifierRuntime[] {
  const own = realpathSync(process.execPath);
  const found = (['default', 'liftoff', 'turbofan'] as const).flatMap(
    (tier) => runtimeOf(own, tier) ?? [],
  );
  const seen = new Set(found.map(({ v8 }) => majorOf(v8)));
  for (const node of otherNodes(nodesFolder)) {
    const other = runtimeOf(node, 'default');
    if (other === undefined || seen.has(majorOf(other.v8))) continue;
    seen.add(majorOf(other.v8));
    found.push(other);
  }
  return found;
}

const majorOf = (v8: string): string => v8.split('.').slice(0, 2).join('.');

function otherNodes(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith('node-'))
    .sort()
    .map((name) => join(folder, name, 'bin/node'))
    .filter((path) => existsSync(path))
    .map((path) => realpathSync(path));
}

/** @returns undefined where it does not start, or does not compile as it is told */
function runtimeOf(node: string, tier: Tier): CertifierRuntime | undefined {
  const question = `JSON.stringify({
    node: process.versions.node.split('.')[0], v8: process.versions.v8.replace(/-node.*/, ''),
    permission: ${JSON.stringify(PERMISSION_FLAGS)}.find((flag) => process.allowedNodeEnvironmentFlags.has(flag)),
    tier: ${TIER_PROBE} })`;
  const flags = FLAGS[tier];
  const args = [...flags, '--allow-natives-syntax', '-p', question];
  const { status, stdout } = spawnSync(node, args, { encoding: 'utf8', timeout: PATIENCE_MS });
  if (status !== 0) return undefined;
  const answer = JSON.parse(stdout) as Answer;
  if (tier !== 'default' && answer.tier !== tier) return undefined;
  return {
    name: `Node ${answer.node}${TIER_NAMES[tier]}`,
    v8: answer.v8,
    tier,
    runtime: { node, flags, permissionFlag: answer.permission },
  };
}
