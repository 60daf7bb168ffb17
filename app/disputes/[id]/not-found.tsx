import { PendingDeal } from '@/components/deals/pending-deal';

/** A dispute has its deal's id: 404, and its page as soon as this site knows the deal (ADR 29). */
export default function UnknownDispute() {
  return <PendingDeal />;
}
