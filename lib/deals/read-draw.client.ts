import { createPublicClient, type Hex, http } from 'viem';
import { publicDrawOf } from './draw';

/** Reads the block of a public draw from the chain and works the number out again. */
export async function readDraw(draw: {
  rpcUrl: string;
  block: bigint;
  dealId: Hex;
}): Promise<{ blockHash: Hex; number: number }> {
  const client = createPublicClient({ transport: http(draw.rpcUrl) });
  const { hash } = await client.getBlock({ blockNumber: draw.block });
  return { blockHash: hash, number: publicDrawOf(hash, draw.dealId) };
}
