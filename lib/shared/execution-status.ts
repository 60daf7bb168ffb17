/** How a run can end. The order is the protocol's: a status' place is its number on chain. */
export const EXECUTION_STATUSES = [
  'completed',
  'fuel-exhausted',
  'memory-exceeded',
  'output-exceeded',
  'trapped',
  'bad-input',
] as const;

export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];
