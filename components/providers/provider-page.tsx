import { ArrowLeftRight } from 'lucide-react';
import { getAddress } from 'viem';
import { DealTable } from '@/components/deals/deal-table';
import type { ModuleName } from '@/components/deals/module-title';
import { PageHeader } from '@/components/layout/page-header';
import { UptimeBars } from '@/components/offers/uptime-bars';
import { EarningsChart } from '@/components/provide/earnings-chart';
import { Amount } from '@/components/ui/amount';
import { buttonClass } from '@/components/ui/button';
import { Panel } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Hash } from '@/components/ui/hash';
import { KeyValueList } from '@/components/ui/key-value';
import { Link } from '@/components/ui/link';
import { StatStrip } from '@/components/ui/stat';
import { RelativeTime } from '@/components/ui/time';
import type { DealSummary } from '@/lib/deals/deals.query';
import type { ResourceOfferItem } from '@/lib/offers/resource-offers.query';
import type { Uptime } from '@/lib/offers/uptime';
import { BARS_OF } from '@/lib/providers/earnings';
import type { MachineSummary } from '@/lib/providers/machine-api';
import { benchmarkText, hardwareText } from '@/lib/providers/machine-facts.view';
import type { ProviderHistory } from '@/lib/providers/provider-history.query';
import type { ProviderRecord } from '@/lib/providers/providers.query';
import type { SignedChecks } from '@/lib/providers/signed-checks.query';
import { shortHash } from '@/lib/shared/hash.view';
import { percentText } from '@/lib/shared/percent.view';
import { formatCount, formatFuel } from '@/lib/shared/quantity.view';
import { formatDuration } from '@/lib/shared/time.view';
import { FailureTable } from './failure-table';
import { FreeCollateral } from './free-collateral';
import { MachineChecks } from './machine-checks';
import { OfferedHardware } from './provider-hardware';

interface ProviderPageProps {
  record: ProviderRecord;
  history: ProviderHistory;
  uptime: Uptime;
  /** Only those that its offers name: anybody can make a key that says it is this provider's. */
  machines: readonly MachineSummary[];
  /** What the agents of these machines found, as they signed it. */
  checks: readonly SignedChecks[];
  offers: readonly ResourceOfferItem[];
  deals: readonly DealSummary[];
  modules: readonly ModuleName[];
  /** Seconds since 1970. */
  now: number;
}

/** A provider as anyone can check it: nothing here is its own word but what says "as offered". */
export function ProviderPage(props: ProviderPageProps) {
  const { record, history, offers, deals, modules } = props;
  const { address } = record;
  return (
    <>
      <PageHeader
        crumbs={[
          { label: 'Offers', href: '/offers' },
          { label: `Provider ${shortHash(getAddress(address))}` },
        ]}
        title="Provider"
        marks={<Hash value={getAddress(address)} label="provider" href={null} />}
        actions={
          <Link href={`/offers?provider=${address}`} className={buttonClass('secondary')}>
            Choose its offers
          </Link>
        }
      />
      <div className="flex flex-col gap-6">
        <StatStrip label="Record" items={figuresOf(record, address)} />
        <Panel
          title="Offers"
          description="Hardware and speed are what the provider says of them"
          flush
        >
          <OfferedHardware offers={offers} />
        </Panel>
        <div className="grid items-start gap-6 lg:grid-cols-2">
          <Panel title="Measured">
            <KeyValueList items={measuredOf(props)} />
          </Panel>
          <Panel title="Audits and disputes">
            <KeyValueList items={auditsOf(history)} />
          </Panel>
        </div>
        <Panel
          title="Checks of its machines"
          description="What each machine’s agent found when it looked at it"
          flush
        >
          <MachineChecks machines={props.checks} />
        </Panel>
        <Panel
          title="Earnings"
          description={`Last ${history.earnings.length} days, by day of settlement, UTC`}
        >
          <EarningsChart
            bars={history.earnings.map(({ day, ...rest }) => ({ start: day, ...rest }))}
            step={BARS_OF['30d'].step}
          />
        </Panel>
        <Panel title="Failures" description="The newest, each with its cause" flush>
          <FailureTable failures={history.failures} modules={modules} />
        </Panel>
        <Panel
          title="Newest deals"
          aside={
            <Link href={`/deals?party=${address}`} className="link">
              All its deals
            </Link>
          }
          flush
        >
          <DealTable
            deals={deals}
            modules={modules}
            empty={
              <EmptyState icon={ArrowLeftRight} title="No deal yet">
                A deal appears here as soon as a solver has matched one of its offers.
              </EmptyState>
            }
          />
        </Panel>
      </div>
    </>
  );
}

function figuresOf(record: ProviderRecord, address: `0x${string}`) {
  const settled = record.deals - record.live;
  const paid = record.accepted + record.upheld;
  return [
    {
      label: 'Deals',
      value: formatCount(record.deals),
      note: record.live > 0 ? `${record.live} live` : 'none live',
    },
    {
      label: 'Paid results',
      value: settled === 0 ? '–' : `${paid} of ${settled}`,
      note: `${record.missed} missed, ${record.declined} declined`,
    },
    {
      label: 'Overturned',
      value: formatCount(record.overturned),
      note: `of ${record.judged} before a panel`,
    },
    {
      label: 'Median result',
      value: record.medianResultSeconds === null ? '–' : formatDuration(record.medianResultSeconds),
      note: 'from match to post',
    },
    {
      label: 'Earned',
      value: <Amount value={record.net} signed />,
      note: 'all settled deals, losses taken off',
    },
    {
      label: 'Collateral now',
      value: <Amount value={record.atRisk} />,
      note: <FreeCollateral provider={address} />,
    },
  ];
}

const NOT_MEASURED = <span className="text-muted">not measured</span>;

/** What each machine's agent found and signed, a line a machine. */
function machineLines(lines: readonly (string | undefined)[]) {
  const known = lines.filter((line) => line !== undefined);
  if (known.length === 0) return NOT_MEASURED;
  return (
    <ul>
      {[...new Set(known)].map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function measuredOf({ record, history, uptime, machines, now }: ProviderPageProps) {
  const { observedFuelPerSecond: speed } = history;
  const until = record.lastTicketUntil;
  return [
    {
      key: 'Hardware',
      value: machineLines(machines.map(hardwareText)),
      note:
        machines.length === 0
          ? 'no machine of it has reported its own'
          : 'as its agent found it, signed with its key',
    },
    {
      key: 'Benchmark',
      value: machineLines(machines.map(benchmarkText)),
      note: machines.some(({ benchmark }) => benchmark)
        ? 'measured by its agent, signed with its key'
        : 'no machine of it has reported one',
    },
    {
      key: 'Speed in deals',
      value: speed === null ? NOT_MEASURED : `${formatFuel(speed)}/s`,
      note:
        speed === null
          ? 'it has posted no result yet'
          : 'median from match to post, transfers and waiting included',
    },
    {
      key: 'Uptime, 7 days',
      value: <UptimeBars uptime={uptime} />,
      note: 'of its newest machine, as its tickets show',
    },
    {
      key: 'Newest ticket',
      value:
        until === null ? (
          'none'
        ) : until >= now ? (
          'on now'
        ) : (
          <>
            ended <RelativeTime at={until} />
          </>
        ),
      note: 'a machine that is on renews it every few minutes',
    },
  ];
}

function auditsOf({ record }: ProviderHistory) {
  const share = record.posted === 0 ? 0 : (record.audits / record.posted) * 100;
  return [
    { key: 'Results posted', value: formatCount(record.posted) },
    {
      key: 'Audits drawn',
      value: formatCount(record.audits),
      note: record.posted === 0 ? undefined : `${percentText(share.toFixed(1))} of its results`,
    },
    {
      key: 'Audits upheld',
      value: ofVerdicts(record.auditsUpheld, record.auditsOverturned),
      note: `${record.auditsOverturned} overturned`,
    },
    { key: 'Disputes', value: formatCount(record.disputes) },
    {
      key: 'Disputes upheld',
      value: ofVerdicts(record.disputesUpheld, record.disputesOverturned),
      note: `${record.disputesOverturned} overturned`,
    },
  ];
}

function ofVerdicts(upheld: number, overturned: number): string {
  const judged = upheld + overturned;
  return judged === 0 ? 'no verdict yet' : `${upheld} of ${judged}`;
}
