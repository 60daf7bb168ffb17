import { LEAVE_CHECK } from '../../../lib/providers/leave-check';
import { isOfferCheck } from '../../../lib/providers/offer-checks';
import type { Check } from './check';

/** What keeps a machine off the market until it was looked at for the first time. */
export const NOT_LOOKED = 'The machine has not been looked at yet: its preflight runs.';

const GPUS = 'gpus-';

/**
 * Which checks keep a machine off the market: those that failed when they were last answered. GPUs and
 * offers have checks of their own that keep only those offers off that need them; of the leave to post
 * the agent asks by itself, sooner.
 */
export class Preflight {
  readonly #failed = new Map<string, string>();

  /** Takes in what was found now; answers what keeps the machine off, undefined where nothing does. */
  take(checks: readonly Check[]): string | undefined {
    for (const { id, title, outcome } of checks) {
      if (id.startsWith(GPUS) || isOfferCheck(id) || id === LEAVE_CHECK) continue;
      if (outcome === 'failed') this.#failed.set(id, title);
      // What could not be looked at is no better than it was.
      else if (outcome !== 'skipped') this.#failed.delete(id);
    }
    for (const id of this.#failed.keys()) {
      if (!checks.some((check) => check.id === id)) this.#failed.delete(id);
    }
    if (this.#failed.size === 0) return undefined;
    const titles = [...this.#failed.values()].join(', ');
    return `Its preflight fails: ${titles}. Its page and npm run provider -- doctor say what mends it.`;
  }
}
