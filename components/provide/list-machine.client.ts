import type { CallContext } from '@/components/wallet/use-call.client';
import { WASM_ENGINE_IDS } from '@/lib/execution/engine-id';
import { draftResourceOffer } from '@/lib/offers/draft-resource-offer';
import { nonceAt } from '@/lib/offers/offer-nonce';
import { marketDomain } from '@/lib/offers/offer-types';
import { resourceOfferTypes } from '@/lib/offers/typed-data';
import { parseAmount } from '@/lib/shared/amount.view';
import { postJson } from '@/lib/shared/api.client';
import { ensureDeposit } from '@/lib/wallet/deposit.client';
import { isOperatorOf } from '@/lib/wallet/read-operator.client';
import type { MachineValues } from './machine-form';

const OFFER_DAYS = 30;
const DAY = 86_400;
/** As long as the market allows a run and a review to take. */
const MIN_WINDOW = 5;

/**
 * Puts a machine on the market: allows its agent's key, deposits what is missing, has the offer
 * signed and posts it. Throws what wallet, chain and API throw; each step may be repeated.
 */
export async function listMachine(context: CallContext, values: MachineValues): Promise<void> {
  const { actions, config, address } = context;
  const { deployment, market, lens, rpcUrl, chainId } = config;
  if (!deployment || !market) throw new Error('The market is not deployed yet.');
  const operator = values.operator.trim() as `0x${string}`;
  if (!(await isOperatorOf({ rpcUrl, lens, account: address, operator }))) {
    await context.market('setOperator', [operator, true]);
  }
  await ensureDeposit(actions, config, address, parseAmount(values.deposit) ?? 0n);
  const { offer, lists } = draftResourceOffer({
    provider: address,
    cpuMilli: Math.round(Number(values.cpu) * 1000),
    memoryMiB: Number(values.memory),
    storageMiB: Number(values.storage),
    gpuCount: 0,
    gpuMemoryMiB: 0,
    basePrice: parseAmount(values.basePrice) ?? 0n,
    fuelPrice: parseAmount(values.fuelPrice) ?? 0n,
    fuelPerSecond: BigInt(Math.round(Number(values.speed) * 1e9)),
    minExecutionWindow: MIN_WINDOW,
    maxReviewWindow: deployment.limits.maxReviewWindow,
    maxValue: 2n ** 96n - 1n,
    concurrent: Number(values.concurrent),
    total: 1_000_000,
    ticketKey: operator,
    expiry: Math.floor(Date.now() / 1000) + OFFER_DAYS * DAY,
    nonce: nonceAt(Date.now(), crypto.getRandomValues(new Uint8Array(3))),
    engines: WASM_ENGINE_IDS,
    courts: deployment.courts.map(({ id }) => id),
    directories: deployment.directories.map((directory) => directory.address),
  });
  const signature = await actions.signTypedData({
    domain: marketDomain(chainId, market),
    types: resourceOfferTypes,
    primaryType: 'ResourceOffer',
    message: offer,
  } as never);
  await postJson('/api/v1/resource-offers', { offer, signature, lists });
}
