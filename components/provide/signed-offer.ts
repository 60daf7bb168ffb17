import type { MachineDetail } from '@/lib/providers/machine-api';
import { isOfferCheck } from '@/lib/providers/offer-checks';
import { sameHex } from '@/lib/shared/address';
import type { OwnOffer } from './use-provider.client';

/** Whether this very offer can be matched: another one of the same machine says nothing of it. */
export function isOnMarket(
  offers: readonly Pick<OwnOffer, 'hash' | 'state'>[],
  signed: `0x${string}`,
): boolean {
  return offers.some(
    ({ hash, state }) => sameHex(hash, signed) && (state === 'live' || state === 'busy'),
  );
}

/** Why its agent keeps this very offer off the market, as its last pulse or report says. */
export function withheldBecause(
  machine: Pick<MachineDetail, 'pulse' | 'report'> | null,
  signed: `0x${string}`,
): string | undefined {
  const checks = machine?.report.report.checks ?? [];
  const told = [
    ...(machine?.pulse?.problems ?? []).map(({ text }) => text),
    ...checks.filter(({ id }) => isOfferCheck(id)).map(({ detail }) => detail),
  ];
  return told.find((text) => text.startsWith(`The offer ${signed.slice(0, 10)} `));
}
