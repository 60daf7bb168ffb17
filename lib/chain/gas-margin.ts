/**
 * The gas to give a transaction that was estimated to need `estimate`. What else is mined before it,
 * or that it is mined in a later second than it was estimated in, may make a slot or two cost more;
 * what is not used is not paid for.
 */
export const withGasMargin = (estimate: bigint): bigint => (estimate * 13n) / 10n + 30_000n;
