import { type Address, decodeFunctionData, type Hex } from 'viem';
import { marketAbi } from '../chain/generated/market-abi';
import { sameHex } from '../shared/address';

/** A directory's signature over what it recomputed, as the provider's transaction carried it. */
export interface PostedReceipt {
  readonly directory: Address;
  /** Unix seconds. */
  readonly heldUntil: number;
  readonly signature: Hex;
}

/**
 * The directory's receipt for a deal in the data of a transaction that posted results; undefined where
 * there is none: posted without one, or by a contract that wraps the call.
 */
export function readDirectoryReceipt(data: Hex, dealId: Hex): PostedReceipt | undefined {
  let items: readonly PostItem[];
  try {
    const { functionName, args } = decodeFunctionData({ abi: marketAbi, data });
    if (functionName === 'postResult') items = args;
    else if (functionName === 'postResults') items = args[0];
    else return undefined;
  } catch {
    return undefined;
  }
  const item = items.find((each) => sameHex(each.dealId, dealId));
  if (!item || item.receiptSignature === '0x') return undefined;
  const { directory, heldUntil, receiptSignature: signature } = item;
  return { directory, heldUntil, signature };
}

interface PostItem {
  readonly dealId: Hex;
  readonly directory: Address;
  readonly heldUntil: number;
  readonly receiptSignature: Hex;
}
