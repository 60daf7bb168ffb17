import type { Forecast, ForecastOutcome } from '@/lib/offers/outcome-forecast';
import type { OutcomeRow } from './outcome-table';

const WORDS: Record<ForecastOutcome, Pick<OutcomeRow, 'outcome' | 'tone' | 'when'>> = {
  accepted: {
    outcome: 'Accepted',
    tone: 'safe',
    when: 'The result arrives, and you accept it or say nothing.',
  },
  missed: {
    outcome: 'Missed',
    tone: 'attention',
    when: 'No result in time. Your offer goes on to another provider.',
  },
  declined: {
    outcome: 'Declined',
    tone: 'attention',
    when: 'The provider gives up. The later, the more it pays you; here the most.',
  },
  'upheld-draw': {
    outcome: 'Audited and upheld',
    tone: 'safe',
    when: 'The draw hits, and the mediators find the same result.',
  },
  'upheld-dispute': {
    outcome: 'Disputed and upheld',
    tone: 'wrong',
    when: 'You dispute, and the provider was right: you pay it once more.',
  },
  overturned: {
    outcome: 'Overturned',
    tone: 'safe',
    when: 'The mediators find another result: the provider loses its lock.',
  },
  void: {
    outcome: 'Void',
    tone: 'neutral',
    when: 'No panel finds a majority, or the inputs cannot be had.',
  },
};

/** What is otherwise in class B, where runs were found equal and nothing makes them so. */
const PROBED: Partial<typeof WORDS> = {
  overturned: {
    outcome: 'Overturned',
    tone: 'safe',
    when: 'The mediators find another result: the provider loses the price and their fees, and keeps the rest of its lock.',
  },
  void: {
    outcome: 'Void',
    tone: 'attention',
    when: 'No panel finds a majority, as when each run differs: you pay the seats of both panels their least fee.',
  },
};

export function outcomeRowsOf(forecasts: readonly Forecast[], isInsured = true): OutcomeRow[] {
  const words = isInsured ? WORDS : { ...WORDS, ...PROBED };
  return forecasts.map(({ outcome, ...amounts }) => ({ ...words[outcome], ...amounts }));
}
