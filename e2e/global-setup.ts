import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildParts } from '../scripts/start/build.mjs';
import { deploymentFile, directoryUrl } from '../scripts/start/services.mjs';
import { startStack } from '../scripts/start/stack.mjs';
import { announceStack, isStackAnnounced } from './fixtures/stack';

/**
 * Starts the market as `npm start` does (production build), on free ports and with a data folder of
 * its own, and without the first deals. Logs of its processes are left in test-results/stack-logs.
 * Where RECKON_E2E_STACK names a market that runs already, that one is used.
 */
export default async function globalSetup(): Promise<(() => Promise<void>) | undefined> {
  if (isStackAnnounced()) return undefined;
  const dataDir = mkdtempSync(join(tmpdir(), 'reckon-e2e-'));
  chmodSync(dataDir, 0o755);
  const stack = await startStack({
    dataDir,
    usualPorts: { web: 0, directory: 0, chain: 0, database: 0 },
    built: buildParts(),
    isDurable: false,
    hasLife: false,
  });
  const { market } = stack;
  announceStack({
    url: stack.url,
    rpcUrl: market.rpcUrl,
    directoryUrl: directoryUrl(market),
    dataDir,
    deploymentFile: deploymentFile(market),
  });
  return async () => {
    await stack.stop();
    cpSync(join(dataDir, 'logs'), 'test-results/stack-logs', { recursive: true });
    stack.remove();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
