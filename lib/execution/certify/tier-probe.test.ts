import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BASELINE_FLAGS, OPTIMISED_FLAGS } from '../sandbox-command.server';
import { TIER_PROBE } from './tier-probe';

/** Where npm run test:determinism keeps other versions of Node. */
const FOLDER = join(import.meta.dirname, '../../../node_modules/.cache/reckon-nodes/node_modules');
const others = existsSync(FOLDER)
  ? readdirSync(FOLDER)
      .map((name) => join(FOLDER, name, 'bin/node'))
      .filter((path) => existsSync(path))
  : [];

const tierOf = (node: string, flags: readonly string[]): string =>
  spawnSync(node, [...flags, '--allow-natives-syntax', '-p', TIER_PROBE], {
    encoding: 'utf8',
  }).stdout.trim();

describe.each([process.execPath, ...others])('%s', (node) => {
  it('keeps to the compiler that its flags name, and to none without them', () => {
    expect(tierOf(node, BASELINE_FLAGS)).toBe('liftoff');
    expect(tierOf(node, OPTIMISED_FLAGS)).toBe('turbofan');
    expect(tierOf(node, [])).not.toBe('liftoff');
  });
});
