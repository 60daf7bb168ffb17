import type { Address, Hex, PrivateKeyAccount } from 'viem';
import { z } from 'zod';
import type { Deployment } from '../../lib/chain/deployment';
import { WASM_ENGINE_IDS } from '../../lib/execution/engine-id';
import type { Logger } from '../../lib/log/logger.server';
import { draftResourceOffer, type ResourceDraft } from '../../lib/offers/draft-resource-offer';
import type { ResourceSubmission } from '../../lib/offers/match-item';
import { resourceSubmissionSchema } from '../../lib/offers/offer-schema';
import { marketDomain } from '../../lib/offers/offer-types';
import { resourceOfferTypes } from '../../lib/offers/typed-data';
import { jsonOf } from '../../lib/shared/json';
import type { StateFolder } from '../runtime/state-folder';
import type { Units } from './capacity';
import type { ProviderEnv } from './env';
import { hardwareOf } from './hardware.server';

const OFFER_DAYS = 30;
const RENEW_DAYS = 7;
const DAY = 86_400;

/** What the machine offers, as far as the environment and the hardware tell. */
export type OwnTerms = Omit<
  ResourceDraft,
  'provider' | 'ticketKey' | 'engines' | 'courts' | 'directories' | 'expiry' | 'nonce'
>;

/** The terms of this machine, by its environment and hardware. */
export function ownTermsOf(
  env: ProviderEnv,
  { limits }: Pick<Deployment, 'limits'>,
  total: Units,
): OwnTerms {
  return {
    ...hardwareOf(total, env.GPU_MEMORY_MIB),
    gpuModel: env.GPU_MODEL,
    basePrice: env.BASE_PRICE,
    fuelPrice: env.FUEL_PRICE,
    fuelPerSecond: env.FUEL_PER_SECOND,
    minExecutionWindow: 5,
    maxReviewWindow: limits.maxReviewWindow,
    maxValue: env.DEPOSIT / 100n,
    concurrent: 4,
    total: 1_000_000,
  };
}

const keptSchema = z.object({
  market: z.string(),
  terms: z.string(),
  submission: resourceSubmissionSchema,
});

/**
 * The agent's own signed offer: the kept one while it is for this market, on these terms and not near
 * its end; else a new one, signed by the wallet with the operator as ticket key.
 */
export async function ownOffer(options: {
  readonly wallet: PrivateKeyAccount;
  readonly operator: Address;
  readonly deployment: Deployment;
  readonly terms: OwnTerms;
  readonly state: StateFolder;
  readonly now: number;
  readonly log: Logger;
}): Promise<ResourceSubmission> {
  const { wallet, operator, deployment, terms, state, now, log } = options;
  const termsText = JSON.stringify(jsonOf({ ...terms, operator }));
  const kept = await state.read('offer', keptSchema);
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
    engines: WASM_ENGINE_IDS,
    courts: deployment.courts.map((court) => court.id),
    directories: deployment.directories.map((directory) => directory.address),
    expiry: now + OFFER_DAYS * DAY,
    nonce: BigInt(now),
  });
  const signature: Hex = await wallet.signTypedData({
    domain: marketDomain(deployment.chainId, deployment.market),
    types: resourceOfferTypes,
    primaryType: 'ResourceOffer',
    message: offer,
  });
  const submission = { offer, signature, lists };
  await state.write('offer', {
    market: deployment.market,
    terms: termsText,
    submission: jsonOf(submission),
  });
  log.info({ basePrice: offer.basePrice, fuelPrice: offer.fuelPrice }, 'signed a new offer');
  return submission;
}
