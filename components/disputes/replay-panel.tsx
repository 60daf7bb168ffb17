'use client';

import dynamic from 'next/dynamic';
import { Skeleton } from '@/components/ui/skeleton';
import { useIdle } from '@/components/ui/use-idle';
import type { ReplaySliderProps } from './replay-slider';

const loading = () => <Skeleton className="h-11" />;

/** It folds events anew, which takes the code of the chain's words with it: loaded behind the page. */
const ReplaySlider = dynamic(async () => (await import('./replay-slider')).ReplaySlider, {
  ssr: false,
  loading,
});

export function ReplayPanel(props: ReplaySliderProps) {
  return useIdle() ? <ReplaySlider {...props} /> : loading();
}
