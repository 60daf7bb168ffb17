import type { Address } from 'viem';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { openJobOffersOf } from '@/lib/offers/job-offers.query';
import { formatCount } from '@/lib/shared/quantity.view';
import { load } from '../../../_data/load';

/** What a list of an account's deals cannot show: its offers that have become none yet. */
export async function WaitingOffers({ party }: { party: Address }) {
  const open = await load((db, now) => openJobOffersOf(db, party, now));
  if (!open.ok || open.data.count === 0) return null;
  const { count } = open.data;
  return (
    <Notice
      className="mb-3"
      title={
        count === 1
          ? 'One offer waits for a match'
          : `${formatCount(count)} offers wait for a match`
      }
      action={
        <Link href="/account" className={buttonClass('secondary', 'sm')}>
          My open offers
        </Link>
      }
    >
      {count === 1 ? 'It' : 'Each'} is listed here once it is matched; until then, who signed it can
      cancel it.
    </Notice>
  );
}
