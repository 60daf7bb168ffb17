'use client';

import dynamic from 'next/dynamic';
import { Skeleton } from '@/components/ui/skeleton';

/** Parts of a deal that are loaded when they are first looked at. */

const loading = () => <Skeleton className="h-40" />;

export const CheckPanel = dynamic(async () => (await import('./check-panel')).CheckPanel, {
  ssr: false,
  loading,
});
export const DrawPanel = dynamic(async () => (await import('./draw-panel')).DrawPanel, {
  ssr: false,
  loading,
});
export const LogsPanel = dynamic(async () => (await import('./logs-panel')).LogsPanel, {
  ssr: false,
  loading,
});
export const MoneyPanel = dynamic(async () => (await import('./money-panel')).MoneyPanel, {
  ssr: false,
  loading,
});
export const RawPanel = dynamic(async () => (await import('./raw-panel')).RawPanel, {
  ssr: false,
  loading,
});
export const ResultPanel = dynamic(async () => (await import('./result-panel')).ResultPanel, {
  ssr: false,
  loading,
});
export const SealFacts = dynamic(async () => (await import('./seal-facts')).SealFacts, {
  ssr: false,
  loading,
});
export const ReceiptSection = dynamic(
  async () => (await import('@/components/receipts/receipt-section')).ReceiptSection,
  { ssr: false, loading },
);
/** Buttons of whoever has a part in the deal. */
export const DealActions = dynamic(async () => (await import('./deal-actions')).DealActions, {
  ssr: false,
});
