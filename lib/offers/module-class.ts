import type { Hex } from 'viem';
import { includesHex, sameHex, ZERO_BYTES32 } from '../shared/address';
import type { ResourceLists } from './match-item';
import { type ResourceOffer, VERIFICATION, type Verification } from './offer-types';

/**
 * What a manifest says of a module's determinism. A: the engine enforces it. B: probed equal, in a
 * container. none: not deterministic, so that nobody can check a result by running it again.
 */
export type ModuleClass = 'A' | 'B' | 'none';

/** What of a court tells whom it judges. */
interface Judging {
  readonly engines: readonly { readonly engine: Hex; readonly class_: number }[];
}

/** Whether a court judges deals of this engine in this class. */
export function judgesIn(
  court: Judging | undefined,
  engine: Hex,
  verification: Verification,
): boolean {
  return (court?.engines ?? []).some(
    (listed) => sameHex(listed.engine, engine) && listed.class_ === verification,
  );
}

/** The court that a run of a module names unless its buyer chooses: the first that judges it. */
export function usualCourt<C extends Judging>(
  module: { readonly class: ModuleClass; readonly engine: Hex },
  courts: readonly C[],
): C | undefined {
  const isJudged = (court: C) => judgesIn(court, module.engine, VERIFICATION.B);
  return (module.class === 'B' ? courts.find(isJudged) : undefined) ?? courts[0];
}

/** How a module's result is checked unless its buyer chooses: as well as its class and the court allow. */
export function usualVerification(
  module: { readonly class: ModuleClass; readonly engine: Hex },
  court: Judging | undefined,
): Verification {
  if (module.class === 'A') return VERIFICATION.A;
  const isJudged = module.class === 'B' && judgesIn(court, module.engine, VERIFICATION.B);
  return isJudged ? VERIFICATION.B : VERIFICATION.none;
}

/** Whether an offer takes a module: by its name, or as any of class A. */
export function takesModule(
  {
    offer,
    lists,
  }: {
    readonly offer: Pick<ResourceOffer, 'modulesHash'>;
    readonly lists: Pick<ResourceLists, 'modules' | 'engines'>;
  },
  module: { readonly id: Hex | undefined; readonly class: ModuleClass; readonly engine: Hex },
): boolean {
  if (!includesHex(lists.engines, module.engine)) return false;
  if (module.id !== undefined && includesHex(lists.modules ?? [], module.id)) return true;
  return module.class === 'A' && sameHex(offer.modulesHash, ZERO_BYTES32);
}
