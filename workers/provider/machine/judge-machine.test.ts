import { describe, expect, it } from 'vitest';
import { machineReportSchema } from '../../../lib/providers/machine-report';
import { isOfferCheck } from '../../../lib/providers/offer-checks';
import type { FoundEngine } from './judge-engines';
import type { Leave } from './judge-leave';
import { fitnessOf, judgeMachine, type MachineFacts } from './judge-machine';

const market = `0x${'22'.repeat(20)}`;
const hash = `0x${'33'.repeat(32)}`;

const urls = { apiUrl: 'https://m', directoryUrl: 'https://d' };

const goodApi = {
  url: 'https://m',
  skew: 1,
  market,
  minimumVersion: '0.1.0',
  isOutdated: false,
};
const api = (change: Partial<typeof goodApi>) => ({ api: { is: { ...goodApi, ...change } } });

const leave = (is: Leave['is']) => ({
  leave: { is: { is, provider: '0xProvider', key: '0xAgent' } },
});

const good: MachineFacts = {
  nodeVersion: 'v22.11.0',
  leastNode: '20.19.0',
  memory: { total: 32e9, available: 20e9 },
  disk: { is: { free: 500e9, folder: '/srv/reckon' } },
  stateDir: '/srv/reckon',
  diskSpeed: { is: 900e6 },
  openFiles: { is: 65_536 },
  timeSync: { is: true },
  keyFile: { is: '0xAgent' },
  keyPath: '/srv/reckon/agent.key',
  sandbox: { permissions: true, limits: true, namespaces: true, systemCalls: true },
  engines: [{ name: 'wasm', state: 'ready', detail: 'built in', fix: undefined }],
  api: { is: goodApi },
  rpc: { is: { chainId: 10, genesisHash: hash, headAge: 3 } },
  expected: { chainId: 10, genesisHash: hash, market, isLocal: false, ...urls },
  code: { is: { problems: [], compared: true } },
  gas: { is: { key: '0xAgent', balance: 10n, least: 5n } },
  directory: { is: 'https://d' },
  concerns: undefined,
  provider: '0xProvider',
  ...leave('allowed'),
};

const found = (change: Partial<MachineFacts>) => judgeMachine({ ...good, ...change });
const one = (change: Partial<MachineFacts>, id: string) =>
  found(change).find((check) => check.id === id);

describe('the preflight', () => {
  it('of a machine that has everything passes, each check under a name of its own', () => {
    const checks = found({});
    expect(checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
    expect(fitnessOf(checks)).toBe('fit');
  });

  it('gives a command with everything that failed or is to be watched', () => {
    const gpus = { isReady: false as const, detail: 'no space left', fix: undefined };
    const oci = { name: 'oci', state: 'ready' as const, detail: '', fix: undefined, gpus };
    const poor = found({
      diskSpeed: { is: 1e6 },
      engines: [...good.engines, oci],
      rpc: { is: { chainId: 10, genesisHash: hash, headAge: 9_999 } },
      openFiles: { is: 9 },
      timeSync: { is: false },
      provider: null,
    });
    const bad = poor.filter(({ outcome }) => outcome === 'failed' || outcome === 'warning');
    expect(bad.map(({ id }) => id)).toEqual([
      ...['disk-speed', 'open-files', 'gpus-oci', 'provider', 'chain-clock', 'time-sync'],
    ]);
    expect(bad.filter(({ fix }) => !fix)).toEqual([]);
  });

  it.each<[string, Partial<MachineFacts>, string, string]>([
    ['an old Node', { nodeVersion: 'v18.20.0' }, 'node', 'failed'],
    ['a newer Node of a lower minor', { nodeVersion: 'v22.1.0' }, 'node', 'passed'],
    ['a full disk', { disk: { is: { free: 5e8, folder: '/' } } }, 'disk-space', 'failed'],
    ['a slow disk', { diskSpeed: { is: 1e6 } }, 'disk-speed', 'warning'],
    ['no memory', { memory: { total: 5e8, available: 1e8 } }, 'memory', 'failed'],
    ['little memory left', { memory: { total: 8e9, available: 5e8 } }, 'memory', 'warning'],
    ['few files', { openFiles: { is: 1_024 } }, 'open-files', 'warning'],
    ['a key for all to read', { keyFile: { unknown: 'others can' } }, 'key-file', 'failed'],
    [
      'no bubblewrap',
      { sandbox: { permissions: true, limits: true, namespaces: false, systemCalls: false } },
      'sandbox',
      'warning',
    ],
    [
      'no sandbox at all',
      { sandbox: { permissions: false, limits: false, namespaces: false, systemCalls: false } },
      'sandbox',
      'failed',
    ],
    ['no engine', { engines: [] }, 'engines', 'failed'],
    ['a clock ahead', api({ skew: 61 }), 'clock', 'failed'],
    ['a clock behind', api({ skew: -15 }), 'clock', 'warning'],
    ['another market', api({ market: `0x${'44'.repeat(20)}` }), 'api', 'failed'],
    ['an old agent', api({ isOutdated: true }), 'api', 'failed'],
    ['no API', { api: { unknown: 'gone' } }, 'api', 'failed'],
    [
      'another chain',
      { rpc: { is: { chainId: 1, genesisHash: hash, headAge: 0 } } },
      'rpc',
      'failed',
    ],
    [
      'a chain of that id',
      { rpc: { is: { chainId: 10, genesisHash: '0x', headAge: 0 } } },
      'rpc',
      'failed',
    ],
    [
      'a node out of step',
      { rpc: { is: { chainId: 10, genesisHash: hash, headAge: 9_000 } } },
      'chain-clock',
      'warning',
    ],
    [
      'a chain of the future',
      { rpc: { is: { chainId: 10, genesisHash: hash, headAge: -500 } } },
      'chain-clock',
      'failed',
    ],
    ['other code', { code: { is: { problems: ['x'], compared: true } } }, 'market-code', 'failed'],
    ['no gas', { gas: { is: { key: '0xA', balance: 1n, least: 5n } } }, 'gas', 'failed'],
    ['no directory', { directory: { unknown: 'gone' } }, 'directory', 'failed'],
    ['no provider', { provider: null }, 'provider', 'warning'],
    ['a key that its provider forbids', leave('forbidden'), 'leave', 'failed'],
    ['a key that nothing names', leave('unneeded'), 'leave', 'skipped'],
    ['a chain that does not say', { leave: { unknown: 'gone' } }, 'leave', 'skipped'],
    ['no timedatectl', { timeSync: { unknown: 'none' } }, 'time-sync', 'skipped'],
  ])('of a machine with %s', (_what, change, id, outcome) => {
    const check = one(change, id);
    expect(check?.outcome).toBe(outcome);
    // The page shows each of them with its reason and a command to copy.
    if (outcome === 'failed') expect([check?.detail, check?.fix]).not.toContain(undefined);
  });

  it('names a command that mends what is broken, and none where nothing is', () => {
    const engines: MachineFacts['engines'] = [
      { name: 'wasm', state: 'ready', detail: 'built in', fix: undefined },
      { name: 'oci', state: 'broken', detail: 'no socket', fix: 'systemctl start podman' },
    ] as const;
    expect(one({ engines }, 'engine-oci')).toMatchObject({
      outcome: 'warning',
      fix: 'systemctl start podman',
    });
    expect(one({ engines }, 'engine-wasm')).not.toHaveProperty('fix');
  });

  it('tells of GPUs that the engine does not hand out, with the command that mends it', () => {
    const of = (gpus: FoundEngine['gpus']) => ({
      engines: [{ name: 'oci', state: 'ready', detail: 'podman', fix: undefined, gpus } as const],
    });
    const lacking = { isReady: false, detail: 'it does not', fix: 'nvidia-ctk ...' } as const;
    expect(one(of(lacking), 'gpus-oci')).toMatchObject({
      outcome: 'failed',
      detail: expect.stringMatching(/^it does not\. No GPU is offered until it does/),
      fix: 'nvidia-ctk ...',
    });
    expect(one(of({ isReady: true, detail: 'it does' }), 'gpus-oci')?.outcome).toBe('passed');
    expect(one(of(undefined), 'gpus-oci')).toBeUndefined();
  });

  it('tells of offers that are kept off the market, where an agent runs', () => {
    const off = (count: number) => {
      const concerns = Array.from({ length: count }, (_, index) => `${index} ${'x'.repeat(490)}`);
      return found({ concerns }).filter(({ id }) => isOfferCheck(id));
    };
    expect(off(2).map(({ id, outcome, detail }) => [id, outcome, detail[0]])).toEqual([
      ['offers', 'warning', '0'],
      ['offers-2', 'warning', '1'],
    ]);
    expect(off(10)).toHaveLength(10);
    expect(off(25)).toHaveLength(11);
    expect(off(25).at(-1)?.detail).toBe('15 more are off the market.');
    expect(
      machineReportSchema.shape.checks.safeParse(found({ concerns: Array(500).fill('x') })).success,
    ).toBe(true);
    expect(one({ concerns: [] }, 'offers')?.outcome).toBe('passed');
    expect(one({}, 'offers')).toBeUndefined();
  });

  it('fits a report, whatever tools and servers said', () => {
    const hostile = `${'x'.repeat(5_000)}\n\0\u202e`;
    const checks = found({
      api: { unknown: hostile },
      directory: { unknown: hostile },
      keyPath: `/a'b\n${hostile}`,
      keyFile: { unknown: hostile },
      code: { is: { problems: Array(100).fill(hostile), compared: true } },
    });
    expect(machineReportSchema.shape.checks.safeParse(checks).error).toBeUndefined();
  });
});
