import { getJson } from '@/lib/shared/api.client';
import { ApiError } from '@/lib/shared/api-error';

const LOOK_MS = 300;
const PATIENCE_MS = 20_000;

/** Resolves when the market's mirror knows a court that was just founded, or after a while anyway. */
export async function waitForCourt(id: string): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    try {
      await getJson(`/api/v1/courts/${id}`);
      return;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }
}
