import { randomBytes } from 'node:crypto';
import type { Address, Hex, PrivateKeyAccount } from 'viem';
import { z } from 'zod';
import type { Deployment } from '../../lib/chain/deployment';
import { engineIdOf, OCI_ENGINE, WASM_ENGINE_IDS } from '../../lib/execution/engine-id';
import { FUEL_PER_SECOND } from '../../lib/execution/oci/oci-engine';
import type { Logger } from '../../lib/log/logger.server';
import { draftResourceOffer, type ResourceDraft } from '../../lib/offers/draft-resource-offer';
import type { ResourceSubmission } from '../../lib/offers/match-item';
import { resourceOfferHashOf } from '../../lib/offers/offer-hash';
import { nonceAt } from '../../lib/offers/offer-nonce';
import { resourceSubmissionSchema } from '../../lib/offers/offer-schema';
import { marketDomain } from '../../lib/offers/offer-types';
import { resourceOfferTypes } from '../../lib/offers/typed-data';
import { includesHex, sameHex, ZERO_BYTES32 } from '../../lib/shared/address';
import { jsonOf } from '../../lib/shared/json';
import type { StateFolder } from '../runtime/state-folder';
import type { Units } from './capacity';
import type { ProviderEnv } from './env';
import { hardwareOf } from './hardware.server';
import type { JobGpu, Promised, Refusal } from './refusal';

const OFFER_DAYS = 30;
const RENEW_DAYS = 7;
const DAY = 86_400;

/** What the machine offers, as far as the environment and the hardware tell. */
type OwnTerms = Omit<
  ResourceDraft,
  'provider' | 'ticketKey' | 'courts' | 'directories' | 'expiry' | 'nonce'
>;

/** One of the agent's own offers; its name is that of the file that keeps it. */
export type OwnOffer = { readonly name: string; readonly terms: OwnTerms };

/** Deals at once, those included that only wait for their reviews to end. */
const LANES = 4;
/** With less memory a share is too small for many modules. */
const USEFUL_MIB = 1_536;
/** An image may have to be pulled within the deal's time. */
const LEAST_CONTAINER_WINDOW = 60;

/**
 * The offers of this machine, by its environment and hardware: one for WebAssembly and, where modules
 * in containers are named, one for those that need no GPU and, where devices have a price, one for each
 * class of equal ones, with its share of the machine. An offer is for one engine, as its speed is: 10^9
 * fuel a second in containers, by definition.
 */
export function ownOffersOf(
  env: ProviderEnv,
  { limits }: Pick<Deployment, 'limits'>,
  machine: { readonly total: Units; readonly gpus: readonly JobGpu[] },
): OwnOffer[] {
  // As many as there is room for: what runs at once finds its share free, and that is of use.
  const { cpuMilli, memoryMiB } = machine.total;
  const room = Math.floor(Math.min(cpuMilli / 1_000, memoryMiB / USEFUL_MIB));
  const atOnce = Math.max(1, Math.min(LANES, room));
  const common = {
    basePrice: env.BASE_PRICE,
    maxReviewWindow: limits.maxReviewWindow,
    maxValue: env.DEPOSIT / 100n,
    concurrent: LANES,
    total: 1_000_000,
  };
  const wasm: OwnTerms = {
    ...common,
    ...hardwareOf('wasm', machine.total, atOnce),
    engines: WASM_ENGINE_IDS,
    modules: env.MODULES,
    fuelPrice: env.FUEL_PRICE,
    fuelPerSecond: env.FUEL_PER_SECOND,
    minExecutionWindow: 5,
  };
  if (env.OCI_MODULES === undefined) return [{ name: 'offer', terms: wasm }];
  const container: OwnTerms = {
    ...common,
    ...hardwareOf('oci', machine.total, atOnce),
    engines: [engineIdOf(OCI_ENGINE)],
    checkedIn: 'B',
    modules: env.OCI_MODULES,
    fuelPrice: env.OCI_FUEL_PRICE ?? (env.FUEL_PRICE * env.FUEL_PER_SECOND) / FUEL_PER_SECOND,
    fuelPerSecond: FUEL_PER_SECOND,
    minExecutionWindow: LEAST_CONTAINER_WINDOW,
  };
  const { OCI_GPU_FUEL_PRICE: fuelPrice } = env;
  const classes = fuelPrice === undefined ? [] : classesOf(machine.gpus);
  const devices = classes.map(({ memoryMiB, model, count }, index) => ({
    name: `offer-containers-gpu-${index}`,
    terms: {
      ...container,
      ...hardwareOf('oci', machine.total, machine.gpus.length),
      ...{ gpuCount: 1, gpuMemoryMiB: memoryMiB, gpuModel: model, concurrent: count },
      ...(fuelPrice === undefined ? {} : { fuelPrice }),
    },
  }));
  return [
    { name: 'offer', terms: wasm },
    { name: 'offer-containers', terms: container },
    ...devices,
  ];
}

/** What an offer would promise of the machine. */
export function promiseOf({ terms }: OwnOffer): Promised {
  const { gpuModel = ZERO_BYTES32, engines, modules } = terms;
  return { offer: { ...terms, gpuModel }, lists: { engines, modules } };
}

/** Equal devices, with how many there are. */
function classesOf(gpus: readonly JobGpu[]): (JobGpu & { count: number })[] {
  const classes: (JobGpu & { count: number })[] = [];
  for (const { memoryMiB, model } of gpus) {
    const known = classes.find((one) => one.memoryMiB === memoryMiB && one.model === model);
    if (known) known.count += 1;
    else classes.push({ memoryMiB, model, count: 1 });
  }
  return classes;
}

const keptSchema = z.object({
  market: z.string(),
  terms: z.string(),
  submission: resourceSubmissionSchema,
});

const SIGNED = 'signed-offers';

/** What an agent has signed itself. */
export type SignedOffers = {
  /** Hashes of all that it ever signed. */
  readonly all: readonly Hex[];
  /** Those that stand, with the names of their files. */
  readonly kept: readonly { readonly hash: Hex; readonly name: string }[];
};

export async function signedOffers(state: StateFolder): Promise<SignedOffers> {
  const all = await signedHashes(state);
  const names = (await state.list()).filter(
    (name) => name === 'offer' || name.startsWith('offer-'),
  );
  const kept = await Promise.all(
    names.map(async (name) => {
      const found = await state.read(name, keptSchema);
      return found ? [{ hash: resourceOfferHashOf(found.submission.offer), name }] : [];
    }),
  );
  return { all, kept: kept.flat() };
}

/** Drops the kept offers that are cancelled, so that others are signed in their place; answers how many. */
export async function forgetCancelled(
  state: StateFolder,
  isCancelled: (offer: ResourceSubmission['offer']) => Promise<boolean>,
): Promise<number> {
  let dropped = 0;
  for (const { name } of (await signedOffers(state)).kept) {
    const found = await state.read(name, keptSchema);
    if (!found || !(await isCancelled(found.submission.offer))) continue;
    await state.remove(name);
    dropped += 1;
  }
  return dropped;
}

async function signedHashes(state: StateFolder): Promise<readonly Hex[]> {
  return ((await state.read(SIGNED, z.array(z.string()))) as readonly Hex[] | undefined) ?? [];
}

/**
 * Why an agent no longer stands by an offer that it signed itself; undefined where it does, and for
 * the offers of others.
 *
 * @param names of the offers that its settings make today
 */
export function ownProblemOf(
  hash: Hex,
  { all, kept }: SignedOffers,
  names: readonly string[],
): Refusal | undefined {
  if (!includesHex(all, hash)) return undefined;
  const standing = kept.find((one) => sameHex(one.hash, hash));
  if (!standing) {
    return { cause: 'replaced', detail: 'this agent has signed another offer in its place' };
  }
  if (names.includes(standing.name)) return undefined;
  return {
    cause: 'not-offered',
    detail: 'the settings of this agent no longer make it (OCI_MODULES, OCI_GPU_FUEL_PRICE)',
  };
}

/**
 * One of the agent's own signed offers: the kept one while it is for this market, on these terms and not near
 * its end; else a new one, signed by the wallet with the operator as ticket key.
 */
export async function ownOffer(options: {
  readonly wallet: PrivateKeyAccount;
  readonly operator: Address;
  readonly deployment: Deployment;
  readonly own: OwnOffer;
  readonly state: StateFolder;
  readonly now: number;
  readonly log: Logger;
}): Promise<ResourceSubmission> {
  const { wallet, operator, deployment, own, state, now, log } = options;
  const { name, terms } = own;
  const termsText = JSON.stringify(jsonOf({ ...terms, operator }));
  const kept = await state.read(name, keptSchema);
  if (
    kept?.market === deployment.market &&
    kept.terms === termsText &&
    kept.submission.offer.expiry > now + RENEW_DAYS * DAY
  ) {
    return kept.submission;
  }
  const { offer, lists } = draftResourceOffer({
    ...terms,
    provider: wallet.address,
    ticketKey: operator,
    courts: deployment.courts.map((court) => court.id),
    directories: deployment.directories.map((directory) => directory.address),
    expiry: now + OFFER_DAYS * DAY,
    nonce: nonceAt(Date.now(), randomBytes(3)),
  });
  const signature: Hex = await wallet.signTypedData({
    domain: marketDomain(deployment.chainId, deployment.market),
    types: resourceOfferTypes,
    primaryType: 'ResourceOffer',
    message: offer,
  });
  const submission = { offer, signature, lists };
  // Before it can be published: an offer that this agent signed must never be taken for somebody else's.
  await state.write(SIGNED, [...(await signedHashes(state)), resourceOfferHashOf(offer)]);
  await state.write(name, {
    market: deployment.market,
    terms: termsText,
    submission: jsonOf(submission),
  });
  log.info({ name, basePrice: offer.basePrice, fuelPrice: offer.fuelPrice }, 'signed a new offer');
  return submission;
}
