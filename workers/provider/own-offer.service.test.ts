import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { expect, it } from 'vitest';
import type { Deployment } from '../../lib/chain/deployment';
import { engineIdOf, OCI_ENGINE, WASM_ENGINE_IDS } from '../../lib/execution/engine-id';
import { createLogger } from '../../lib/log/logger.server';
import { draftResourceOffer } from '../../lib/offers/draft-resource-offer';
import { resourceOfferHashOf } from '../../lib/offers/offer-hash';
import { VERIFICATION } from '../../lib/offers/offer-types';
import { ZERO_BYTES32 } from '../../lib/shared/address';
import { testAddress, testHash } from '../../test/builders/offers';
import { LOCAL_LIMITS } from '../deploy/deploy-market';
import { openStateFolder } from '../runtime/state-folder';
import { type ProviderEnv, providerEnv } from './env';
import {
  type OwnOffer,
  ownOffer,
  ownOffersOf,
  ownProblemOf,
  signedOffers,
} from './own-offer.service';

const total = { cpuMilli: 8_000, memoryMiB: 8_192, storageMiB: 1_024, gpuCount: 3 };
const [A100, RTX] = [
  { memoryMiB: 81_920, model: testHash(1) },
  { memoryMiB: 24_564, model: testHash(2) },
];
const env = (more: Record<string, string>): ProviderEnv =>
  providerEnv.parse({
    ...{ KEY_FILE: '/key', STATE_DIR: '/state', RPC_URL: 'http://here' },
    ...{ DEPLOYMENT_FILE: '/deployment', API_URL: 'http://here', ...more },
  });
const offersOf = (more: Record<string, string>, gpus = [A100, RTX, A100]) =>
  ownOffersOf(env(more), { limits: LOCAL_LIMITS }, { total, gpus });
const drafted = ({ terms }: OwnOffer) =>
  draftResourceOffer({
    ...terms,
    ...{ provider: testAddress(1), ticketKey: testAddress(2), courts: [], directories: [] },
    ...{ expiry: 1, nonce: 1n },
  });
const accepts = (...kinds: number[]) => kinds.reduce((set, kind) => set | (1 << kind), 0);

it('offers WebAssembly alone where no module in a container is named, and no device for it', () => {
  const [only, ...more] = offersOf({}).map(drafted);
  expect(more).toEqual([]);
  expect(only).toMatchObject({
    offer: {
      gpuCount: 0,
      // Four at once take the machine, with what the engine takes for each.
      ...{ cpuMilli: 2_000, memoryMiB: 2_048 - 256 - 5 * 64, storageMiB: 64 },
      modulesHash: ZERO_BYTES32,
      verifications: accepts(VERIFICATION.A, VERIFICATION.none),
    },
    lists: { engines: [...WASM_ENGINE_IDS].sort(), modules: undefined },
  });
});

it('offers containers apart, at the pace of the clock and to named modules, and each class of devices', () => {
  const priced = { OCI_MODULES: testHash(7), OCI_GPU_FUEL_PRICE: '90000' };
  const [, plain, a100, rtx, ...more] = offersOf(priced).map(drafted);
  expect(more).toEqual([]);
  const container = {
    offer: {
      fuelPerSecond: 1_000_000_000n,
      // 800 for 1 G fuel at 16 G a second.
      fuelPrice: 12_800n,
      verifications: accepts(VERIFICATION.B, VERIFICATION.none),
    },
    lists: { engines: [engineIdOf(OCI_ENGINE)], modules: [testHash(7)] },
  };
  expect(plain).toMatchObject(container);
  // A quarter of the machine, less the outputs, which lie in memory.
  const quarter = { cpuMilli: 2_000, memoryMiB: 1_984, storageMiB: 64 };
  expect(plain?.offer).toMatchObject({ gpuCount: 0, concurrent: 4, ...quarter });
  expect(a100?.lists).toEqual(plain?.lists);
  // A third of the machine: deals on all three devices at once find room.
  const share = { cpuMilli: 2_666, memoryMiB: 2_666, fuelPrice: 90_000n };
  const device = {
    gpuCount: 1,
    gpuMemoryMiB: 81_920,
    gpuModel: testHash(1),
    concurrent: 2,
    ...share,
  };
  expect(a100?.offer).toMatchObject(device);
  expect(rtx?.offer).toMatchObject({ gpuCount: 1, gpuMemoryMiB: 24_564, concurrent: 1 });
  expect(offersOf({ OCI_MODULES: testHash(7) })).toHaveLength(2);
  const dear = offersOf({ OCI_MODULES: testHash(7), OCI_FUEL_PRICE: '5' }, []).map(drafted);
  expect(dear.map(({ offer }) => offer.fuelPrice)).toEqual([800n, 5n]);
});

it('signs each offer with a nonce of its own, keeps it, and remembers what it replaced', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'reckon-own-offers-'));
  try {
    const state = await openStateFolder(folder);
    const signer = {
      wallet: privateKeyToAccount(generatePrivateKey()),
      operator: testAddress(2),
      deployment: { chainId: 31_337, market: testAddress(7), courts: [], directories: [] },
      ...{ state, now: 1_700_000_000, log: createLogger('test').child({}, { level: 'silent' }) },
    } as unknown as Omit<Parameters<typeof ownOffer>[0], 'own'> & { deployment: Deployment };
    const sign = async (own: OwnOffer) => (await ownOffer({ ...signer, own })).offer;
    const [wasm, container] = offersOf({ OCI_MODULES: testHash(7) });
    if (!wasm || !container) throw new Error('two offers were to be made');
    const first = await sign(wasm);
    const second = await sign(container);
    // The market counts lanes, uses and cancellations by provider and nonce.
    expect(second.nonce).not.toBe(first.nonce);
    // Above what `cancelBelow` has ended in the browser by the clock.
    expect(first.nonce).toBeGreaterThan(BigInt(Date.now() - 60_000) << 22n);
    expect(await sign(wasm)).toEqual(first);
    const dearer = await sign({ ...wasm, terms: { ...wasm.terms, basePrice: 9n } });
    const hashes = [first, second, dearer].map(resourceOfferHashOf);
    const signed = await signedOffers(state);
    expect(signed.all).toEqual(hashes);
    const problems = (names: string[]) =>
      hashes.map((hash) => ownProblemOf(hash, signed, names)?.cause);
    expect(problems(['offer', 'offer-containers'])).toEqual(['replaced', undefined, undefined]);
    // OCI_MODULES was taken away: nothing stands in its place.
    expect(problems(['offer'])).toEqual(['replaced', 'not-offered', undefined]);
    expect(ownProblemOf(testHash(5), signed, [])).toBeUndefined();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
