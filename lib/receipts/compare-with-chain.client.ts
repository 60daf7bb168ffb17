import { type Address, createPublicClient, getAbiItem, type Hex, http } from 'viem';
import { marketAbi } from '../chain/generated/market-abi';
import { sameHex } from '../shared/address';
import { ON_CHAIN, type ReceiptCheck } from './checked-receipt';
import type { RunReceipt } from './run-receipt';

type Asked = Pick<RunReceipt, 'chainId' | 'market' | 'dealId' | 'post' | 'transactions'>;

/** What the market's own log says of a deal's result. */
interface PostedThere {
  readonly seal: Hex;
  readonly fuelUsed: bigint;
  readonly transaction: Hex;
}

/**
 * Asks the chain for what a receipt alone cannot show: that its seal and fuel are what the market took
 * from the provider. Only the block that the receipt names is read.
 *
 * @throws viem's errors when the RPC is out of reach
 */
export async function compareWithChain(receipt: Asked, rpcUrl: string): Promise<ReceiptCheck> {
  const client = createPublicClient({ transport: http(rpcUrl) });
  const chainId = await client.getChainId();
  if (chainId !== receipt.chainId) {
    return told(false, `This is chain ${chainId}; the receipt is of chain ${receipt.chainId}.`);
  }
  const posted = await readPosted(receipt, (block) =>
    client
      .getLogs({
        address: receipt.market as Address,
        event: getAbiItem({ abi: marketAbi, name: 'ResultPosted' }),
        args: { dealId: receipt.dealId as Hex },
        fromBlock: block,
        toBlock: block,
        strict: true,
      })
      .then((logs) =>
        logs.map(({ args: { post }, transactionHash }) => ({
          seal: post.seal,
          fuelUsed: post.fuelUsed,
          transaction: transactionHash,
        })),
      ),
  );
  return compared(receipt, posted);
}

async function readPosted(
  { transactions }: Asked,
  logsOf: (block: bigint) => Promise<readonly PostedThere[]>,
): Promise<PostedThere | undefined> {
  const named = transactions.find(({ event }) => event === 'ResultPosted');
  return named && (await logsOf(named.blockNumber)).at(-1);
}

function compared({ market, post }: Asked, posted: PostedThere | undefined): ReceiptCheck {
  if (!posted) {
    return told(
      false,
      `The market ${market} took no result of this deal in the block that the receipt names.`,
    );
  }
  const isSame = sameHex(posted.seal, post.seal) && posted.fuelUsed === post.fuelUsed;
  return told(
    isSame,
    isSame
      ? `The market took this seal and fuel in transaction ${posted.transaction}.`
      : `The market took the seal ${posted.seal} and ${posted.fuelUsed} fuel, which are not these.`,
  );
}

function told(holds: boolean, why: string): ReceiptCheck {
  return { what: ON_CHAIN, holds, why };
}
