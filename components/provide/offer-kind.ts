import { OCI_ENGINE } from '@/lib/execution/engine-id';
import type { OfferKind } from '@/lib/offers/resource-terms';
import { type DeviceClass, deviceClassesOf } from '@/lib/providers/device-classes';
import type { Lent, MachineReport } from '@/lib/providers/machine-report';

/** What of a machine one offer is for. */
export interface OfferScope {
  classes: readonly DeviceClass[];
  device: DeviceClass | undefined;
  kind: OfferKind;
  /** What its agent lends, where it tells. */
  lent: Lent | undefined;
  /** Ids of the modules that its agent runs in such an offer; undefined: all, or it does not tell. */
  allowed: readonly string[] | undefined;
  /** Whether its agent found an engine of containers that works. */
  hasContainers: boolean;
}

/**
 * The devices and the engine of an offer, by what was chosen and what the machine can: only containers
 * reach a GPU, and only a machine with an engine of containers runs them.
 */
export function offerScopeOf(
  chosen: { readonly device: string | undefined; readonly kind: OfferKind | undefined },
  machine: Pick<MachineReport, 'hardware' | 'engines' | 'lent'> | null | undefined,
): OfferScope {
  const classes = machine ? deviceClassesOf(machine.hardware) : [];
  const hasContainers = (machine?.engines ?? []).some(
    ({ state, engines }) => state === 'ready' && engines.includes(OCI_ENGINE),
  );
  const possible = classes.filter(({ gpu }) => hasContainers || gpu === null);
  const device = possible.find(({ id }) => id === chosen.device) ?? possible[0];
  const kind = device?.gpu ? 'container' : hasContainers ? (chosen.kind ?? 'wasm') : 'wasm';
  const lent = machine?.lent;
  const allowed = lent?.modules?.[kind === 'container' ? 'containers' : 'wasm'] ?? undefined;
  return { classes, device, kind, lent, allowed, hasContainers };
}

/** The modules that an offer names; undefined: any of class A, where its agent runs all. */
export function modulesOf(
  chosen: readonly string[] | undefined,
  { kind, allowed }: Pick<OfferScope, 'kind' | 'allowed'>,
): readonly string[] | undefined {
  if (kind === 'container') return chosen ?? [];
  return chosen ?? allowed;
}

/** Those of them that its agent would not run. */
export function notAllowed(
  modules: readonly string[] | undefined,
  { allowed }: Pick<OfferScope, 'allowed'>,
): readonly string[] {
  if (allowed === undefined) return [];
  return (modules ?? []).filter((id) => !allowed.includes(id.toLowerCase()));
}
