'use client';

import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { Address, Hex } from 'viem';
import type { Court } from '@/lib/chain/deployment';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { includesHex, sameHex } from '@/lib/shared/address';
import { courtsToTrust } from './courts-to-trust.client';
import type { TrustChoices } from './kept-choices.client';

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
  /** What of it was chosen. */
  kept: TrustChoices;
  restore: (kept: TrustChoices) => void;
}

/** @param first the court that is chosen until another is */
export function useTrust(first: Court | undefined): Trust {
  const { deployment, directoryUrl } = usePublicConfig();
  const known = deployment?.directories;
  const keeper = (known?.find(({ url }) => url === directoryUrl) ?? known?.[0])?.address;
  const [picked, setPicked] = useState<Court>();
  /** A court that was chosen before the page was loaded anew: its terms have to be read. */
  const [earlier, setEarlier] = useState<Hex>();
  const { data } = useQuery({ ...courtsToTrust, enabled: earlier !== undefined });
  const found = data?.courts.find(({ id }) => earlier !== undefined && sameHex(id, earlier));
  const court = picked ?? found ?? first;
  const [chosen, setChosen] = useState<readonly Address[]>();
  const [own, setOwn] = useState<readonly Address[]>();
  const restore = useCallback((kept: TrustChoices) => {
    setEarlier(kept.court);
    setChosen(kept.directories);
    setOwn(kept.own);
  }, []);
  return useMemo(() => {
    const usual = known?.map(({ address }) => address) ?? [];
    // A choice of before may lack the one that takes inputs by now, without which no offer is valid.
    const isLacking = chosen && keeper !== undefined && !includesHex(chosen, keeper);
    const directories = isLacking ? [keeper, ...chosen] : (chosen ?? usual);
    const toggleDirectory = (address: Address) =>
      setChosen((old = usual) =>
        includesHex(old, address) ? old.filter((one) => !sameHex(one, address)) : [...old, address],
      );
    return {
      court,
      directories,
      keeper,
      own: own ?? [],
      chooseCourt: setPicked,
      toggleDirectory,
      addDirectory: (address) => {
        setOwn((old = []) => [...old, address]);
        toggleDirectory(address);
      },
      kept: { court: picked?.id ?? earlier, directories: chosen, own },
      restore,
    };
  }, [court, picked, earlier, known, chosen, keeper, own, restore]);
}
