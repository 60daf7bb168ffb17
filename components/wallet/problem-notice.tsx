import { Notice } from '@/components/ui/notice';
import type { Problem } from '@/lib/shared/problem.view';

/** What went wrong in a call, where the person looks. */
export function ProblemNotice({ problem }: { problem: Problem | undefined }) {
  if (!problem) return null;
  return (
    <Notice tone={problem.declined ? 'neutral' : 'wrong'} alert title={problem.title}>
      {problem.advice}
    </Notice>
  );
}
