'use client';

import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { useParty } from './use-party.client';

interface RunAgainProps {
  dealId: string;
  terms: DealRecord['terms'];
  moduleId: string;
}

/** The same run once more, for who bought this one. */
export function RunAgain({ dealId, terms, moduleId }: RunAgainProps) {
  if (useParty(terms) !== 'buyer') return null;
  return (
    <Link
      href={`/modules/${moduleId}/run?like=${dealId}`}
      prefetch={false}
      className={buttonClass('secondary')}
    >
      Run again
    </Link>
  );
}
