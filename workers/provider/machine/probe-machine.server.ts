import { access, readFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import type { Address, PublicClient } from 'viem';
import type { Deployment } from '../../../lib/chain/deployment';
import { readKeyFile } from '../../../lib/chain/key-file.server';
import { sandboxLayers } from '../../../lib/execution/sandbox-command.server';
import { AGENT_SOFTWARE, isOlderThan } from '../../../lib/providers/agent-version';
import { getJson } from '../../../lib/shared/api.client';
import { hideUrlPaths } from '../../../lib/shared/hide-url-paths';
import { within } from '../../../lib/shared/in-time';
import { deploymentProblems } from '../../release/deployment-problems';
import { canBeMatched, findServedOffers } from '../keep-offers.service';
import { mayPostFor } from '../own-account.service';
import { LEAST_GAS } from '../own-gas.service';
import { measureDisk } from './benchmark.server';
import { availableMemory, freeBytes } from './detect-hardware.server';
import type { Leave } from './judge-leave';
import type { Found, MachineFacts } from './judge-machine';
import { runTool } from './run-tool.server';

const PATIENCE_MS = 10_000;
const LEAST_NODE = '20.19.0';
const LOCAL_CHAIN_ID = 31_337;

/** What looking at a machine needs to know. */
export type ProbeOptions = {
  readonly deployment: Deployment;
  readonly apiUrl: string;
  readonly client: PublicClient;
  readonly keyFile: string;
  readonly stateDir: string;
  readonly provider: Address | null;
  readonly engines: MachineFacts['engines'];
  /** Forge's output folder, with which the market's code is compared where it is there. */
  readonly artifacts: string;
  /** Bytes a second, where the disk was measured lately: else it is now. */
  readonly diskSpeed?: number | null;
  readonly concerns?: (() => readonly string[]) | undefined;
};

/** Looks at everything that a machine needs, side by side. Never throws. */
export async function probeMachine(options: ProbeOptions): Promise<MachineFacts> {
  const { client, deployment, stateDir, keyFile } = options;
  const key = await found(async () => (await readKeyFile(keyFile)).address);
  const [free, available, sandbox, openFiles, timeSync, api, rpc, code, gas, directory, leave] =
    await Promise.all([
      freeBytes(stateDir),
      availableMemory(),
      sandboxLayers(),
      found(readOpenFiles),
      readTimeSync(),
      found(() => askApi(options.apiUrl)),
      found(async () => {
        const [chainId, genesis, head] = await Promise.all([
          client.getChainId(),
          client.getBlock({ blockNumber: 0n }),
          client.getBlock({ blockTag: 'latest' }),
        ]);
        const headAge = secondsNow() - Number(head.timestamp);
        return { chainId, genesisHash: genesis.hash, headAge };
      }),
      found(() => compareCode(client, options)),
      found(async () => {
        if (!('is' in key)) throw new Error('There is no key to ask for.');
        const [balance, price] = await Promise.all([
          client.getBalance({ address: key.is }),
          client.getGasPrice(),
        ]);
        return { key: key.is, balance, least: LEAST_GAS * price };
      }),
      found(() => askDirectory(deployment)),
      found(async () => {
        if (!('is' in key)) throw new Error('There is no key to ask for.');
        return askLeave(options, key.is);
      }),
    ]);
  return {
    nodeVersion: process.version,
    leastNode: LEAST_NODE,
    memory: { total: totalmem(), available },
    disk:
      free === undefined
        ? { unknown: `The folder ${stateDir} cannot be looked at.` }
        : { is: { free, folder: stateDir } },
    stateDir,
    diskSpeed: options.diskSpeed
      ? { is: options.diskSpeed }
      : await found(() => measureDisk(stateDir)),
    openFiles,
    timeSync,
    keyFile: key,
    keyPath: keyFile,
    sandbox,
    engines: options.engines,
    api,
    rpc,
    expected: {
      chainId: deployment.chainId,
      genesisHash: deployment.genesisHash,
      market: deployment.market,
      isLocal: deployment.chainId === LOCAL_CHAIN_ID,
      apiUrl: options.apiUrl,
      directoryUrl: deployment.directories[0]?.url ?? '',
    },
    code,
    gas,
    directory,
    provider: options.provider,
    leave,
    concerns: options.concerns?.(),
  };
}

const secondsNow = (): number => Math.floor(Date.now() / 1_000);

async function found<T>(look: () => Promise<T>): Promise<Found<T>> {
  try {
    return { is: await look() };
  } catch (error) {
    const short =
      error instanceof Error && 'shortMessage' in error ? error.shortMessage : undefined;
    const text = short ?? (error instanceof Error ? error.message : error);
    return { unknown: hideUrlPaths(String(text)) };
  }
}

async function askApi(url: string) {
  const begin = Date.now();
  const status = await getJson<{
    deployment: { market: string };
    agents?: { minimumVersion: string };
    time?: number;
  }>(`${url}/api/v1/status`, within(PATIENCE_MS));
  // Half of the way there and back, so that a slow answer is no skew.
  const middle = (begin + Date.now()) / 2 / 1_000;
  const minimumVersion = status.agents?.minimumVersion ?? '0.0.0';
  return {
    url,
    skew: status.time === undefined ? 0 : Math.round(middle - status.time),
    market: status.deployment.market,
    minimumVersion,
    isOutdated: isOlderThan(AGENT_SOFTWARE, minimumVersion),
  };
}

async function compareCode(client: PublicClient, { deployment, artifacts }: ProbeOptions) {
  const { market } = deployment;
  const code = await client.getCode({ address: market });
  if (!code || code === '0x') {
    return {
      problems: [`chain ${deployment.chainId} has no contract at ${market}`],
      compared: false,
    };
  }
  const isBuilt = await access(artifacts).then(
    () => true,
    () => false,
  );
  // A file that `npm run deploy` did not write says nothing of the build.
  if (!isBuilt || !deployment.build) return { problems: [], compared: false };
  return { problems: await deploymentProblems(client, deployment, artifacts), compared: true };
}

async function askDirectory({ directories }: Deployment): Promise<string> {
  const url = directories[0]?.url;
  if (!url) throw new Error('The deployment names no directory.');
  const answer = await fetch(url, { signal: within(PATIENCE_MS) }).catch(() => undefined);
  if (!answer?.ok) throw new Error(`The directory at ${url} cannot be reached.`);
  return url;
}

async function askLeave(options: ProbeOptions, key: Address): Promise<Leave> {
  const { client, deployment, provider, apiUrl } = options;
  if (provider === null) throw new Error('It serves nobody yet.');
  const { chainId, market } = deployment;
  if (await mayPostFor({ client, chainId, market }, provider, key)) {
    return { is: 'allowed', provider, key };
  }
  const offers = await findServedOffers(apiUrl, key, provider);
  return { is: offers.some(canBeMatched) ? 'forbidden' : 'unneeded', provider, key };
}

async function readOpenFiles(): Promise<number> {
  const text = await readFile('/proc/self/limits', 'utf8');
  const soft = /^Max open files\s+(\d+|unlimited)/m.exec(text)?.[1];
  if (soft === undefined) throw new Error('This system does not tell.');
  return soft === 'unlimited' ? Number.MAX_SAFE_INTEGER : Number(soft);
}

async function readTimeSync(): Promise<Found<boolean>> {
  const answer = await runTool('timedatectl', ['show', '-p', 'NTPSynchronized', '--value']);
  if (answer.kind === 'ok') return { is: answer.stdout.trim() === 'yes' };
  return { unknown: 'There is no timedatectl to ask.' };
}
