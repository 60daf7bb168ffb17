import { PendingDeal } from '@/components/deals/pending-deal';

/** 404, and the deal as soon as this site knows it (ADR 29). */
export default function UnknownDeal() {
  return <PendingDeal />;
}
