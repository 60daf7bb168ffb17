import { Fingerprint } from '@/components/ui/fingerprint';
import { Hash } from '@/components/ui/hash';
import { StateIcon, TONE_TEXT, type Tone } from '@/components/ui/state-chip';
import { VERDICT } from '@/lib/chain/deal-facts';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { VERDICT_WORDS } from '@/lib/deals/deal-status.view';
import { cn } from '@/lib/shared/class-names';
import { formatCount } from '@/lib/shared/quantity.view';

const TONES: Record<number, Tone> = {
  [VERDICT.Upheld]: 'safe',
  [VERDICT.Overturned]: 'wrong',
  [VERDICT.InputsUnavailable]: 'neutral',
};

const MEANING: Record<number, string> = {
  [VERDICT.Upheld]: 'The majority’s result gives the provider’s seal and fuel: it was right.',
  [VERDICT.Overturned]: 'The majority’s result gives another seal or fuel: the provider was wrong.',
  [VERDICT.InputsUnavailable]: 'The majority could not get the inputs: nobody is to blame.',
};

/** What the panels found. */
export function VerdictBox({ record }: { record: DealRecord }) {
  const facts = record.case;
  if (!facts) return <p className="text-muted">There is nothing to judge yet.</p>;
  if (facts.firstVerdict === VERDICT.None && facts.secondVerdict === VERDICT.None) {
    return <p className="text-muted">No verdict yet: it needs more than half of the seats.</p>;
  }
  const rounds = [facts.firstVerdict, facts.secondVerdict].filter(
    (verdict) => verdict !== VERDICT.None,
  );
  return (
    <div className="flex flex-col gap-4">
      {rounds.map((verdict, index) => {
        const tone = TONES[verdict] ?? 'neutral';
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the index is the round
          <div key={index} className="flex items-start gap-3">
            <StateIcon tone={tone} className={cn('mt-0.5 size-5', TONE_TEXT[tone])} />
            <div>
              <p className={cn('font-semibold text-base first-letter:uppercase', TONE_TEXT[tone])}>
                {rounds.length > 1 || facts.reseated ? `Panel ${index + 1}: ` : ''}
                {VERDICT_WORDS[verdict]}
              </p>
              <p className="text-muted">{MEANING[verdict]}</p>
            </div>
          </div>
        );
      })}
      {BigInt(facts.digest) === 0n ? null : (
        <div className="flex items-center gap-3 border-border border-t pt-4">
          <Fingerprint value={facts.digest} className="size-12 rounded-md" />
          <div className="min-w-0 text-muted text-xs">
            <p>Result that the majority found</p>
            <Hash value={facts.digest} label="result digest" picture={false} />
            <p className="tabular">{formatCount(facts.fuelFound)} fuel</p>
          </div>
        </div>
      )}
    </div>
  );
}
