import { RelativeTime } from '@/components/ui/time';
import type { MachineDetail } from '@/lib/providers/machine-api';
import { shownState } from './machine-states';

interface MachineLeadProps {
  machine: Pick<MachineDetail, 'state' | 'wanted' | 'order' | 'pulse'>;
  /** When the last ticket of its offers ends: until then they can be matched. Seconds since 1970. */
  ticketUntil: number | undefined;
  /** Whether an offer of it can be matched, or has as many deals as it takes. */
  isOnMarket: boolean;
  /** Whether a result of it is still to come. */
  isOwing: boolean;
  now: number;
}

/** What a machine does, until when, and what may still come while it is told to take nothing. */
export function MachineLead(props: MachineLeadProps) {
  const { machine, ticketUntil, isOnMarket, isOwing, now } = props;
  const { state, wanted, order, pulse } = machine;
  const { means } = shownState(machine);
  if (wanted === 'serving') {
    const isIdle = state === 'serving' && !isOnMarket;
    return isIdle ? 'It is ready, and no offer of it is on the market.' : means;
  }
  const hasHeard = state === 'draining' || state === 'maintenance';
  const canBeMatched = ticketUntil !== undefined && ticketUntil > now;
  const isAtRest = hasHeard && !canBeMatched && !isOwing && pulse?.running === 0;
  return (
    <>
      {means}
      {canBeMatched ? (
        <>
          {' '}
          Its last ticket ends <RelativeTime at={ticketUntil} />: a deal that comes before then is{' '}
          {wanted === 'maintenance' ? 'declined' : 'still done'}.
        </>
      ) : null}
      {isAtRest ? ' Nothing runs, and nothing more can come: it can be switched off.' : null}
      {order && order.until > now ? (
        <>
          {' '}
          It serves again <RelativeTime at={order.until} />.
        </>
      ) : null}
    </>
  );
}
