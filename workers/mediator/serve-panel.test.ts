import { privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { CAUSE, type Case, STAGE } from '../../lib/chain/deal-facts';
import type { DealRecord } from '../../lib/chain/deal-fold';
import { INPUTS_UNAVAILABLE, sealOf } from '../../lib/execution/result-digest';
import {
  ContentUnavailableError,
  type DealRun,
  UnrunnableError,
} from '../../lib/execution/run-deal.service';
import { createLogger } from '../../lib/log/logger.server';
import { ZERO_ADDRESS } from '../../lib/shared/address';
import { dealRecord } from '../../test/builders/deal-record';
import { testAddress, testHash } from '../../test/builders/offers';
import { type PanelPorts, resolvePanel, searchEndOf, servePanel } from './serve-panel.service';

const [ada, bob] = [testHash(0xada), testHash(0xb0b)].map((key) => privateKeyToAccount(key));
if (!ada || !bob) throw new Error('no keys');
const stranger = testAddress(0x57);
const SEATED = 1_700_000_100;
const DEADLINE = SEATED + 70;

function seated(overrides: Partial<DealRecord> = {}): DealRecord {
  const facts: Case = {
    stage: STAGE.Panel1,
    cause: CAUSE.Dispute,
    seedBlock: 0n,
    seed: testHash(9),
    deadline: DEADLINE,
    appellant: ZERO_ADDRESS,
    reseated: false,
    firstVerdict: 0,
    secondVerdict: 0,
    digest: testHash(0),
    fuelFound: 0n,
    firstPanel: [ada!.address, bob!.address, stranger],
    secondPanel: [],
  };
  const place = {
    blockNumber: 9n,
    blockHash: testHash(9),
    timestamp: SEATED,
    logIndex: 0,
    transactionHash: testHash(10),
  };
  const history = [{ name: 'PanelSeated' as const, ...place }];
  return dealRecord({ stage: STAGE.Panel1, case: facts, history, ...overrides });
}

const digest = testHash(0xd1);
const run: DealRun = {
  execution: {
    status: 'completed',
    exitCode: 0,
    fuelUsed: 5n,
    outputs: [],
    stateDigest: testHash(3),
  },
  resultDigest: digest,
  fuelUsed: 5n,
  engine: 'reckon-wasm@1.0.0',
  salt: testHash(4),
};

function panel(overrides: Partial<PanelPorts> = {}) {
  const said = { runs: 0, commits: [] as string[], resolves: 0 };
  const ports: PanelPorts = {
    members: [ada!, bob!],
    run: async () => {
      said.runs += 1;
      return run;
    },
    handIn: async () => {},
    commit: async (_, seat, seal) => void said.commits.push(`${seat.address} ${seal}`),
    resolve: async () => {
      said.resolves += 1;
      return true;
    },
    now: () => SEATED + 1,
    log: createLogger('test').child({}, { level: 'silent' }),
    ...overrides,
  };
  return { ports, said };
}

const sealsOf = (deal: DealRecord, result: `0x${string}`, fuel: bigint) =>
  [ada!, bob!].map(({ address }) => `${address} ${sealOf(deal.dealId, address, result, fuel)}`);
const commitOf = (mediator: `0x${string}`) => ({ mediator, seal: testHash(7), at: SEATED + 2 });

describe('servePanel', () => {
  it('runs once and commits the own seal of each of its seats that is due', async () => {
    const deal = seated();
    const { ports, said } = panel();
    const found = await servePanel(ports, deal, undefined);
    expect(found).toEqual({ resultDigest: digest, fuelUsed: 5n });
    expect(said).toMatchObject({ runs: 1, commits: sealsOf(deal, digest, 5n) });
    const later = panel();
    await servePanel(later.ports, seated({ commits: [commitOf(ada!.address)] }), found);
    expect(later.said).toMatchObject({ runs: 0, commits: [sealsOf(deal, digest, 5n)[1]] });
  });

  it('commits nothing after the deadline, but still finds what to resolve', async () => {
    const { ports, said } = panel({ now: () => DEADLINE + 1 });
    expect(await servePanel(ports, seated(), undefined)).toBeDefined();
    expect(said.commits).toEqual([]);
  });

  it.each([new ContentUnavailableError('lost'), new UnrunnableError('engine')])(
    'searches for half of its time, then says that there are no inputs: %s',
    async (error) => {
      const deal = seated();
      const fails = async () => Promise.reject(error);
      expect(searchEndOf(deal)).toBe(SEATED + 35);
      const early = panel({ run: fails, now: () => SEATED + 34 });
      expect(await servePanel(early.ports, deal, undefined)).toBeUndefined();
      expect(early.said.commits).toEqual([]);
      const late = panel({ run: fails, now: () => SEATED + 35 });
      await servePanel(late.ports, deal, undefined);
      expect(late.said.commits).toEqual(sealsOf(deal, INPUTS_UNAVAILABLE, 0n));
    },
  );

  it('throws what is this machine’s own fault, and does nothing without a seat', async () => {
    const { ports } = panel({ run: async () => Promise.reject(new Error('disk')) });
    await expect(servePanel(ports, seated(), undefined)).rejects.toThrow('disk');
    const others = panel({ members: [] });
    expect(await servePanel(others.ports, seated(), undefined)).toBeUndefined();
  });
});

describe('resolvePanel', () => {
  const found = { resultDigest: digest, fuelUsed: 5n };
  const two = [commitOf(ada.address), commitOf(bob.address)];

  it('waits for the last commit or the end, and only a seat that committed speaks', async () => {
    const { ports, said } = panel();
    expect(await resolvePanel(ports, seated(), found)).toBe('too-early');
    expect(await resolvePanel(ports, seated({ commits: two }), found)).toBe('too-early');
    expect(said.resolves).toBe(0);
    const all = seated({ commits: [...two, commitOf(stranger)] });
    expect(await resolvePanel(ports, all, found)).toBe('resolved');
    const over = panel({ now: () => DEADLINE + 1, resolve: async () => false });
    expect(await resolvePanel(over.ports, seated({ commits: two }), found)).toBe('no-majority');
    expect(await resolvePanel(over.ports, seated(), found)).toBe('too-early');
  });
});
