'use client';

import { useCallback } from 'react';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { ApiError } from '@/lib/shared/api-error';
import { useDirectorySession } from '@/lib/wallet/directory-session.client';

/**
 * How the directory is asked: `signed-in` signs in first where that is needed, so it is for what a
 * person has pressed; `kept` asks only with a session that lasts, for whatever reads by itself.
 */
type Access = 'signed-in' | 'kept' | 'anonymous';

/** The directory, asked as the signed-in person. */
export function useDirectory() {
  const { directoryUrl, chainId, market } = usePublicConfig();
  const { token, current, kept, forget } = useDirectorySession();
  const client = useCallback(
    async (access: Access = 'signed-in') => {
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
      const proof = access === 'kept' ? kept() : await current();
      if (proof === undefined) {
        throw new ApiError(401, 'signed_out', 'Your session has ended.', 'Sign in once more.');
      }
      return directory.as({ token: proof });
    },
    [directoryUrl, chainId, market, current, kept],
  );
  return { signedIn: token !== undefined, client, forget };
}
