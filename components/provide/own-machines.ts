import type { MachineRecord } from '@/lib/deals/machine-record.query';
import type { MachineSummary } from '@/lib/providers/machine-api';
import { leftAt } from './machine-states';
import type { OwnOffer } from './use-provider.client';

/** One of a provider's machines, from its agent's word and from the offers that name its key. */
export interface OwnMachine {
  agent: string;
  /** undefined where its agent has not reported. */
  told: MachineSummary | undefined;
  /** Offers that could be matched now or later. */
  offers: readonly OwnOffer[];
  /** When it left the market, in seconds since 1970. */
  leftAt: number | undefined;
  record: MachineRecord | undefined;
}

const OPEN = new Set(['live', 'busy', 'off']);

/**
 * Joins what machines say with what the provider signed, those with open offers first and those that
 * left last. Anybody can make a key that says it is this provider's: such a machine is listed, and has no offers.
 */
export function ownMachinesOf(
  machines: readonly MachineSummary[],
  offers: readonly OwnOffer[],
  records: ReadonlyMap<string, MachineRecord>,
): OwnMachine[] {
  const told = new Map(machines.map((machine) => [machine.agent.toLowerCase(), machine]));
  const named = offers.map(({ offer }) => offer.ticketKey.toLowerCase());
  const keys = new Set([...told.keys(), ...named.filter((key) => BigInt(key) !== 0n)]);
  return [...keys]
    .map((agent) => {
      const machine = told.get(agent);
      const open = offers.filter(
        ({ offer, state }) => offer.ticketKey.toLowerCase() === agent && OPEN.has(state),
      );
      return {
        agent: machine?.agent ?? agent,
        told: machine,
        offers: open,
        leftAt: leftAt(machine, open.length),
        record: records.get(agent),
      };
    })
    .filter(({ told, offers, record }) => told || offers.length > 0 || (record?.live ?? 0) > 0)
    .sort((a, b) => rankOf(a) - rankOf(b));
}

function rankOf({ offers, leftAt }: Pick<OwnMachine, 'offers' | 'leftAt'>): number {
  if (offers.length > 0) return 0;
  return leftAt === undefined ? 1 : 2;
}
