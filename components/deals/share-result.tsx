'use client';

import { Share2 } from 'lucide-react';
import { useState } from 'react';
import type { Hex } from 'viem';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ShareGuests } from './share-guests';
import { ShareLinks } from './share-links';

interface ShareResultProps {
  dealId: Hex;
  keptUntil: number | undefined;
}

/** For the buyer: lets others read the result, by a link that runs out or by their address. */
export function ShareResult({ dealId, keptUntil }: ShareResultProps) {
  const [open, setOpen] = useState(false);
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="text-muted">Only you can read this, and whom you let.</p>
      <Button
        size="sm"
        variant="secondary"
        icon={<Share2 aria-hidden className="size-3.5" />}
        onClick={() => setOpen(true)}
      >
        Share
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Share the result"
        description="What you share can be read, not changed. You can take it back at any time."
      >
        <div className="flex flex-col gap-6">
          <ShareLinks dealId={dealId} keptUntil={keptUntil} />
          <ShareGuests dealId={dealId} />
        </div>
      </Dialog>
    </div>
  );
}
