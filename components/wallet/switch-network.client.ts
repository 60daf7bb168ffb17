import { walletStore } from '@/lib/wallet/wallet-store.client';

/**
 * Asks the wallet to go to this market's chain. Where it does not, a toast says why; that nothing
 * can be signed until then stays on the page.
 */
export async function switchNetwork(): Promise<void> {
  try {
    const actions = await walletStore.ready();
    await actions.switchChain();
  } catch (error) {
    // Its words and its toast are of no use to most: every page has this button's code.
    const [{ problemOf }, { toast }] = await Promise.all([
      import('@/lib/shared/problem.view'),
      import('sonner'),
    ]);
    const { title, advice, declined } = problemOf(error);
    const tell = declined ? toast : toast.error;
    tell(title, { description: advice });
  }
}
