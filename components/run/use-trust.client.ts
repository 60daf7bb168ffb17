'use client';

import { useMemo, useState } from 'react';
import type { Address } from 'viem';
import type { Court } from '@/lib/chain/deployment';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { includesHex, sameHex } from '@/lib/shared/address';

/** Whom a buyer believes: one court, and directories. */
export interface Trust {
  court: Court | undefined;
  directories: readonly Address[];
  /** The directory that takes this buyer's inputs: its receipt is in every offer. */
  keeper: Address | undefined;
  /** Directories that the buyer named. */
  own: readonly Address[];
  chooseCourt: (court: Court) => void;
  toggleDirectory: (address: Address) => void;
  addDirectory: (address: Address) => void;
}

/** @param first the court that is chosen until another is */
export function useTrust(first: Court | undefined): Trust {
  const { deployment, directoryUrl } = usePublicConfig();
  const [court, chooseCourt] = useState(first);
  const known = deployment?.directories;
  const keeper = (known?.find(({ url }) => url === directoryUrl) ?? known?.[0])?.address;
  const [directories, setDirectories] = useState<readonly Address[]>(
    known?.map(({ address }) => address) ?? [],
  );
  const [own, setOwn] = useState<readonly Address[]>([]);
  return useMemo(() => {
    const toggleDirectory = (address: Address) =>
      setDirectories((old) =>
        includesHex(old, address) ? old.filter((one) => !sameHex(one, address)) : [...old, address],
      );
    return {
      court,
      directories,
      keeper,
      own,
      chooseCourt,
      toggleDirectory,
      addDirectory: (address) => {
        setOwn((old) => [...old, address]);
        toggleDirectory(address);
      },
    };
  }, [court, directories, keeper, own]);
}
