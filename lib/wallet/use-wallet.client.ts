'use client';

import { useSyncExternalStore } from 'react';
import type { Address } from 'viem';
import { type WalletActions, type WalletState, walletStore } from './wallet-store.client';

export interface Wallet extends WalletState {
  /** Loads the wallet code if need be; resolves to what the wallet can do. */
  ready: () => Promise<WalletActions>;
  connect: () => void;
}

const connect = () => {
  void walletStore.ready().then((actions) => actions.openConnect());
};

export function useWallet(): Wallet {
  const state = useSyncExternalStore(
    walletStore.subscribe,
    walletStore.state,
    walletStore.initialState,
  );
  return { ...state, ready: walletStore.ready, connect };
}

const account = () => walletStore.state().address;
const noAccount = () => undefined;

/** The connected account alone: what needs no more is not drawn again while a wallet is looked for. */
export function useAccount(): Address | undefined {
  return useSyncExternalStore(walletStore.subscribe, account, noAccount);
}
