import { Notice } from '@/components/ui/notice';
import { problemOf } from '@/lib/shared/problem.view';

/** Why sharing did not work, and what to do. */
export function ShareProblem({ error }: { error: Error | null }) {
  if (error === null) return null;
  const { title, advice, declined } = problemOf(error);
  return (
    <Notice tone={declined ? 'neutral' : 'attention'} alert title={title}>
      {advice}
    </Notice>
  );
}
