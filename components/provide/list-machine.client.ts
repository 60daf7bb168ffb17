import type { CallContext } from '@/components/wallet/use-call.client';
import { engineIdOf, isWasmEngine, OCI_ENGINE, WASM_ENGINE_IDS } from '@/lib/execution/engine-id';
import { draftResourceOffer } from '@/lib/offers/draft-resource-offer';
import { nonceAt } from '@/lib/offers/offer-nonce';
import { marketDomain } from '@/lib/offers/offer-types';
import { draftOfTerms, type OfferKind, type ResourceTerms } from '@/lib/offers/resource-terms';
import { resourceOfferTypes } from '@/lib/offers/typed-data';
import { type DeviceClass, gpuModelIdOf } from '@/lib/providers/device-classes';
import type { MachineReport } from '@/lib/providers/machine-report';
import { parseAmount } from '@/lib/shared/amount.view';
import { postJson } from '@/lib/shared/api.client';
import { ensureDeposit } from '@/lib/wallet/deposit.client';
import { isOperatorOf } from '@/lib/wallet/read-operator.client';

export interface Listing {
  terms: ResourceTerms;
  device: DeviceClass | undefined;
  kind: OfferKind;
  engines: MachineReport['engines'] | undefined;
  modules: readonly string[] | undefined;
  courts: readonly string[];
  directories: readonly string[];
}

/** What is under way. */
export type ListingStage = 'deposit' | 'operator' | 'signature' | 'posting';

type Hex = `0x${string}`;

/**
 * Puts a machine on the market: deposits what is missing, allows its agent's key, has the offer
 * signed and posts it. Throws what wallet, chain and API throw; each step may be repeated.
 *
 * @returns the offer's hash
 */
export async function listMachine(
  context: CallContext,
  listing: Listing,
  say: (stage: ListingStage) => void,
): Promise<Hex> {
  const { actions, config, address } = context;
  const { market, lens, rpcUrl, chainId } = config;
  if (!market) throw new Error('The market is not deployed yet.');
  const { terms, device } = listing;
  const operator = terms.operator.trim() as Hex;
  // First, as nothing is to be sent where too little is there.
  say('deposit');
  await ensureDeposit(actions, config, address, parseAmount(terms.deposit) ?? 0n);
  say('operator');
  if (!(await isOperatorOf({ rpcUrl, lens, account: address, operator }))) {
    await context.market('setOperator', [operator, true]);
  }
  const gpu = device?.gpu;
  const { offer, lists } = draftResourceOffer(
    draftOfTerms(terms, {
      provider: address,
      gpu: gpu ? { memoryMiB: gpu.memoryMiB, model: gpuModelIdOf(gpu.model) } : undefined,
      ...enginesOf(listing),
      modules: listing.modules as readonly Hex[] | undefined,
      courts: listing.courts as readonly Hex[],
      directories: listing.directories as readonly Hex[],
      nonce: nonceAt(Date.now(), crypto.getRandomValues(new Uint8Array(3))),
      now: Math.floor(Date.now() / 1_000),
    }),
  );
  say('signature');
  const signature = await actions.signTypedData({
    domain: marketDomain(chainId, market),
    types: resourceOfferTypes,
    primaryType: 'ResourceOffer',
    message: offer,
  } as never);
  say('posting');
  const posted = { offer, signature, lists };
  const { hash } = await postJson<{ hash: Hex }>('/api/v1/resource-offers', posted);
  return hash;
}

/** The engines of the offer's kind that the machine found ready; those of this software where it told none. */
function enginesOf({ kind, engines }: Pick<Listing, 'kind' | 'engines'>) {
  if (kind === 'container') return { engines: [engineIdOf(OCI_ENGINE)], checkedIn: 'B' as const };
  const ready = (engines ?? []).filter(({ state }) => state === 'ready');
  const named = ready.flatMap((one) => one.engines.filter(isWasmEngine).map(engineIdOf));
  return { engines: named.length > 0 ? named : WASM_ENGINE_IDS };
}
