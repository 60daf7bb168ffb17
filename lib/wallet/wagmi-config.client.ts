import { connectorsForWallets } from '@rainbow-me/rainbowkit';
import { injectedWallet } from '@rainbow-me/rainbowkit/wallets';
import { defineChain } from 'viem';
import { createConfig, createStorage, http } from 'wagmi';
import type { PublicConfig } from '@/lib/env/public-config';
import { developmentWallet } from './development-wallet.client';
import { walletStorageKey } from './wallet-storage.client';

/** A wallet that is only at window.ethereum; those that announce themselves (EIP-6963) are listed anyway. */
const legacyInjectedWallet: typeof injectedWallet = () => ({
  ...injectedWallet(),
  hidden: () => !('ethereum' in window),
});

/** wagmi for one market: its chain only, any injected wallet, and the development wallet locally. */
export function wagmiConfigOf(config: PublicConfig) {
  const chain = defineChain({
    id: config.chainId,
    name: config.chainName,
    nativeCurrency: { name: config.gasSymbol, symbol: config.gasSymbol, decimals: 18 },
    rpcUrls: { default: { http: [config.rpcUrl] } },
    testnet: config.local,
  });
  const groups = [
    ...(config.local
      ? [{ groupName: 'On this development chain', wallets: [developmentWallet] }]
      : []),
    { groupName: 'In your browser', wallets: [legacyInjectedWallet] },
  ];
  return createConfig({
    chains: [chain],
    transports: { [chain.id]: http(config.rpcUrl) },
    connectors: connectorsForWallets(groups, { appName: 'Reckon', projectId: 'unused' }),
    storage: createStorage({
      key: walletStorageKey(config.chainId),
      storage: window.localStorage,
    }),
    pollingInterval: config.local ? 1_000 : 4_000,
    ssr: false,
  });
}
