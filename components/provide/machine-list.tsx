'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Server } from 'lucide-react';
import { QueryBox } from '@/components/account/query-box';
import { Amount } from '@/components/ui/amount';
import { buttonClass } from '@/components/ui/button';
import { Panel } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Link } from '@/components/ui/link';
import { StateChip } from '@/components/ui/state-chip';
import { Switch } from '@/components/ui/switch';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { RelativeTime } from '@/components/ui/time';
import { ProblemNotice } from '@/components/wallet/problem-notice';
import { shortHash } from '@/lib/shared/hash.view';
import { hardwareWords, LEFT, MACHINE_STATES, shownState } from './machine-states';
import { type OwnMachine, ownMachinesOf } from './own-machines';
import { useMachineOrder } from './use-machine-order.client';
import { useEarnings, useOwnMachines, useOwnOffers } from './use-provider.client';
import { percent } from './utilisation-chart';

/** The connected provider's machines: how each is, what it earned, and a switch that drains it. */
export function MachineListPanel() {
  const machines = useOwnMachines();
  const { data: offers } = useOwnOffers();
  const { data: earnings } = useEarnings('7d');
  const client = useQueryClient();
  const { order, busy, problem } = useMachineOrder(
    () => void client.invalidateQueries({ queryKey: ['own-machines'] }),
  );
  return (
    <Panel
      title="Your machines"
      aside={
        <Link href="/provide/new" className={buttonClass('secondary', 'sm')}>
          Add a machine
        </Link>
      }
      flush
    >
      {problem ? (
        <div className="p-4">
          <ProblemNotice problem={problem} />
        </div>
      ) : null}
      <QueryBox query={machines} what="your machines">
        {(told) => {
          const own = ownMachinesOf(told, offers ?? [], earnings?.machines ?? new Map());
          return own.length === 0 ? (
            <NoMachine />
          ) : (
            <Table
              caption="Your machines"
              head={
                <>
                  <Th>Machine</Th>
                  <Th>State</Th>
                  <Th className="max-lg:hidden">Hardware</Th>
                  <Th numeric className="max-sm:hidden">
                    Running
                  </Th>
                  <Th numeric className="max-md:hidden">
                    Load
                  </Th>
                  <Th numeric className="max-sm:hidden">
                    Earned, 24 h
                  </Th>
                  <Th className="text-right">Takes deals</Th>
                </>
              }
            >
              {own.map((machine) => (
                <MachineRow
                  key={machine.agent}
                  machine={machine}
                  isKnown={offers !== undefined}
                  isBusy={busy === machine.agent}
                  onOrder={(takes) =>
                    void order(machine.agent as `0x${string}`, takes ? 'serving' : 'draining', 0)
                  }
                />
              ))}
            </Table>
          );
        }}
      </QueryBox>
    </Panel>
  );
}

interface MachineRowProps {
  machine: OwnMachine;
  /** Its offers were read. */
  isKnown: boolean;
  isBusy: boolean;
  onOrder: (takesDeals: boolean) => void;
}

function MachineRow({ machine, isKnown, isBusy, onOrder }: MachineRowProps) {
  const { agent, told, offers, record, leftAt } = machine;
  // Until its offers are read it may have an open one.
  const hasLeft = isKnown && leftAt !== undefined;
  const state = hasLeft ? LEFT : told ? shownState(told) : MACHINE_STATES.new;
  const pulse = told?.pulse;
  const name = told?.name || shortHash(agent);
  return (
    <Tr>
      <Td>
        <Link href={`/provide/${agent}`} className="link font-medium text-text">
          {name}
        </Link>
        <span className="block text-muted text-xs">
          {!isKnown
            ? '…'
            : offers.length === 0
              ? 'no open offer'
              : offers.length === 1
                ? 'one open offer'
                : `${offers.length} open offers`}
        </span>
        <span className="block text-muted text-xs sm:hidden">
          earned in 24 h: <Amount value={record?.netLastDay ?? 0n} signed />
        </span>
      </Td>
      <Td>
        <span title={state.means}>
          <StateChip tone={state.tone} size="sm">
            {state.word}
          </StateChip>
        </span>
        {hasLeft ? (
          <span className="block text-muted text-xs">
            <RelativeTime at={leftAt} />
          </span>
        ) : told && told.checks.failed > 0 ? (
          <span className="block text-wrong text-xs">
            {told.checks.failed === 1 ? 'a check fails' : `${told.checks.failed} checks fail`}
          </span>
        ) : told?.order && told.order.until > 0 && told.wanted !== 'serving' ? (
          <span className="block text-muted text-xs">
            back <RelativeTime at={told.order.until} />
          </span>
        ) : null}
      </Td>
      <Td className="text-muted max-lg:hidden">
        {told ? hardwareWords(told.hardware) : 'not told'}
      </Td>
      <Td numeric className="max-sm:hidden">
        {pulse ? pulse.running : (record?.live ?? 0)}
        {pulse && pulse.queued > 0 ? (
          <span className="block text-muted text-xs">{pulse.queued} waiting</span>
        ) : null}
      </Td>
      <Td numeric className="text-muted max-md:hidden">
        {percent(pulse?.cpu)}
      </Td>
      <Td numeric className="max-sm:hidden">
        <Amount value={record?.netLastDay ?? 0n} signed />
      </Td>
      <Td className="text-right">
        {hasLeft ? (
          <span className="text-muted">no</span>
        ) : (
          <>
            <label htmlFor={`takes-${agent}`} className="sr-only">
              {name} takes deals
            </label>
            <Switch
              id={`takes-${agent}`}
              checked={told?.wanted === 'serving'}
              disabled={told === undefined || isBusy}
              onCheckedChange={onOrder}
            />
          </>
        )}
      </Td>
    </Tr>
  );
}

function NoMachine() {
  return (
    <EmptyState
      icon={Server}
      title="No machine yet"
      action={
        <Link href="/provide/new" className={buttonClass()}>
          Add a machine
        </Link>
      }
    >
      One command on a computer with Node, and one signature here. Listing costs no gas.
    </EmptyState>
  );
}
