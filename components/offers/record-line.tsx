import type { OfferRecord } from '@/lib/offers/search/search-offers.query';
import { formatCount } from '@/lib/shared/quantity.view';

/** What a provider's deals came to: how many it kept, and how its audits ended. */
export function RecordLine({ record }: { record: OfferRecord }) {
  const { deals, settled, kept, missed, judged, overturned } = record;
  if (deals === 0) return <span className="text-muted text-xs">no deals yet</span>;
  const bad = [
    overturned > 0 ? `${overturned} overturned` : '',
    missed > 0 ? `${missed} missed` : '',
  ].filter(Boolean);
  return (
    <span className="block text-xs leading-4">
      <span className="tabular whitespace-nowrap">
        {settled === 0
          ? `${deals} running`
          : `${formatCount(kept)} of ${formatCount(settled)} kept`}
      </span>
      <span className="tabular block whitespace-nowrap text-muted">
        {bad.length > 0 ? (
          <span className={overturned > 0 ? 'text-wrong' : 'text-attention'}>{bad.join(', ')}</span>
        ) : judged === 1 ? (
          '1 audit'
        ) : (
          `${judged} audits`
        )}
      </span>
    </span>
  );
}
