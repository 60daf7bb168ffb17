import type { Applied } from '@/lib/offers/search/misfit-words.view';
import type { RunChoices } from './run-plan';

/** A change of what is decided about a run; undefined: the usual. */
export type PlanChange = Partial<RunChoices>;

/** What of a change that lets offers in the wizard can take; a machine's size is the module's. */
export function planChangeOf(applied: Applied): PlanChange | undefined {
  if (applied.kind !== 'need') return undefined;
  const { name, value } = applied;
  const isChoice =
    name === 'theta' || name === 'n' || name === 'executionWindow' || name === 'reviewWindow';
  return isChoice ? { [name]: value } : undefined;
}
