/** What a program has read of its stdin, for another run of it to begin with. */
export interface KeptInput {
  readonly bytes: Uint8Array;
  /** Whether its end was seen. */
  readonly hasEnded: boolean;
}

/** Where more was read, nothing is kept. */
export const KEPT_INPUT_BYTES = 64 * 1024 * 1024;
