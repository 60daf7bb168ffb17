'use client';

import '@rainbow-me/rainbowkit/styles.css';
import {
  ConnectButton,
  RainbowKitProvider,
  useAccountModal,
  useConnectModal,
} from '@rainbow-me/rainbowkit';
import { useQueryClient } from '@tanstack/react-query';
import { memo, useEffect, useRef, useState } from 'react';
import type { EstimateContractGasParameters, TypedDataDefinition } from 'viem';
import { estimateContractGas, waitForTransactionReceipt } from 'viem/actions';
import { type Config, useAccount, useConfig as useWagmi, WagmiProvider } from 'wagmi';
import {
  disconnect,
  getAccount,
  signMessage,
  signTypedData,
  simulateContract,
  switchChain,
  writeContract,
} from 'wagmi/actions';
import { Fingerprint } from '@/components/ui/fingerprint';
import { withGasMargin } from '@/lib/chain/gas-margin';
import type { PublicConfig } from '@/lib/env/public-config';
import { isDeclined } from '@/lib/shared/problem.view';
import { DEVELOPMENT_WALLET_ID } from '@/lib/wallet/development-wallet.client';
import { wagmiConfigOf } from '@/lib/wallet/wagmi-config.client';
import { type ContractCall, walletStore } from '@/lib/wallet/wallet-store.client';
import { walletTheme } from '@/lib/wallet/wallet-theme.client';

/** RainbowKit and wagmi, beside the pages and not around them: they talk through the store. */
function WalletRuntime({ config }: { config: PublicConfig }) {
  const [wagmi] = useState(() => sharedWagmi(config));
  const [theme] = useState(walletTheme);
  return (
    <WagmiProvider config={wagmi} reconnectOnMount>
      <RainbowKitProvider
        theme={theme}
        modalSize="compact"
        avatar={Avatar}
        locale="en-US"
        appInfo={{ appName: 'Reckon', learnMoreUrl: '/' }}
      >
        <ConnectButton.Custom>{() => <Bridge />}</ConnectButton.Custom>
        {/* RainbowKit 2.2 names its account dialog by this element, and forgets to render it. */}
        <span id="rk_account_modal_title" hidden>
          Your account
        </span>
      </RainbowKitProvider>
    </WagmiProvider>
  );
}

/**
 * Rendered once: WagmiProvider reconnects whenever it renders, and for a moment no wallet would be
 * connected: pages would start over, and dialogs close. A tab has one market.
 */
export default memo(WalletRuntime, () => true);

let shared: ReturnType<typeof wagmiConfigOf> | undefined;

/**
 * One for the tab. WagmiProvider reconnects while it renders, and React may throw that render away
 * and start it again: with a config of its own the second one would not learn of the connection.
 */
function sharedWagmi(config: PublicConfig) {
  shared ??= wagmiConfigOf(config);
  return shared;
}

function Avatar({ address, size }: { address: string; size: number }) {
  return (
    <span style={{ width: size, height: size }}>
      <Fingerprint value={address} className="size-full" />
    </span>
  );
}

function Bridge() {
  const wagmi = useWagmi();
  const client = useQueryClient();
  const { address, chainId, connector, status } = useAccount();
  const { openConnectModal } = useConnectModal();
  const { openAccountModal } = useAccountModal();
  const modals = useRef({ openConnectModal, openAccountModal });
  modals.current = { openConnectModal, openAccountModal };

  useEffect(() => {
    const chain = wagmi.chains[0];
    walletStore.install({
      openConnect: () => modals.current.openConnectModal?.(),
      openAccount: () => modals.current.openAccountModal?.(),
      disconnect: () => void disconnect(wagmi),
      switchChain: async () => {
        await switchChain(wagmi, { chainId: chain.id });
      },
      signTypedData: (data: TypedDataDefinition) => signTypedData(wagmi, data as never),
      signMessage: (message) => signMessage(wagmi, { message }),
      send: async (call) => {
        const request = { ...call, chainId: chain.id };
        // Throws the contract's own reason: neither a wallet nor a receipt can be relied on to tell it.
        const tryOut = () => simulateContract(wagmi, request as never);
        await tryOut();
        const gas = await gasFor(wagmi, call);
        const hash = await writeContract(wagmi, { ...request, gas } as never).catch(
          async (error: unknown) => {
            if (!isDeclined(error)) await tryOut();
            throw error;
          },
        );
        // viem's own: wagmi's sends a reverted transaction again to ask why, nonce and all.
        const receipt = await waitForTransactionReceipt(wagmi.getClient(), { hash });
        if (receipt.status !== 'success') {
          await tryOut();
          throw new Error('The chain refused this transaction.');
        }
        await client.invalidateQueries();
        return hash;
      },
    });
  }, [wagmi, client]);

  useEffect(() => {
    walletStore.publish({
      status:
        status === 'connected'
          ? 'connected'
          : status === 'reconnecting'
            ? 'loading'
            : 'disconnected',
      address: status === 'connected' ? address : undefined,
      chainId,
      name: connector?.name,
      development: connector?.id === DEVELOPMENT_WALLET_ID,
    });
  }, [status, address, chainId, connector]);

  return null;
}

/** With room for what the call may meet once it is mined; without an answer the wallet estimates. */
function gasFor(wagmi: Config, call: ContractCall): Promise<bigint | undefined> {
  const request = { ...call, account: getAccount(wagmi).address } as EstimateContractGasParameters;
  return estimateContractGas(wagmi.getClient(), request).then(withGasMargin, () => undefined);
}
