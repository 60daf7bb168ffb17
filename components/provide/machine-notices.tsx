import { CommandLine } from '@/components/ui/command-line';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/time';
import { LEAVE_CHECK } from '@/lib/providers/leave-check';
import type { MachineDetail } from '@/lib/providers/machine-api';
import { isOfferCheck } from '@/lib/providers/offer-checks';

interface MachineNoticesProps {
  machine: MachineDetail | null;
  /** It has offers, and their provider does not let its key post. */
  isForbidden: boolean;
}

/** What is wrong with a machine now, and what to do. */
export function MachineNotices({ machine, isForbidden }: MachineNoticesProps) {
  if (!machine) {
    return (
      <Notice tone="neutral" title="This machine has not reported yet">
        Its offers name its key, so its deals are known; hardware, health and load come with its
        agent’s first report.
      </Notice>
    );
  }
  const { incidents, isOutdated, state, standing, pulse } = machine;
  const { checks } = machine.report.report;
  // Of its key the chain itself tells, and sooner.
  const failing = checks.filter(({ id, outcome }) => outcome === 'failed' && id !== LEAVE_CHECK);
  const isShared = incidents.some(({ kind, until }) => kind === 'shared-key' && until === null);
  // What ails it beside its checks: its disk, clock, node or chain.
  const isTold = isShared || isOutdated || isForbidden || failing.length > 0;
  const isIll = state === 'unhealthy' && !isTold;
  const withheld = checks.filter(({ id, outcome }) => isOfferCheck(id) && outcome === 'warning');
  return (
    <>
      {state === 'silent' && pulse ? (
        <Notice
          tone="attention"
          title={
            <>
              Silent: the last pulse came <RelativeTime at={pulse.at} />
            </>
          }
        >
          Its agent has stopped, or cannot reach the market. Deals that run there miss their
          deadlines unless it comes back.
          <div className="mt-2">
            <CommandLine command="npm run provider -- doctor" label="command that finds out why" />
          </div>
        </Notice>
      ) : null}
      {isShared ? (
        <Notice tone="wrong" title="Two agents run with this key">
          Both would post for the same deals. Stop one of them, or give it a key of its own: another
          STATE_DIR and NAME.
        </Notice>
      ) : null}
      {isOutdated ? (
        <Notice tone="attention" title={`Its agent is older than ${machine.minimumVersion}`}>
          {machine.software} may not understand this market. Update the clone and start it again.
        </Notice>
      ) : null}
      {failing.length > 0 ? (
        <Notice
          tone="wrong"
          title={failing.length === 1 ? 'A check fails' : `${failing.length} checks fail`}
        >
          Its agent keeps it off the market until they pass: see{' '}
          <a href="#health" className="link">
            health
          </a>
          .
        </Notice>
      ) : null}
      {isForbidden ? (
        <Notice tone="wrong" title="Its provider has forbidden its key">
          It can post nothing: a deal that runs, or comes before its last ticket ends, would be
          missed and cost the provider. Allow the key again, or cancel its offers.
        </Notice>
      ) : null}
      {isIll ? (
        <Notice tone="wrong" title="Its agent keeps it off the market">
          <span className="[overflow-wrap:anywhere]">
            {pulse?.problems[0]?.text ?? 'Its log and its /healthz say why.'}
          </span>
        </Notice>
      ) : null}
      {withheld.length > 0 ? (
        <Notice
          tone="attention"
          title={
            withheld.length === 1
              ? 'An offer of this machine is off the market'
              : 'Offers of this machine are off the market'
          }
        >
          <ul className="flex flex-col gap-1 [overflow-wrap:anywhere]">
            {withheld.map(({ id, detail }) => (
              <li key={id}>{detail}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {!standing.inOffer && state !== 'new' ? (
        <Notice tone="neutral" title="No offer names this machine">
          It reports, and takes no deals until its provider has signed an offer for it.
        </Notice>
      ) : null}
    </>
  );
}
