import type { Verification } from '@/lib/offers/offer-types';
import type { Applied } from '@/lib/offers/search/misfit-words.view';
import type { Where } from './run-plan';

/** A change of what is decided about a run; undefined: the usual. Windows in seconds. */
export interface PlanChange {
  where?: Where;
  n?: number | undefined;
  theta?: number | undefined;
  verification?: Verification;
  auditBps?: number | undefined;
  executionWindow?: number | undefined;
  reviewWindow?: number | undefined;
}

/** What of a change that lets offers in the wizard can take; a machine's size is the module's. */
export function planChangeOf(applied: Applied): PlanChange | undefined {
  if (applied.kind !== 'need') return undefined;
  const { name, value } = applied;
  const isChoice =
    name === 'theta' || name === 'n' || name === 'executionWindow' || name === 'reviewWindow';
  return isChoice ? { [name]: value } : undefined;
}
