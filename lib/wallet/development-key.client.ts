import type { Hex } from 'viem';
import { generatePrivateKey } from 'viem/accounts';

const KEY = 'reckon.development-wallet.key';
const CONNECTED = 'reckon.development-wallet.connected';

/** This browser's own key, made on first use. Unsafe by design: worth test tokens only. */
export function developmentKey(): Hex {
  const stored = localStorage.getItem(KEY);
  if (stored && /^0x[0-9a-f]{64}$/.test(stored)) return stored as Hex;
  const fresh = generatePrivateKey();
  localStorage.setItem(KEY, fresh);
  return fresh;
}

export const developmentConnection = {
  isOpen: () => localStorage.getItem(CONNECTED) === 'yes',
  open: () => localStorage.setItem(CONNECTED, 'yes'),
  close: () => localStorage.removeItem(CONNECTED),
};
