'use client';

import { RotateCw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { Button } from '@/components/ui/button';

/** Reads the newest report again. The agent itself looks again every two minutes. */
export function RecheckButton() {
  const router = useRouter();
  const [busy, start] = useTransition();
  return (
    <Button
      size="sm"
      variant="secondary"
      busy={busy}
      icon={<RotateCw aria-hidden className="size-3.5" />}
      onClick={() => start(() => router.refresh())}
      title="Reads the newest report. The agent looks again by itself every two minutes."
    >
      Recheck
    </Button>
  );
}
