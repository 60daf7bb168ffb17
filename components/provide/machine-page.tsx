import { Download } from 'lucide-react';
import type { Address, Hex } from 'viem';
import type { ModuleName } from '@/components/deals/module-title';
import { PageHeader } from '@/components/layout/page-header';
import { buttonClass } from '@/components/ui/button';
import { Panel } from '@/components/ui/card';
import { FilterLinks } from '@/components/ui/filter-links';
import { Hash } from '@/components/ui/hash';
import { StateChip } from '@/components/ui/state-chip';
import { RelativeTime } from '@/components/ui/time';
import type { DealSummary } from '@/lib/deals/deals.query';
import type { MachineMoney } from '@/lib/deals/machine-money';
import type { MachineRecord } from '@/lib/deals/machine-record.query';
import type { AccountLock } from '@/lib/mediation/account-locks.view';
import type { Notice } from '@/lib/mediation/notices.view';
import type { ResourceOfferItem } from '@/lib/offers/resource-offers.query';
import type { Uptime } from '@/lib/offers/uptime';
import { BARS_OF, type EarningsBar } from '@/lib/providers/earnings';
import {
  HISTORY_RANGES,
  type HistoryRange,
  type MachineDetail,
  type MachineHistory,
  type MachinePeers,
} from '@/lib/providers/machine-api';
import type { FailedDeal } from '@/lib/providers/provider-history.query';
import { shortHash } from '@/lib/shared/hash.view';
import { EarningsChart } from './earnings-chart';
import { MachineActions } from './machine-actions';
import { MachineDeals } from './machine-deals';
import { MachineHealth } from './machine-health';
import { MachineInbox } from './machine-inbox';
import { MachineLead } from './machine-lead';
import { MachineNotices } from './machine-notices';
import { MachineOffers } from './machine-offers';
import { LEFT, leftAt, MACHINE_STATES, shownState } from './machine-states';
import { MachineTiles } from './machine-tiles';
import { UtilisationChart } from './utilisation-chart';

/** All that a machine's page shows. Times in seconds since 1970. */
export interface MachinePageProps {
  agent: Address;
  provider: Address;
  range: HistoryRange;
  /** null: it has never reported; what follows is what the chain and its offers tell. */
  machine: MachineDetail | null;
  history: MachineHistory | null;
  peers: MachinePeers | null;
  record: MachineRecord;
  money: MachineMoney;
  earnings: readonly EarningsBar[];
  locks: readonly AccountLock[];
  notices: readonly Notice[];
  deals: readonly DealSummary[];
  failures: readonly FailedDeal[];
  offers: readonly ResourceOfferItem[];
  uptime: Uptime;
  /** Transactions that brought its newest results and declines. */
  transactions: readonly Hex[];
  /** All that ever did. */
  transactionCount: number;
  modules: readonly ModuleName[];
  now: number;
}

const RANGE_WORDS: Record<HistoryRange, string> = {
  '24h': '24 hours',
  '7d': '7 days',
  '30d': '30 days',
};

/** One machine: what it earns, risks and does, and what is wrong with it. */
export function MachinePage(props: MachinePageProps) {
  const { agent, provider, range, machine, history, earnings, modules } = props;
  const title = machine?.name || `Machine ${shortHash(agent)}`;
  const left = leftAt(machine, props.offers.length);
  const state = left ? LEFT : machine ? shownState(machine) : MACHINE_STATES.new;
  const isForbidden = props.offers.length > 0 && isForbiddenBy(machine);
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Provide', href: '/provide' }, { label: title }]}
        title={title}
        marks={
          <>
            <span title={state.means}>
              <StateChip tone={state.tone}>{state.word}</StateChip>
            </span>
            <Hash value={agent} label="agent’s key" />
          </>
        }
        lead={
          <span className="text-sm">
            {left ? (
              <>
                It left the market <RelativeTime at={left} />: its key is forbidden, and no offer of
                it is open.
              </>
            ) : machine ? (
              <MachineLead
                machine={machine}
                ticketUntil={lastTicketOf(props.offers)}
                isOnMarket={props.offers.some(({ state }) => state === 'live' || state === 'busy')}
                isOwing={props.locks.some(({ isResultOwed }) => isResultOwed)}
                now={props.now}
              />
            ) : (
              'Its agent has not reported: what it is made of is not known.'
            )}
          </span>
        }
        actions={
          left ? null : (
            <MachineActions
              agent={agent}
              provider={provider}
              wanted={machine?.wanted}
              isForbidden={isForbidden}
              locks={props.locks}
            />
          )
        }
      />
      <div className="flex flex-col gap-6">
        {left ? null : <MachineNotices machine={machine} isForbidden={isForbidden} />}
        <MachineTiles {...props} />
        <MachineInbox notices={props.notices} />
        <div className="flex flex-wrap items-center justify-between gap-3">
          <FilterLinks
            label="How far back"
            items={HISTORY_RANGES.map((value) => ({
              label: RANGE_WORDS[value],
              href: `/provide/${agent}${value === '24h' ? '' : `?range=${value}`}`,
              active: value === range,
            }))}
          />
          <a
            href={`/api/v1/providers/${provider}/deals.csv?agent=${agent}`}
            className={buttonClass('secondary', 'sm')}
            download
          >
            <Download aria-hidden className="size-3.5" />
            All deals as CSV
          </a>
        </div>
        <div className="grid items-start gap-6 lg:grid-cols-2">
          <Panel
            title="Earnings"
            description={`By ${range === '24h' ? 'hour' : 'day'} of settlement, UTC`}
          >
            <EarningsChart bars={earnings} step={BARS_OF[range].step} />
          </Panel>
          <Panel title="Utilisation" description="As its agent measured it, UTC">
            {history && machine?.pulse ? (
              <UtilisationChart history={history} hasGpu={machine.hardware.gpus.length > 0} />
            ) : (
              <p className="text-muted">
                Not measured yet: no pulse of this machine has come. Start its agent.
              </p>
            )}
          </Panel>
        </div>
        <MachineDeals {...props} modules={modules} />
        <MachineHealth {...props} />
        <MachineOffers offers={props.offers} provider={provider} agent={agent} />
      </div>
    </>
  );
}

function lastTicketOf(offers: readonly ResourceOfferItem[]): number | undefined {
  const ends = offers.flatMap(({ ticket }) => (ticket ? [ticket.until] : []));
  return ends.length === 0 ? undefined : Math.max(...ends);
}

/** Whether the provider whose offers name its key does not let it post; not where that is unknown. */
function isForbiddenBy(machine: MachineDetail | null): boolean {
  const standing = machine?.standing;
  return standing?.inOffer === true && standing.isOperator === false;
}
