import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Address, encodeFunctionData, type PrivateKeyAccount } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Deployment, formatDeployment, parseDeployment } from '@/lib/chain/deployment';
import { marketAbi } from '@/lib/chain/generated/market-abi';
import { ensureKeyFile } from '@/lib/chain/key-file.server';
import { buildJobChild } from '@/lib/execution/build-job-child.server';
import { WASM_ENGINE_IDS } from '@/lib/execution/engine-id';
import type { Runner } from '@/lib/execution/runner';
import { wasmRunner } from '@/lib/execution/wasm-runner.server';
import { createLogger } from '@/lib/log/logger.server';
import type { MachineDetail, NewPairing } from '@/lib/providers/machine-api';
import { orderTypedData, recheckTypedData } from '@/lib/providers/machine-typed-data';
import { ZERO_BYTES32 } from '@/lib/shared/address';
import { getJson, postJson } from '@/lib/shared/api.client';
import { buildParts } from '@/scripts/start/build.mjs';
import { freePort } from '@/scripts/start/ports.mjs';
import { smallResources } from '@/test/builders/offers';
import { AgentControl } from '@/workers/provider/agent-state';
import { runDoctor } from '@/workers/provider/machine/doctor.server';
import { findMarket } from '@/workers/provider/machine/market-settings.server';
import { pairMachine } from '@/workers/provider/machine/pair-machine.server';
import { readPrincipal, writePrincipal } from '@/workers/provider/machine/principal.server';
import { tellMarket } from '@/workers/provider/machine/tell-market.server';
import { type MachineApi, startMachineApi } from './testing/start-machine-api';

let started: MachineApi;
let market: MachineApi['market'];
let database: MachineApi['database'];
let api: string;
let deployment: Deployment;
let runners: readonly Runner[];
let stateDir: string;
let keyFile: string;
let agent: PrivateKeyAccount;
let provider: PrivateKeyAccount;

const log = createLogger('test');
const newAccount = () => privateKeyToAccount(generatePrivateKey());

beforeAll(async () => {
  await buildParts(['workers']);
  started = await startMachineApi();
  ({ url: api, market, database, deployment } = started);
  runners = [wasmRunner({ childPath: await buildJobChild() })];
});

afterAll(() => started?.stop());

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'reckon-agent-'));
  keyFile = join(stateDir, 'agent.key');
  agent = await ensureKeyFile(keyFile);
  provider = newAccount();
});

/** Measured before: only one test wants to see that it really is. */
async function withBenchmark(): Promise<void> {
  const at = Math.floor(Date.now() / 1_000);
  const figures = { fuelPerSecond: 1e9, memoryBytesPerSecond: 1e9, diskBytesPerSecond: 1e9 };
  const benchmark = { at, ...figures, gpuFlopsPerSecond: null };
  await writeFile(join(stateDir, 'benchmark.json'), JSON.stringify(benchmark));
}

let visitor = 0;

/** Each as from an address of its own: one makes ten a minute at most. */
async function newCode(account = provider): Promise<string> {
  visitor += 1;
  const from = { 'x-forwarded-for': `192.0.2.${visitor}` };
  const body = { provider: account.address };
  return (await postJson<NewPairing>(`${api}/api/v1/pairings`, body, from)).code;
}

const describing = () => ({
  deployment,
  apiUrl: api,
  client: market.client,
  keyFile,
  stateDir,
  runners,
  root: process.cwd(),
});

const pair = (code: string) =>
  pairMachine({ code, agent, wallet: undefined, describe: describing() });

const machineAt = (address: Address) => getJson<MachineDetail>(`${api}/api/v1/machines/${address}`);

async function sendOrder(state: 'draining' | 'maintenance', key = provider): Promise<void> {
  const at = Math.floor(Date.now() / 1_000);
  const order = { provider: key.address, agent: agent.address, state, until: 0, at };
  const audience = { chainId: deployment.chainId, market: deployment.market };
  const signature = await key.signTypedData(orderTypedData(audience, order));
  await postJson(`${api}/api/v1/machines/${agent.address}/orders`, { order, signature });
}

async function sendRecheck(benchmark: boolean): Promise<number> {
  const at = Math.floor(Date.now() / 1_000);
  const recheck = { provider: provider.address, agent: agent.address, benchmark, at };
  const audience = { chainId: deployment.chainId, market: deployment.market };
  const signature = await provider.signTypedData(recheckTypedData(audience, recheck));
  await postJson(`${api}/api/v1/machines/${agent.address}/rechecks`, { recheck, signature });
  return at;
}

/** Runs the agent's reporter until the market has its first pulse and what followed from it. */
async function tellOnce(control: AgentControl, until: () => Promise<void>): Promise<void> {
  const stop = new AbortController();
  const telling = tellMarket({
    agent,
    port: control,
    describe: describing(),
    provider: () => readPrincipal(stateDir),
    signal: stop.signal,
    log,
  });
  try {
    await vi.waitFor(until, { timeout: 20_000, interval: 100 });
  } finally {
    stop.abort();
    await telling;
  }
}

/** A record of the agent on disk. */
const stateOf = async (name: string) =>
  JSON.parse(await readFile(join(stateDir, `${name}.json`), 'utf8'));

/** The agent as `npm run provider` starts it. `aheadSeconds`: how wrong its machine's clock is. */
function agentProcess(args: string[], more: Record<string, string> = {}, aheadSeconds = 0) {
  const shift = `const now = Date.now; Date.now = () => now() + ${aheadSeconds * 1_000};`;
  const wrongClock = ['--import', `data:text/javascript,${encodeURIComponent(shift)}`];
  const child = spawn(process.execPath, [...wrongClock, 'dist/provider.js', ...args], {
    env: {
      ...process.env,
      STATE_DIR: stateDir,
      KEY_FILE: keyFile,
      API_URL: api,
      LOG_LEVEL: 'silent',
      ...more,
    },
  });
  let said = '';
  child.stderr.on('data', (piece) => {
    said += piece;
  });
  const ended = new Promise<{ code: number | null; said: string }>((resolve) => {
    child.once('exit', (code) => resolve({ code, said }));
  });
  const kill = (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal);
    return ended;
  };
  return { ended, kill };
}

const newControl = () => new AgentControl(() => Math.floor(Date.now() / 1_000));

describe('an agent', () => {
  it('pairs by a code, with a report of this machine that was really measured', async () => {
    const code = await newCode();
    expect(await pair(code)).toBe(provider.address);
    expect(await readPrincipal(stateDir)).toBe(provider.address);
    const { report, hardware, benchmark, engines } = await machineAt(agent.address);
    expect(hardware.memoryMiB).toBeGreaterThan(256);
    expect(benchmark?.fuelPerSecond).toBeGreaterThan(1e6);
    expect(benchmark?.memoryBytesPerSecond).toBeGreaterThan(1e6);
    expect(benchmark?.diskBytesPerSecond).toBeGreaterThan(1e3);
    expect(engines.find(({ name }) => name === 'wasm')).toMatchObject({ state: 'ready' });
    const outcome = Object.fromEntries(report.report.checks.map((one) => [one.id, one.outcome]));
    expect(outcome).toMatchObject({
      api: 'passed',
      rpc: 'passed',
      'market-code': 'passed',
      'key-file': 'passed',
      directory: 'passed',
      clock: 'passed',
      provider: 'passed',
      'engine-wasm': 'passed',
    });
    // The answer may be lost: the same agent may ask again, with what it measured before.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await pair(code)).toBe(provider.address);
    expect((await machineAt(agent.address)).benchmark).toEqual(benchmark);
  });

  it('does not leave its provider for a code of somebody else', async () => {
    await withBenchmark();
    await pair(await newCode());
    const other = await newCode(newAccount());
    await expect(pair(other)).rejects.toThrow(/serves 0x.*the code is one of 0x.*principal.json/);
    await expect(pair('0000-0000')).rejects.toMatchObject({ code: 'unknown-code' });
  });

  it('obeys its provider', async () => {
    await withBenchmark();
    await pair(await newCode());
    await sendOrder('draining');
    const control = newControl();
    await tellOnce(control, async () => {
      expect(control.wanted).toBe('draining');
      expect((await machineAt(agent.address)).wanted).toBe('draining');
    });
    // After a restart it needs no market to remember.
    const again = newControl();
    await tellOnce(again, async () => expect(again.wanted).toBe('draining'));
  });

  it('looks at its machine anew when its provider orders it, and only then', async () => {
    await withBenchmark();
    await pair(await newCode());
    const outcomeOf = async (id: string) =>
      (await machineAt(agent.address)).report.report.checks.find((one) => one.id === id)?.outcome;
    expect(await outcomeOf('key-file')).toBe('passed');
    await chmod(keyFile, 0o644);
    const at = await sendRecheck(true);
    const control = newControl();
    expect((await machineAt(agent.address)).recheck).toMatchObject({ at, state: 'checking' });
    await tellOnce(control, async () => {
      const { recheck, report, benchmark } = await machineAt(agent.address);
      expect(recheck).toMatchObject({ at, benchmark: true, state: 'answered' });
      expect(report.report.answers).toBe(at);
      expect(await outcomeOf('key-file')).toBe('failed');
      // What was written down before the test is not what was measured.
      expect(benchmark?.diskBytesPerSecond).not.toBe(1e9);
    });
    // What fails keeps it off the market, until it passes.
    const { state, problems } = control.read();
    expect([state, problems[0]?.text]).toEqual([
      'unhealthy',
      expect.stringContaining('preflight fails: Key of the agent.'),
    ]);
    // After a restart the same word is old.
    await chmod(keyFile, 0o600);
    const { benchmark } = await machineAt(agent.address);
    const mended = newControl();
    await tellOnce(mended, async () => expect(await outcomeOf('key-file')).toBe('passed'));
    expect(mended.read().state).toBe('serving');
    expect((await machineAt(agent.address)).benchmark).toEqual(benchmark);
  });

  it('measures after a job, and answers only then', async () => {
    await withBenchmark();
    await pair(await newCode());
    await chmod(keyFile, 0o644);
    await sendRecheck(true);
    const found = async () => {
      const { recheck, benchmark, report } = await machineAt(agent.address);
      const keyCheck = report.report.checks.find(({ id }) => id === 'key-file')?.outcome;
      return [keyCheck, recheck?.state, benchmark?.diskBytesPerSecond === 1e9];
    };
    const busy = newControl();
    busy.setLoad({ ...busy.read(), running: 1 });
    // Looked at at once, measured with the figures of before.
    await tellOnce(busy, async () => {
      expect(await found()).toEqual(['failed', 'checking', true]);
      expect((await stateOf('recheck')).isToMeasure).toBe(true);
    });
    // After a restart it is still to be measured.
    await tellOnce(newControl(), async () =>
      expect(await found()).toEqual(['failed', 'answered', false]),
    );
  });

  it('measures again what kill -9 cut off', async () => {
    await withBenchmark();
    await pair(await newCode());
    const at = await sendRecheck(true);
    const child = agentProcess([], { HEALTH_PORT: `${await freePort()}` });
    // It is kept before the measurement begins, which takes seconds.
    await vi.waitFor(async () => expect((await stateOf('recheck')).recheck.at).toBe(at), {
      timeout: 60_000,
      interval: 20,
    });
    await child.kill('SIGKILL');
    const before = await machineAt(agent.address);
    expect([before.recheck?.state, before.benchmark?.diskBytesPerSecond]).toEqual([
      'checking',
      1e9,
    ]);
    await tellOnce(newControl(), async () => {
      const { recheck, benchmark } = await machineAt(agent.address);
      expect(recheck?.state).toBe('answered');
      expect(benchmark?.diskBytesPerSecond).not.toBe(1e9);
    });
  });

  it('does not obey a server that makes up a recheck', async () => {
    await withBenchmark();
    await pair(await newCode());
    await sendRecheck(false);
    await database.pool.query(
      `update machines set wanted_recheck = jsonb_set(wanted_recheck, '{benchmark}', 'true') where agent = $1`,
      [agent.address.toLowerCase()],
    );
    await tellOnce(newControl(), async () => {
      expect((await machineAt(agent.address)).state).toBe('serving');
    });
    const { recheck, benchmark } = await machineAt(agent.address);
    expect([recheck?.state, benchmark?.diskBytesPerSecond]).toEqual(['checking', 1e9]);
  });

  it('does not obey a server that makes up an order', async () => {
    await withBenchmark();
    await pair(await newCode());
    await sendOrder('maintenance');
    await database.pool.query(
      `update machines set wanted_order = jsonb_set(wanted_order, '{state}', '"draining"') where agent = $1`,
      [agent.address.toLowerCase()],
    );
    const control = newControl();
    await tellOnce(control, async () => {
      expect((await machineAt(agent.address)).state).toBe('serving');
    });
    expect(control.wanted).toBe('serving');
  });
});

describe('an agent that something is wrong with', () => {
  async function allow(owner: Address, key: Address): Promise<void> {
    await market.test.impersonateAccount({ address: owner });
    const sent = encodeFunctionData({
      abi: marketAbi,
      functionName: 'setOperator',
      args: [key, true],
    });
    const hash = await market.test.sendUnsignedTransaction({
      ...{ from: owner, to: market.market, data: sent },
    });
    await market.client.waitForTransactionReceipt({ hash });
  }

  /**
   * How many tickets an agent of its own has given, some rounds of its offers after its health is as
   * told.
   */
  async function ticketsWhen(
    isReached: (health: string, tickets: number) => boolean,
    { ahead = 0, rounds = 0, isAllowed = true } = {},
  ): Promise<number> {
    const { offers } = started;
    const folder = await mkdtemp(join(tmpdir(), 'reckon-agent-'));
    const keyPath = join(folder, 'agent.key');
    const { address } = await ensureKeyFile(keyPath);
    const hash = generatePrivateKey();
    const submission = {
      offer: { ...smallResources, gpuCount: 0, gpuModel: ZERO_BYTES32 },
      lists: { engines: WASM_ENGINE_IDS },
    };
    const owner = (await market.newAccount()).address;
    if (isAllowed) await allow(owner, address);
    offers.named.set(address, { hash, provider: owner, state: 'off', postedAt: 1, submission });
    const port = await freePort();
    const own = { STATE_DIR: folder, KEY_FILE: keyPath, PROVIDER: owner };
    const child = agentProcess([], { ...own, HEALTH_PORT: `${port}` }, ahead);
    const patience = { timeout: 60_000, interval: 100 };
    const tickets = () => offers.tickets.filter((one) => one === hash).length;
    const asked = () => offers.asked.filter((one) => one === address).length;
    try {
      await vi.waitUntil(async () => {
        const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
        return answer && isReached(await answer.text(), tickets());
      }, patience);
      const before = asked();
      await vi.waitUntil(() => asked() >= before + rounds, patience);
      return tickets();
    } finally {
      await child.kill();
      await rm(folder, { recursive: true, force: true });
    }
  }

  it('gives tickets while it is well, and none while its clock is wrong or it is too old', async () => {
    const isServing = (health: string, tickets: number) =>
      health.includes('"serving"') && tickets > 0;
    expect(await ticketsWhen(isServing)).toBeGreaterThan(0);
    started.demandVersion('9.0.0');
    const clock = /clock is 300 seconds ahead of .*set-ntp true/;
    try {
      const given = [
        ticketsWhen((health) => clock.test(health), { ahead: 300, rounds: 2 }),
        ticketsWhen((health) => health.includes('agents of 9.0.0'), { rounds: 2 }),
      ];
      expect(await Promise.all(given)).toEqual([0, 0]);
    } finally {
      started.demandVersion(undefined);
    }
  });

  it('gives none while its provider forbids its key, and says so', async () => {
    const isTold = (health: string) =>
      health.includes('"unhealthy"') && health.includes('has forbidden the key');
    expect(await ticketsWhen(isTold, { rounds: 2, isAllowed: false })).toBe(0);
  });

  it('is told to be updated by a market that needs a later one', async () => {
    await withBenchmark();
    await pair(await newCode());
    const control = newControl();
    started.demandVersion('9.0.0');
    try {
      await tellOnce(control, async () => {
        const texts = control.read().problems.map(({ text }) => text);
        expect(texts).toContain('This market needs agents of 9.0.0 or later: git pull && npm ci');
      });
    } finally {
      started.demandVersion(undefined);
    }
    expect(control.read().state).toBe('unhealthy');
  });

  it('tells of a GPU that was there and is gone', async () => {
    await withBenchmark();
    const tools = await mkdtemp(join(tmpdir(), 'reckon-tools-'));
    const tool = join(tools, 'nvidia-smi');
    const card = '0, NVIDIA H100 80GB HBM3, 81559, 570.86.15, Enabled, 37';
    await writeFile(tool, `#!/bin/sh\necho '${card}'\n`, { mode: 0o755 });
    const { PATH } = process.env;
    process.env.PATH = `${tools}:${PATH}`;
    try {
      await pair(await newCode());
      expect((await machineAt(agent.address)).hardware.gpus).toHaveLength(1);
      await rm(tool);
      await tellOnce(newControl(), async () => {
        const { hardware, incidents } = await machineAt(agent.address);
        expect(hardware.gpus).toEqual([]);
        expect(incidents).toMatchObject([{ kind: 'gpu-lost', until: null }]);
      });
    } finally {
      process.env.PATH = PATH;
      await rm(tools, { recursive: true });
    }
  });

  it('ends for good on a pairing code that is none', async () => {
    const { code, said } = await agentProcess(['--pair', '0000-0000']).ended;
    expect(code).toBe(78);
    expect(said).toMatch(/There is no pairing code 0000-0000.*Ask for a new code/);
  });

  it('goes on as it was paired while the market is out of reach, whatever code it was given', async () => {
    const { RPC_URL, DEPLOYMENT_FILE } = await findMarket({ STATE_DIR: stateDir }, api);
    await writePrincipal(stateDir, provider.address);
    const port = await freePort();
    const away = { API_URL: 'http://127.0.0.1:1', RPC_URL, DEPLOYMENT_FILE };
    const more = { ...away, HEALTH_PORT: `${port}`, PAIR_CODE: 'AAAA-AAAA' };
    const child = agentProcess([], more);
    try {
      await vi.waitFor(
        async () => {
          const response = await fetch(`http://127.0.0.1:${port}/healthz`);
          // Off the market, as that is away; its deals go on.
          expect(await response.json()).toMatchObject({ state: 'unhealthy', running: 0 });
        },
        { timeout: 60_000, interval: 200 },
      );
    } finally {
      await child.kill();
    }
  });

  it('ends to be started again where no market answers and none is known', async () => {
    const away = { API_URL: 'http://127.0.0.1:1' };
    const unsaid = { RPC_URL: '', DEPLOYMENT_FILE: '' };
    const { code, said } = await agentProcess([], { ...away, ...unsaid }).ended;
    expect([code, said]).toEqual([75, expect.stringContaining('cannot be asked')]);
    const { RPC_URL, DEPLOYMENT_FILE } = await findMarket({ STATE_DIR: stateDir }, api);
    const unpaired = agentProcess(['--pair', 'AAAA-AAAA'], { ...away, RPC_URL, DEPLOYMENT_FILE });
    expect(await unpaired.ended).toMatchObject({
      code: 75,
      said: expect.stringContaining('could not be paired'),
    });
  });
});

describe('what an agent knows of its market', () => {
  const find = (more: Record<string, string> = {}, from?: string) =>
    findMarket({ STATE_DIR: stateDir, ...more }, from);

  it('is asked of its pages once, and kept', async () => {
    const settings = await find({}, `${api}/`);
    expect(settings).toMatchObject({ API_URL: api, RPC_URL: market.anvil.url });
    const text = await readFile(settings.DEPLOYMENT_FILE, 'utf8');
    expect(parseDeployment(text)).toEqual(deployment);
    expect(await find()).toEqual(settings);
    expect((await find({ RPC_URL: 'http://127.0.0.1:1' })).RPC_URL).toBe('http://127.0.0.1:1');
  });

  it('is told where nothing is known, nobody answers, or something else does', async () => {
    await expect(find()).rejects.toThrow(/--api/);
    await expect(find({}, 'http://127.0.0.1:1')).rejects.toThrow(/cannot be asked/);
    await expect(find({}, `${market.anvil.url}/x`)).rejects.toThrow(/127\.0\.0\.1/);
  });

  it('does not change by itself to another market', async () => {
    const kept = formatDeployment({ ...deployment, chainId: 10, market: newAccount().address });
    await writeFile(join(stateDir, 'deployment.json'), kept);
    await expect(find({}, api)).rejects.toThrow(/If that is right, remove .*deployment.json/);
  });
});

describe('doctor', () => {
  const usual = {
    kind: 'doctor',
    json: false,
    strict: false,
    fixHints: true,
    benchmark: false,
  } as const;

  async function doctor(command: Partial<typeof usual> | { json: boolean; api?: string }) {
    await withBenchmark();
    let said = '';
    const code = await runDoctor(
      { ...usual, api, ...command },
      {
        env: { STATE_DIR: stateDir, KEY_FILE: keyFile },
        runners,
        root: process.cwd(),
        print: (text) => {
          said += text;
        },
      },
    );
    return { code, said };
  }

  it('finds a machine fit, and warnings only where they are asked for', async () => {
    const { code, said } = await doctor({});
    expect(said).toContain('Engine wasm');
    expect(said).toMatch(/npm run provider -- --pair CODE/);
    expect([code, said.match(/^Fit: /m)?.[0]]).toEqual([0, 'Fit: ']);
    expect((await doctor({ strict: true } as never)).code).toBe(1);
  });

  it('finds one unfit, names what mends it, and prints JSON for scripts', async () => {
    await chmod(keyFile, 0o644);
    const { code, said } = await doctor({});
    expect(code).toBe(2);
    expect(said).toContain(`chmod 600 '${keyFile}'`);
    const json = await doctor({ json: true });
    expect(JSON.parse(json.said)).toMatchObject({ fitness: 'unfit' });
  });

  it('says that it cannot tell without a market', async () => {
    const { code, said } = await doctor({ json: true, api: 'http://127.0.0.1:1' });
    expect([code, JSON.parse(said).fitness]).toEqual([75, 'unknown']);
  });
});
