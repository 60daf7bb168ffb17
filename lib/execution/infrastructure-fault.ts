/** What kind of failure of the machine it was, for programs; the message is for people. */
export type FaultReason =
  | 'aborted'
  | 'time-out'
  | 'killed'
  | 'out-of-memory'
  /** An optimising compiler's frames, which no budget bounds; another compiler may do. */
  | 'stack-overflow'
  | 'engine-unreachable'
  | 'engine-unfit'
  | 'impossible-request'
  | 'image-unavailable'
  | 'image-mismatch'
  | 'image-unfit'
  | 'gpu-missing'
  | 'gpu-busy'
  | 'node-lost'
  | 'output-lost'
  | 'bad-answer'
  | 'unknown';

export interface FaultDetails extends ErrorOptions {
  readonly reason?: FaultReason;
}

/**
 * The machine failed, not the job: out of memory, killed, too slow, the engine's own stack gone.
 * Never a result: the job is run again or declined.
 */
export class InfrastructureFault extends Error {
  readonly reason: FaultReason;

  constructor(message: string, { reason = 'unknown', ...options }: FaultDetails = {}) {
    super(message, options);
    this.name = 'InfrastructureFault';
    this.reason = reason;
  }
}
