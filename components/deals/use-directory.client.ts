'use client';

import { useCallback } from 'react';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { useDirectorySession } from '@/lib/wallet/directory-session.client';

/** The directory, asked as the signed-in person; signs in first where needed. */
export function useDirectory() {
  const { directoryUrl, chainId, market } = usePublicConfig();
  const { token, current, forget } = useDirectorySession();
  const client = useCallback(
    async (access: 'signed-in' | 'anonymous' = 'signed-in') => {
      if (!market) throw new Error('The market is not deployed yet.');
      const [{ DirectoryClient }, { marketDomain }] = await Promise.all([
        import('@/lib/directory/directory.client'),
        import('@/lib/offers/offer-types'),
      ]);
      const directory = new DirectoryClient({
        url: directoryUrl,
        domain: marketDomain(chainId, market),
      });
      if (access === 'anonymous') return directory;
      return directory.as({ token: await current() });
    },
    [directoryUrl, chainId, market, current],
  );
  return { signedIn: token !== undefined, client, forget };
}
