import type { WantedState } from '../../../lib/providers/machine-order';

/** What an agent's own parts say of themselves, and how they are told what its owner wants. */
export type AgentPort = {
  readonly read: () => {
    readonly state: WantedState | 'unhealthy';
    readonly running: number;
    readonly queued: number;
    /** Newest first; times in seconds since 1970. */
    readonly problems: readonly { readonly at: number; readonly text: string }[];
  };
  /** `since`: when that was ordered, in seconds since 1970. */
  readonly want: (state: WantedState, since: number) => void;
  /** Says that a part is ill under this name, until it is told otherwise by undefined. */
  readonly setAilment: (part: string, text: string | undefined) => void;
};
