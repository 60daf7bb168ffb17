'use client';

import { useCallback, useEffect, useState } from 'react';
import { usePublicConfig } from '../env/public-config.client';
import { useWallet } from './use-wallet.client';

interface StoredSession {
  token: string;
  expiresAt: string;
}

/**
 * The person's session at the directory (Sign-In with Ethereum), kept for this tab. `open` asks the
 * wallet for a signature and answers the token; it throws what wallet or directory throw.
 */
export function useDirectorySession() {
  const { address, ready } = useWallet();
  const { directoryUrl, chainId, market } = usePublicConfig();
  const key = address ? `reckon.session.${directoryUrl}.${address.toLowerCase()}` : undefined;
  const [token, setToken] = useState<string>();
  useEffect(() => setToken(key ? readToken(key) : undefined), [key]);

  const open = useCallback(async () => {
    if (!address || !key || !market) throw new Error('Connect a wallet first.');
    const [actions, { DirectoryClient }, { marketDomain }] = await Promise.all([
      ready(),
      import('../directory/directory.client'),
      import('../offers/offer-types'),
    ]);
    const client = new DirectoryClient({
      url: directoryUrl,
      domain: marketDomain(chainId, market),
    });
    const session = await client.openSession({
      address,
      domain: window.location.host,
      signMessage: actions.signMessage,
    });
    sessionStorage.setItem(
      key,
      JSON.stringify({ token: session.token, expiresAt: session.expiresAt }),
    );
    setToken(session.token);
    return session.token;
  }, [address, key, market, ready, directoryUrl, chainId]);

  const forget = useCallback(() => {
    if (key) sessionStorage.removeItem(key);
    setToken(undefined);
  }, [key]);

  /** The token of a session that has not ended; opens one where there is none. */
  const current = useCallback(async () => {
    const stored = key ? readToken(key) : undefined;
    if (stored === undefined) return open();
    setToken(stored);
    return stored;
  }, [key, open]);

  /** The token of a session that has not ended, without asking anybody; forgets one that has. */
  const kept = useCallback(() => {
    const stored = key ? readToken(key) : undefined;
    if (stored === undefined) forget();
    return stored;
  }, [key, forget]);

  return { token, open, current, kept, forget };
}

function readToken(key: string): string | undefined {
  try {
    const stored = JSON.parse(sessionStorage.getItem(key) ?? 'null') as StoredSession | null;
    if (!stored || Date.parse(stored.expiresAt) < Date.now()) return undefined;
    return stored.token;
  } catch {
    return undefined;
  }
}
