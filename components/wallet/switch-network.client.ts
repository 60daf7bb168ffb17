import { problemOf } from '@/lib/shared/problem.view';
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
    const { title, advice, declined } = problemOf(error);
    const { toast } = await import('sonner');
    const tell = declined ? toast : toast.error;
    tell(title, { description: advice });
  }
}
