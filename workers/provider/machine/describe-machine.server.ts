import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Hex, PrivateKeyAccount, PublicClient } from 'viem';
import type { Deployment } from '../../../lib/chain/deployment';
import { createNodesClient } from '../../../lib/chain/market.server';
import type { Runner } from '../../../lib/execution/runner';
import { AGENT_SOFTWARE } from '../../../lib/providers/agent-version';
import type { SignedReport } from '../../../lib/providers/machine-api';
import {
  benchmarkSchema,
  type Lent,
  lentOf,
  type MachineReport,
  machineReportSchema,
  oneLine,
} from '../../../lib/providers/machine-report';
import { reportTypedData } from '../../../lib/providers/machine-typed-data';
import { namedGpus } from '../../runtime/open-runners.server';
import { openStateFolder } from '../../runtime/state-folder';
import type { Units } from '../capacity';
import type { ProviderEnv } from '../env';
import { capacityOf } from '../hardware.server';
import { gpusForJobs, jobGpusOf } from '../job-gpus';
import { allowedModules } from '../refusal';
import { type Benchmark, measureMachine } from './benchmark.server';
import type { Check } from './check';
import { detectHardware, findGpus } from './detect-hardware.server';
import { findEngines } from './find-engines.server';
import { judgeMachine } from './judge-machine';
import { probeMachine } from './probe-machine.server';

const BENCHMARK_SECONDS = 7 * 86_400;

export type DescribeOptions = {
  readonly deployment: Deployment;
  readonly apiUrl: string;
  /** Of all nodes that the agent may ask. */
  readonly client: PublicClient;
  readonly keyFile: string;
  readonly stateDir: string;
  readonly runners: readonly Runner[];
  /** Whom this machine serves, as far as it knows. */
  readonly provider: `0x${string}` | null;
  /** The clone: modules/ for the benchmark, contracts/out to compare the market's code with. */
  readonly root: string;
  /** As its owner calls it; the host's name where it is not said. */
  readonly name?: string | undefined;
  /** `none` takes the last one, `due` measures where that is older than a week, `now` measures. */
  readonly benchmark: 'none' | 'due' | 'now';
  /** What jobs may have of it; undefined where no agent's settings are known. */
  readonly lent?: () => Promise<Lent>;
  /** Why offers are kept off the market, as the agent that runs knows it. */
  readonly concerns?: () => readonly string[];
  /** Told of the checks as soon as they are made: a measurement may take long. */
  readonly onChecks?: (checks: readonly Check[]) => void;
  /** Whether what was measured lately may stand in the preflight; else the disk is written to anew. */
  readonly isAnew?: boolean;
};

/** What is looked at, by an agent's settings. Processes run in the clone's root. */
export function describeOptionsOf(
  env: ProviderEnv,
  deployment: Deployment,
  runners: readonly Runner[],
): Omit<DescribeOptions, 'provider' | 'benchmark' | 'isAnew' | 'onChecks'> {
  const lent = async () => {
    const gpus = gpusForJobs(env, jobGpusOf(namedGpus(), await findGpus()));
    return lentBy(env, await capacityOf(env, env.STATE_DIR, gpus.length));
  };
  return {
    lent,
    deployment,
    apiUrl: env.API_URL,
    client: createNodesClient(env.RPC_URL, deployment.chainId),
    keyFile: env.KEY_FILE,
    stateDir: env.STATE_DIR,
    runners,
    root: process.cwd(),
    name: env.MACHINE_NAME,
  };
}

/** What jobs may have of a machine, in the words of its report. */
export function lentBy(env: Pick<ProviderEnv, 'MODULES' | 'OCI_MODULES'>, total: Units): Lent {
  const { wasm, containers } = allowedModules(env.MODULES, env.OCI_MODULES);
  const idsOf = (ids: readonly Hex[] | undefined) =>
    ids ? ids.map((id) => id.toLowerCase()) : null;
  return lentOf({ ...total, modules: { wasm: idsOf(wasm), containers: idsOf(containers) } });
}

/** What there is to say of a machine; without agent and time, which its signature adds. */
export type MachineDescription = Omit<MachineReport, 'agent' | 'at'>;

/** Looks at the whole machine: hardware, engines, preflight, benchmark. */
export async function describeMachine(options: DescribeOptions): Promise<MachineDescription> {
  const { runners, stateDir, provider } = options;
  const [hardware, engines] = await Promise.all([detectHardware(stateDir), findEngines(runners)]);
  const last = await benchmarkOf({ ...options, benchmark: 'none' });
  const facts = await probeMachine({
    ...options,
    engines: engines.map(({ engine: { name, state, detail }, ...rest }) => ({
      ...{ name, state, detail },
      ...rest,
    })),
    artifacts: join(options.root, 'contracts/out'),
    diskSpeed: options.isAnew ? null : (last?.diskBytesPerSecond ?? null),
  });
  const checks = judgeMachine(facts);
  options.onChecks?.(checks);
  return {
    version: 1,
    provider,
    name: oneLine(options.name || hostname(), 64),
    software: AGENT_SOFTWARE,
    hardware,
    ...(options.lent && { lent: await options.lent() }),
    engines: engines.map(({ engine }) => engine),
    checks,
    benchmark: await benchmarkOf(options),
  };
}

/** Measures the machine, whenever it was last: what is described next has the figures. */
export async function measureAnew(
  options: Pick<DescribeOptions, 'runners' | 'stateDir' | 'root'>,
): Promise<void> {
  await benchmarkOf({ ...options, benchmark: 'now' });
}

async function benchmarkOf(
  options: Pick<DescribeOptions, 'runners' | 'stateDir' | 'root' | 'benchmark'>,
): Promise<Benchmark | null> {
  const { runners, stateDir, root, benchmark: wish } = options;
  const state = await openStateFolder(stateDir);
  const last = (await state.read('benchmark', benchmarkSchema)) ?? null;
  const now = Math.floor(Date.now() / 1_000);
  const isDue = wish === 'now' || (wish === 'due' && now - (last?.at ?? 0) > BENCHMARK_SECONDS);
  const runner = runners.find(({ name }) => name === 'wasm');
  if (!isDue || !runner) return last;
  const folders = { modules: join(root, 'modules'), folder: stateDir };
  const measured = await measureMachine({ ...folders, runner, now });
  await state.write('benchmark', measured);
  return measured;
}

/** Puts agent and time to a description, and the agent's signature. */
export async function signReport(
  description: MachineDescription,
  agent: PrivateKeyAccount,
  { chainId, market }: Deployment,
  at: number,
): Promise<SignedReport> {
  const report = machineReportSchema.parse({ ...description, agent: agent.address, at });
  const signature = await agent.signTypedData(reportTypedData({ chainId, market }, report));
  return { report, signature };
}
