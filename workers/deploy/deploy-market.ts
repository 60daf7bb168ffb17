import type { Address } from 'viem';
import type { Deployment } from '../../lib/chain/deployment';
import {
  type CreatedMarket,
  createLens,
  createMarket,
  createTestToken,
  type Deployer,
} from './create-contracts';

/** Short windows, so that a newcomer sees a whole dispute within minutes. Seconds. */
export const LOCAL_LIMITS: Deployment['limits'] = {
  grace: 10,
  appealWindow: 30,
  seatWait: 120,
  maxExecutionWindow: 600,
  maxReviewWindow: 600,
  unbondingTime: 3_930,
  publicDraws: true,
};

/** Everything that a local chain starts with. */
export interface LocalMarket extends CreatedMarket {
  readonly token: Address;
  readonly lens: Address;
}

/** Deploys the test token, a market for it, and its lens. `artifacts` is forge's output. */
export async function deployMarket(deployer: Deployer, artifacts: string): Promise<LocalMarket> {
  const token = await createTestToken(deployer, artifacts);
  const created = await createMarket(deployer, artifacts, token, LOCAL_LIMITS);
  const lens = await createLens(deployer, artifacts, created.market);
  return { token, lens, ...created };
}
