import { OCI_ENGINE } from '@/lib/execution/engine-id';
import type { OfferKind } from '@/lib/offers/resource-terms';
import { type DeviceClass, deviceClassesOf } from '@/lib/providers/device-classes';
import type { MachineReport } from '@/lib/providers/machine-report';

/** What of a machine one offer is for. */
export interface OfferScope {
  classes: readonly DeviceClass[];
  device: DeviceClass | undefined;
  kind: OfferKind;
  /** Whether its agent found an engine of containers that works. */
  hasContainers: boolean;
}

/**
 * The devices and the engine of an offer, by what was chosen and what the machine can: only containers
 * reach a GPU, and only a machine with an engine of containers runs them.
 */
export function offerScopeOf(
  chosen: { readonly device: string | undefined; readonly kind: OfferKind | undefined },
  machine: Pick<MachineReport, 'hardware' | 'engines'> | null,
): OfferScope {
  const classes = machine ? deviceClassesOf(machine.hardware) : [];
  const hasContainers = (machine?.engines ?? []).some(
    ({ state, engines }) => state === 'ready' && engines.includes(OCI_ENGINE),
  );
  const possible = classes.filter(({ gpu }) => hasContainers || gpu === null);
  const device = possible.find(({ id }) => id === chosen.device) ?? possible[0];
  const kind = device?.gpu ? 'container' : hasContainers ? (chosen.kind ?? 'wasm') : 'wasm';
  return { classes, device, kind, hasContainers };
}
