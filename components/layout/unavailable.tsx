import { Notice } from '@/components/ui/notice';
import { RetryRefresh } from './retry-refresh';

interface UnavailableProps {
  reason: 'starting' | 'unreachable';
  /** What would be here: "The deals". */
  what: string;
}

/** In place of data that could not be read. */
export function Unavailable({ reason, what }: UnavailableProps) {
  const notice =
    reason === 'starting' ? (
      <Notice tone="attention" title={`${what} are not here yet`}>
        The market is still starting. This page fills by itself in a moment.
      </Notice>
    ) : (
      <Notice tone="wrong" title={`${what} could not be read`}>
        The database does not answer. Nothing is lost: deals live on chain. The page tries again by
        itself.
      </Notice>
    );
  return (
    <>
      {notice}
      <RetryRefresh />
    </>
  );
}
