import { CircleCheck } from 'lucide-react';
import { UptimeBars } from '@/components/offers/uptime-bars';
import { Panel } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { FoldMark } from '@/components/ui/fold-mark';
import { RelativeTime } from '@/components/ui/time';
import type { Incident } from '@/lib/providers/machine-api';
import { formatDuration } from '@/lib/shared/time.view';
import { BenchmarkPlot } from './benchmark-plot';
import { CheckList } from './check-list';
import { GasSpent } from './gas-spent';
import { EngineStates, HardwareList } from './hardware-list';
import type { MachinePageProps } from './machine-page';
import { INCIDENT_WORDS } from './machine-states';
import { oncePerText } from './once-per-text';
import { RecheckButton } from './recheck-button';
import { RecheckWatch } from './recheck-watch';
import { percent } from './utilisation-chart';

type Props = Pick<
  MachinePageProps,
  'machine' | 'peers' | 'uptime' | 'agent' | 'transactions' | 'transactionCount' | 'now'
>;

const NOT_MEASURED = <p className="text-muted">Not measured yet: its agent has not reported.</p>;

/** What the agent says of its machine, and what it costs to run it. */
export function MachineHealth(props: Props) {
  const { machine, peers, uptime, agent, transactions, transactionCount, now } = props;
  return (
    <div id="health" className="grid scroll-mt-20 items-start gap-6 lg:grid-cols-2">
      <RecheckWatch isChecking={machine?.recheck?.state === 'checking'} />
      <div className="flex min-w-0 flex-col gap-6">
        <Panel
          title="Health"
          description={
            machine ? (
              <>
                Checked <RelativeTime at={machine.reportedAt} /> by {machine.software}
              </>
            ) : undefined
          }
          aside={machine ? <RecheckButton machine={machine} what="the whole machine" /> : undefined}
          flush
        >
          {machine ? <CheckList machine={machine} /> : <div className="p-4">{NOT_MEASURED}</div>}
        </Panel>
        <Panel
          title="Benchmark"
          description="Beside machines of others that are on the market now"
          aside={
            machine?.benchmark ? (
              <RecheckButton machine={machine} what="the benchmark" benchmark />
            ) : undefined
          }
        >
          {machine?.benchmark && peers ? (
            <BenchmarkPlot peers={peers} hasGpu={machine.hardware.gpus.length > 0} />
          ) : (
            <p className="text-muted">
              Not measured yet. Its agent measures when it starts
              {machine ? '; the figures come with its next report.' : '.'}
            </p>
          )}
        </Panel>
        <Panel
          title="Uptime and incidents"
          aside={<UptimeBars uptime={uptime} />}
          description={
            machine && machine.uptimeDay !== null
              ? `${percent(machine.uptimeDay)} of the last 24 h with pulses`
              : 'By its tickets, 7 days'
          }
          flush
        >
          <Incidents incidents={machine?.incidents ?? []} now={now} isKnown={machine !== null} />
        </Panel>
      </div>
      <div className="flex min-w-0 flex-col gap-6">
        <Panel title="Gas" description="Paid by the agent’s key, in the chain’s own coin">
          <GasSpent agent={agent} transactions={transactions} transactionCount={transactionCount} />
        </Panel>
        <Panel title="Hardware and engines" description="As its agent found it">
          {machine ? (
            <div className="flex flex-col gap-4">
              <HardwareList hardware={machine.hardware} lent={machine.report.report.lent} />
              <div className="border-border border-t pt-3">
                <EngineStates engines={machine.engines} />
              </div>
            </div>
          ) : (
            NOT_MEASURED
          )}
        </Panel>
      </div>
    </div>
  );
}

interface IncidentsProps {
  incidents: readonly Incident[];
  now: number;
  isKnown: boolean;
}

const OPEN_INCIDENTS = 4;

function Incidents({ incidents, now, isKnown }: IncidentsProps) {
  if (!isKnown) return <div className="p-4">{NOT_MEASURED}</div>;
  if (incidents.length === 0) {
    return (
      <EmptyState className="py-6" icon={CircleCheck} title="No incident in 30 days">
        Silence, failed checks and lost devices would be listed here.
      </EmptyState>
    );
  }
  const told = oncePerText(incidents);
  const earlier = told.slice(OPEN_INCIDENTS);
  return (
    <>
      <IncidentItems items={told.slice(0, OPEN_INCIDENTS)} now={now} />
      {earlier.length > 0 ? (
        <details className="group border-border border-t">
          <summary className="flex cursor-pointer items-center gap-3 px-4 py-2.5">
            <FoldMark />
            {earlier.length === 1 ? 'One earlier' : `${earlier.length} earlier ones`}
          </summary>
          <div className="border-border border-t">
            <IncidentItems items={earlier} now={now} />
          </div>
        </details>
      ) : null}
    </>
  );
}

interface IncidentItemsProps {
  items: ReturnType<typeof oncePerText>;
  now: number;
}

function IncidentItems({ items, now }: IncidentItemsProps) {
  return (
    <ul className="divide-y divide-border">
      {items.map(({ kind, from, until, text, times }) => (
        <li key={`${kind}:${from}:${text}`} className="px-4 py-2">
          <p className="flex flex-wrap items-baseline justify-between gap-x-3">
            <span className={until === null ? 'font-medium text-attention' : 'font-medium'}>
              {INCIDENT_WORDS[kind]}
              {until === null ? ', still' : ''}
            </span>
            <span className="text-muted text-xs">
              <RelativeTime at={from} />
              {until === from ? '' : `, for ${formatDuration((until ?? now) - from)}`}
            </span>
          </p>
          <p className="text-muted [overflow-wrap:anywhere]">
            {text}
            {times > 1 ? ` ${times} times.` : null}
          </p>
        </li>
      ))}
    </ul>
  );
}
