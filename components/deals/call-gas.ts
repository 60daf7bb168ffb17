/** Gas of a dispute or an appeal that needs no deposit (bench/gas.json), rounded up. */
export const CALL_GAS = 60_000n;

/**
 * Whether an account has too little of the chain's coin for a dispute or an appeal.
 * @param held and `price` of a unit of gas in wei; undefined until they are known
 */
export function isShortOfGas(held: bigint | undefined, price: bigint | undefined): boolean {
  return held !== undefined && (held === 0n || held < CALL_GAS * (price ?? 0n));
}
