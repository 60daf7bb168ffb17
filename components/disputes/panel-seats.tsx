import { Amount } from '@/components/ui/amount';
import { Fingerprint } from '@/components/ui/fingerprint';
import { Hash } from '@/components/ui/hash';
import { RelativeTime } from '@/components/ui/time';
import type { Case } from '@/lib/chain/deal-facts';
import type { PanelStories, SeatStory } from '@/lib/disputes/seat-story.view';
import { SeatChip, SeatClock } from './seat-state';

interface PanelsSeatedProps {
  dealId: `0x${string}`;
  panels: PanelStories;
  /** Undefined where no panel was called. */
  facts: Case | undefined;
}

/** The panels of a case with their mediators. */
export function PanelsSeated({ dealId, panels, facts }: PanelsSeatedProps) {
  const { first, second } = panels;
  if (!facts) return <p className="text-muted">No panel has been called yet.</p>;
  if (first.length + second.length === 0) {
    return (
      <p className="text-muted">Not seated yet: the hash of a later block draws the mediators.</p>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      {first.length > 0 ? <Seats dealId={dealId} seats={first} /> : null}
      {second.length > 0 ? (
        <div className="flex flex-col gap-2">
          <h3 className="text-sm">
            {facts.reseated ? 'New panel, alone' : 'Second panel, on appeal'}
          </h3>
          <Seats dealId={dealId} seats={second} />
        </div>
      ) : null}
    </div>
  );
}

/** The mediators of one panel. Equal digests have equal pictures. */
function Seats({ dealId, seats }: { dealId: `0x${string}`; seats: readonly SeatStory[] }) {
  return (
    <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
      {seats.map((seat) => {
        return (
          <li
            key={seat.mediator}
            className="flex flex-col gap-3 rounded-md border border-border p-4"
          >
            <div className="flex flex-wrap items-center justify-between gap-2">
              <Hash value={seat.mediator} label="mediator" />
              <SeatChip seat={seat} />
            </div>
            <div className="flex items-center gap-3">
              {seat.digest ? (
                <Fingerprint value={seat.digest} className="size-12 rounded-md" />
              ) : (
                <span
                  className="flex size-12 shrink-0 items-center justify-center rounded-md border border-border border-dashed text-muted"
                  aria-hidden
                >
                  {seat.seal ? '?' : ''}
                </span>
              )}
              <div className="min-w-0 text-muted text-xs">
                {seat.digest ? (
                  <p className="truncate font-mono text-text" title={seat.digest}>
                    {seat.digest.slice(0, 18)}…
                  </p>
                ) : seat.seal ? (
                  <p className="truncate font-mono" title={seat.seal}>
                    seal {seat.seal.slice(0, 14)}…
                  </p>
                ) : (
                  <SeatClock dealId={dealId} seat={seat} />
                )}
                {seat.drawnAt === undefined ? null : (
                  <p>
                    drawn <RelativeTime at={seat.drawnAt} past />
                    {seat.committedAt === undefined ? null : (
                      <>
                        , committed <RelativeTime at={seat.committedAt} past />
                      </>
                    )}
                  </p>
                )}
              </div>
            </div>
            {seat.fee === undefined ? null : (
              <p className="flex gap-4 text-xs">
                <span className="text-muted">
                  earned <Amount value={seat.fee} className="text-text" />
                </span>
                {seat.slashed !== undefined && seat.slashed > 0n ? (
                  <span className="text-wrong">
                    lost <Amount value={seat.slashed} className="text-wrong" />
                  </span>
                ) : null}
              </p>
            )}
          </li>
        );
      })}
    </ul>
  );
}
