import { type Address, createPublicClient, http } from 'viem';
import { marketLensAbi } from './generated/market-lens-abi';
import { NoLensError } from './no-lens-error';

/** Where a market's lens answers. */
export interface LensPlace {
  readonly rpcUrl: string;
  /** As the deployment file has it. */
  readonly lens: Address | undefined;
}

/** A client, and the contract in the form that its readContract takes. @throws {NoLensError} */
export function openLens({ rpcUrl, lens }: LensPlace) {
  if (!lens) throw new NoLensError();
  const client = createPublicClient({ transport: http(rpcUrl) });
  return { client, contract: { address: lens, abi: marketLensAbi } as const };
}
