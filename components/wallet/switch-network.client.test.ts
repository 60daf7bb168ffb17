import { toast } from 'sonner';
import { beforeEach, expect, it } from 'vitest';
import { type WalletActions, walletStore } from '@/lib/wallet/wallet-store.client';
import { switchNetwork } from './switch-network.client';

// What the page's toaster would show, oldest first.
const shown = () =>
  toast.getHistory().map((one) => {
    const { type, title, description } = one as Extract<typeof one, { title?: unknown }>;
    return { type, title, description };
  });
let before = 0;
const told = () => shown().slice(before);

beforeEach(() => {
  before = toast.getHistory().length;
});

const answering = (switchChain: () => Promise<void>) =>
  walletStore.install({ switchChain } as unknown as WalletActions);

it('says nothing where the wallet switches', async () => {
  answering(async () => undefined);
  await switchNetwork();
  expect(told()).toEqual([]);
});

it('tells a refusal as declined, without alarm', async () => {
  // What a wallet throws (EIP-1193), and what wagmi makes of it.
  const refused = Object.assign(new Error('User rejected the request.'), { code: 4001 });
  for (const error of [refused, new Error('Switching failed.', { cause: refused })]) {
    answering(() => Promise.reject(error));
    await switchNetwork();
  }
  const neutral = {
    type: undefined,
    title: 'You declined in your wallet.',
    description: 'Nothing was sent. You can try again whenever you like.',
  };
  expect(told()).toEqual([neutral, neutral]);
});

it('tells anything else as what went wrong', async () => {
  answering(() => Promise.reject(new Error('This wallet cannot switch.')));
  await switchNetwork();
  expect(told()).toEqual([
    { type: 'error', title: 'This wallet cannot switch.', description: undefined },
  ]);
});
