'use client';

import { useQuery } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import { usePublicConfig } from '@/lib/env/public-config.client';
import type { Notice } from '@/lib/mediation/notices.view';
import { getJson } from '@/lib/shared/api.client';
import type { Json } from '@/lib/shared/json';
import { useWallet } from '@/lib/wallet/use-wallet.client';

export type NoticeItem = Json<Notice>;

/** What waits for the connected account, the nearest deadline first. One query for every place that shows it. */
export function useNotices(): readonly NoticeItem[] {
  const { status, address, chainId } = useWallet();
  const config = usePublicConfig();
  const { data } = useQuery({
    queryKey: ['notices', address],
    enabled: status === 'connected' && chainId === config.chainId,
    refetchInterval: 5_000,
    retry: false,
    queryFn: async ({ signal }) => {
      const path = `/api/v1/accounts/${address}/notices`;
      return (await getJson<{ items: NoticeItem[] }>(path, signal)).items;
    },
  });
  return data ?? [];
}

const CHANGED = 'reckon:read-notices';
/** More than wait for anybody at a time; old ones are forgotten. */
const MOST_KEPT = 500;

const keyOf = (address: string) => `reckon.read-notices.${address.toLowerCase()}`;

function readIds(address: string | undefined): string {
  if (!address) return '';
  try {
    return localStorage.getItem(keyOf(address)) ?? '';
  } catch {
    // A browser that keeps nothing shows every notice as new.
    return '';
  }
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener(CHANGED, onChange);
  window.addEventListener('storage', onChange);
  return () => {
    window.removeEventListener(CHANGED, onChange);
    window.removeEventListener('storage', onChange);
  };
}

/** Which notices the person has seen in this browser, and how to note that it has. */
export function useReadNotices(): {
  isRead: (id: string) => boolean;
  markRead: (ids: readonly string[]) => void;
} {
  const { address } = useWallet();
  const text = useSyncExternalStore(
    subscribe,
    () => readIds(address),
    () => '',
  );
  const known = text === '' ? [] : text.split(' ');
  const markRead = useCallback(
    (ids: readonly string[]) => {
      if (!address || ids.length === 0) return;
      const before = readIds(address);
      const kept = new Set([...(before === '' ? [] : before.split(' ')), ...ids]);
      try {
        localStorage.setItem(keyOf(address), [...kept].slice(-MOST_KEPT).join(' '));
      } catch {
        return;
      }
      window.dispatchEvent(new Event(CHANGED));
    },
    [address],
  );
  return { isRead: (id) => known.includes(id), markRead };
}
