import type { PublicClient, TransactionReceipt } from 'viem';
import type { Witness } from './rpc-pool.server';

/**
 * What the nodes make of a receipt that one of them gave: `confirmed`, `waiting` while another node
 * has not come that far, or `contradicted`, with why.
 */
export type Confirmation =
  | { readonly is: 'confirmed' | 'waiting' }
  | { readonly is: 'contradicted'; readonly reason: string };

type Vote = 'yes' | 'no' | 'behind' | 'away';

/**
 * Checks a receipt, since a node may lie or be wrong: its block must be there and hold the
 * transaction, and with several nodes two must say so, with the same status. Those that a majority
 * contradicts are distrusted; where it is one against one, the one that claims the receipt is, which
 * costs no more than a second broadcast. One that stands still is not waited for.
 */
export async function confirmReceipt(
  nodes: { client: PublicClient; witnesses?: readonly Witness[] | undefined },
  receipt: TransactionReceipt,
): Promise<Confirmation> {
  const { client } = nodes;
  const witnesses = (nodes.witnesses ?? []).filter((witness) => !witness.isStill());
  if (witnesses.length < 2) {
    const block = await client.getBlock({ blockHash: receipt.blockHash }).catch(() => undefined);
    if (block?.transactions.includes(receipt.transactionHash)) return { is: 'confirmed' };
    const reason = `the receipt of ${receipt.transactionHash} names a block without it`;
    return { is: 'contradicted', reason };
  }
  const opinions = await Promise.all(witnesses.map(({ client: one }) => opinionOf(one, receipt)));
  const count = (vote: Vote) => opinions.filter((one) => one.vote === vote).length;
  const isAlone = count('yes') === 1 && count('no') === 0 && count('behind') === 0;
  if (count('yes') >= 2 || isAlone) {
    witnesses.forEach((witness, i) => {
      if (opinions[i]?.vote !== 'no') return;
      witness.distrust(`it denies the transaction ${receipt.transactionHash}`);
    });
    return { is: 'confirmed' };
  }
  if (count('no') === 0) return { is: 'waiting' };
  const liars = witnesses.filter((_, i) => opinions[i]?.claims);
  const reason = `its receipt of ${receipt.transactionHash} in block ${receipt.blockNumber} is not what the chain has`;
  for (const witness of liars) witness.distrust(reason);
  return { is: 'contradicted', reason: `${liars.map(({ name }) => name).join(', ')}: ${reason}` };
}

/** What a node says of a receipt, and whether it gives the same one. */
async function opinionOf(
  client: PublicClient,
  receipt: TransactionReceipt,
): Promise<{ vote: Vote; claims: boolean }> {
  let claims = false;
  try {
    const { transactionHash: hash, blockNumber } = receipt;
    const own = await client.getTransactionReceipt({ hash }).catch(nothingFound);
    claims = own?.status === receipt.status && own.blockHash === receipt.blockHash;
    if ((await client.getBlockNumber({ cacheTime: 0 })) < blockNumber) {
      return { vote: 'behind', claims };
    }
    const block = await client.getBlock({ blockNumber });
    const holds = block.hash === receipt.blockHash && block.transactions.includes(hash);
    return { vote: holds && claims ? 'yes' : 'no', claims };
  } catch {
    return { vote: 'away', claims };
  }
}

function nothingFound(error: unknown): undefined {
  if (error instanceof Error && error.name === 'TransactionReceiptNotFoundError') return undefined;
  throw error;
}
