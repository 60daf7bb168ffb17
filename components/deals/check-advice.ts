import { InfrastructureFault } from '@/lib/execution/infrastructure-fault';

/** What to do about a check that came to nothing, where the failure itself does not say. */
export const adviceAfter = (error: unknown): string =>
  error instanceof InfrastructureFault
    ? 'This says nothing about the result. If you may want to dispute it, check it elsewhere before the review window ends.'
    : 'This says nothing about the result: the check itself did not work. Only the buyer can read the inputs.';
