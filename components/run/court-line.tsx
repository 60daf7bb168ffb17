import { Hash } from '@/components/ui/hash';
import { panelRiskOf } from '@/lib/deals/panel-risk';
import { agreementView } from '@/lib/mediation/mediator-record.view';
import type { CourtChoice } from '@/lib/offers/trust-choices';
import { cn } from '@/lib/shared/class-names';
import { percentOf } from '@/lib/shared/percent.view';

interface CourtLineProps {
  choice: CourtChoice;
  /** Seats of a first panel. */
  n: number;
  /** Providers on offer. */
  of: number;
  isChosen: boolean;
  onChoose: () => void;
}

const BAD_SHARES = [0.1, 0.2, 0.3];

/** A court to choose: its members' record, who accepts it, and what bad members could do. */
export function CourtLine({ choice, n, of, isChosen, onChoose }: CourtLineProps) {
  const { court, serving, record, providers, problem } = choice;
  const { share, note } = agreementView(record);
  const seats = Math.max(1, n);
  return (
    <label
      className={cn(
        'flex items-start gap-3 rounded-md border px-4 py-3 has-focus-visible:outline-2 has-focus-visible:outline-accent',
        isChosen ? 'border-accent bg-accent-soft' : 'border-border bg-surface',
        problem && !isChosen ? 'text-muted' : 'cursor-pointer',
      )}
    >
      <input
        type="radio"
        name="court"
        className="mt-1 size-4 shrink-0 accent-(--accent)"
        checked={isChosen}
        disabled={problem !== undefined && !isChosen}
        onChange={onChoose}
      />
      <div className="flex min-w-0 grow flex-col gap-1">
        <div className="flex flex-wrap items-center gap-x-3">
          <Hash value={court.id} label="court id" copy={false} href={null} />
          <span className="text-muted text-xs">
            {providers} of {of} providers accept it
          </span>
        </div>
        <p className="text-muted text-xs">
          {serving} of {court.members.length} members serve; their record:{' '}
          {note === undefined
            ? 'no seat judged yet'
            : `${share} with the majority (${note}), ${record.absent} ${record.absent === 1 ? 'no-show' : 'no-shows'}`}
        </p>
        {problem ? (
          <p className="text-attention text-xs">Not for this job: {problem}.</p>
        ) : serving >= 3 * seats + 1 ? (
          <p className="tabular text-muted text-xs">
            A wrong verdict, if bad members are{' '}
            {BAD_SHARES.map((share) => {
              const { bad, both } = panelRiskOf(serving, share, seats);
              return `${bad} of ${serving}: ${percentOf(both)}`;
            }).join(' · ')}
          </p>
        ) : null}
      </div>
    </label>
  );
}
