import { beforeEach, expect, it, vi } from 'vitest';
import { type WalletActions, walletStore } from '@/lib/wallet/wallet-store.client';
import { switchNetwork } from './switch-network.client';

const { toast } = vi.hoisted(() => ({ toast: Object.assign(vi.fn(), { error: vi.fn() }) }));
vi.mock('sonner', () => ({ toast }));

beforeEach(() => {
  toast.mockClear();
  toast.error.mockClear();
});

const answering = (switchChain: () => Promise<void>) =>
  walletStore.install({ switchChain } as unknown as WalletActions);

it('says nothing where the wallet switches', async () => {
  answering(async () => undefined);
  await switchNetwork();
  expect(toast).not.toHaveBeenCalled();
  expect(toast.error).not.toHaveBeenCalled();
});

it('tells a refusal as declined, without alarm', async () => {
  // What a wallet throws (EIP-1193), and what wagmi makes of it.
  const refused = Object.assign(new Error('User rejected the request.'), { code: 4001 });
  for (const error of [refused, new Error('Switching failed.', { cause: refused })]) {
    toast.mockClear();
    answering(() => Promise.reject(error));
    await switchNetwork();
    expect(toast).toHaveBeenCalledExactlyOnceWith('You declined in your wallet.', {
      description: 'Nothing was sent. You can try again whenever you like.',
    });
  }
  expect(toast.error).not.toHaveBeenCalled();
});

it('tells anything else as what went wrong', async () => {
  answering(() => Promise.reject(new Error('This wallet cannot switch.')));
  await switchNetwork();
  expect(toast).not.toHaveBeenCalled();
  expect(toast.error).toHaveBeenCalledExactlyOnceWith('This wallet cannot switch.', {
    description: undefined,
  });
});
