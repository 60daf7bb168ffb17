import { greatest, least } from '../shared/integer';

/** What a transaction may cost for each unit of gas, in wei. */
type GasFees = { readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint };

/** Fees rise by a quarter with each new try; nodes want at least a tenth to replace. */
const RAISE = { times: 125n, over: 100n };
/** Some nine times what the chain asks for: more would only make up for something else. */
const MOST_RAISES = 10;
/** A key that spends more on one transaction has nothing left for the results that follow. */
const SHARE_OF_BALANCE = 2n;

/**
 * Fees for a transaction that has waited through so many tries: by a quarter more with each, at most
 * nine times the estimate, and within half of what the key has, but never below the estimate.
 *
 * @param estimate what the chain asks for now
 * @param gas that the transaction may use
 * @param balance of the key, in wei
 */
export function raisedFees(
  estimate: GasFees,
  tries: number,
  { gas, balance }: { readonly gas: bigint; readonly balance: bigint },
): GasFees {
  const raised = (fee: bigint) => {
    let result = fee;
    for (let i = 0; i < Math.min(tries, MOST_RAISES); i++) {
      result = (result * RAISE.times) / RAISE.over + 1n;
    }
    return result;
  };
  const affordable = balance / SHARE_OF_BALANCE / gas;
  const within = least(raised(estimate.maxFeePerGas), affordable);
  const maxFeePerGas = greatest(within, estimate.maxFeePerGas);
  const tip = raised(estimate.maxPriorityFeePerGas);
  return { maxFeePerGas, maxPriorityFeePerGas: least(tip, maxFeePerGas) };
}
