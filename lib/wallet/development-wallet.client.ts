import type { Wallet } from '@rainbow-me/rainbowkit';
import { privateKeyToAccount } from 'viem/accounts';
import { createConnector } from 'wagmi';
import { developmentConnection, developmentKey } from './development-key.client';
import { developmentProvider } from './development-provider.client';
import { askFaucet } from './faucet.client';

export const DEVELOPMENT_WALLET_ID = 'reckon-development';

const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><rect width="28" height="28" rx="6" fill="#845000"/><path d="M8 11h12M8 17h7" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/></svg>',
)}`;

/**
 * The built-in wallet of the development chain: a fresh key in this browser's storage, funded by
 * the faucet when it connects. It signs without asking, and whoever reads the storage has the key.
 */
export const developmentWallet = (): Wallet => ({
  id: DEVELOPMENT_WALLET_ID,
  name: 'Development wallet (unsafe)',
  shortName: 'Development',
  iconUrl: ICON,
  iconBackground: '#845000',
  installed: true,
  createConnector: (details) =>
    createConnector((config) => {
      const chain = config.chains[0];
      const account = () => privateKeyToAccount(developmentKey());
      return {
        ...details,
        id: DEVELOPMENT_WALLET_ID,
        name: 'Development wallet',
        type: 'development',
        async connect({ withCapabilities } = {}) {
          const { address } = account();
          developmentConnection.open();
          // A faucet that is out of reach must not keep the wallet from connecting.
          void askFaucet(address).catch(() => undefined);
          return {
            accounts: (withCapabilities ? [{ address, capabilities: {} }] : [address]) as never,
            chainId: chain.id,
          };
        },
        async disconnect() {
          developmentConnection.close();
        },
        getAccounts: async () => [account().address],
        getChainId: async () => chain.id,
        getProvider: async () => developmentProvider(account(), chain),
        isAuthorized: async () => developmentConnection.isOpen(),
        switchChain: async () => chain,
        onAccountsChanged() {},
        onChainChanged() {},
        onDisconnect() {
          developmentConnection.close();
        },
      };
    }),
});
