import { CAUSE } from '@/lib/chain/deal-facts';

/** What heads a case's page: since its panel was called, and in a replay of the time before. */
export interface CaseTitles {
  readonly since: string;
  readonly before: string;
}

/**
 * @param cause why the panel was called
 * @param module its title, where it is known
 */
export function caseTitles(cause: number | undefined, module: string | undefined): CaseTitles {
  const isDispute = cause === CAUSE.Dispute;
  return {
    since: `${isDispute ? 'Dispute over' : 'Audit of'} ${module ?? 'a deal'}`,
    before: `${module ?? 'A deal'}, before its ${isDispute ? 'dispute' : 'audit'}`,
  };
}
