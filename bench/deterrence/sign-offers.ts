import { type Hex, keccak256, stringToHex } from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import type { JobSubmission, ResourceSubmission } from '../../lib/offers/match-item';
import { listHashOf } from '../../lib/offers/offer-hash';
import type { JobOffer, ResourceOffer } from '../../lib/offers/offer-types';
import { inputReceiptTypes, jobOfferTypes, resourceOfferTypes } from '../../lib/offers/typed-data';
import { jobOffer, resourceOffer, testEngine } from '../../test/builders/offers';
import { directory, type Table } from './open-table';
import { buyersTerms, HELD_SECONDS, providersTerms } from './scene';

/** The signed offers of a play. */

export type JobPlan = {
  readonly buyer: PrivateKeyAccount;
  /** Names the job; the same name is the same job. */
  readonly name: string;
  readonly nonce: bigint;
  readonly offer: Pick<JobOffer, 'fuelLimit' | 'penaltyRate' | 'panelSize' | 'auditBps'> &
    Partial<JobOffer>;
  /** false: no directory has the inputs, so none signs; the buyer signs that receipt itself. */
  readonly hasInputs: boolean;
};

export async function signJob(table: Table, plan: JobPlan): Promise<JobSubmission> {
  const { domain, court, driver } = table;
  const list = [directory.address];
  const offer: JobOffer = jobOffer({
    ...buyersTerms,
    ...plan.offer,
    buyer: plan.buyer.address,
    inputsId: inputsIdOf(plan.name),
    court: court.id,
    directoriesHash: listHashOf(list),
    nonce: plan.nonce,
  });
  const heldUntil = driver.clock + HELD_SECONDS;
  const { buyer, moduleId, inputsId } = offer;
  const holder = plan.hasInputs ? directory : plan.buyer;
  const [signature, receipt] = await Promise.all([
    plan.buyer.signTypedData({
      domain,
      types: jobOfferTypes,
      primaryType: 'JobOffer',
      message: offer,
    }),
    holder.signTypedData({
      domain,
      types: inputReceiptTypes,
      primaryType: 'InputReceipt',
      message: { buyer, moduleId, inputsId, heldUntil },
    }),
  ]);
  const inputReceipt = { directory: directory.address, heldUntil, signature: receipt };
  return { offer, signature, lists: { directories: list }, inputReceipt };
}

export function inputsIdOf(name: string): Hex {
  return keccak256(stringToHex(`inputs of ${name}`));
}

export async function signResource(
  { domain, court }: Table,
  provider: PrivateKeyAccount,
  change: Partial<ResourceOffer> = {},
): Promise<ResourceSubmission> {
  const lists = {
    engines: [testEngine],
    courts: [court.id],
    directories: [directory.address],
  };
  const offer: ResourceOffer = resourceOffer({
    ...providersTerms,
    enginesHash: listHashOf(lists.engines),
    courtsHash: listHashOf(lists.courts),
    directoriesHash: listHashOf(lists.directories),
    ...change,
    provider: provider.address,
  });
  const signature = await provider.signTypedData({
    domain,
    types: resourceOfferTypes,
    primaryType: 'ResourceOffer',
    message: offer,
  });
  return { offer, signature, lists };
}
