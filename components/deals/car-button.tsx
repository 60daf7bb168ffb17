'use client';

import { Archive } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { saveFile } from '@/components/ui/save-file';

interface CarButtonProps {
  files: ReadonlyMap<string, Uint8Array>;
  cid: string;
  className?: string;
}

/** The whole result as a CAR archive: its root is the CID, as IPFS tools compute it. */
export function CarButton({ files, cid, className = '' }: CarButtonProps) {
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    const [{ contentIdOf }, { encodeCar }, { DEFAULT_LIMITS }] = await Promise.all([
      import('@/lib/content/content-id'),
      import('@/lib/content/car'),
      import('@/lib/content/content-limits'),
    ]);
    const bytes = encodeCar(await contentIdOf(files, DEFAULT_LIMITS));
    saveFile(`${cid}.car`, bytes as Uint8Array<ArrayBuffer>, 'application/vnd.ipld.car');
    setBusy(false);
  };
  return (
    <Button
      variant="ghost"
      size="sm"
      busy={busy}
      icon={<Archive aria-hidden className="size-3.5" />}
      onClick={() => void save()}
      className={className}
    >
      All as CAR
    </Button>
  );
}
