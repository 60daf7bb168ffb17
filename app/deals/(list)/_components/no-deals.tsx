import { ArrowLeftRight, SearchX } from 'lucide-react';
import { buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Link } from '@/components/ui/link';

/** An account's list without a deal. */
export function NoDealYet() {
  return (
    <EmptyState
      icon={ArrowLeftRight}
      title="This account has no deal yet"
      action={
        <>
          <Link href="/modules" className={buttonClass('secondary', 'sm')}>
            Run a module
          </Link>
          <Link href="/deals" className={buttonClass('secondary', 'sm')}>
            Show all
          </Link>
        </>
      }
    >
      Buying a run makes one, and so does a machine that runs a job for somebody.
    </EmptyState>
  );
}

/** `isName`: it was searched for by words that name no deal. */
export function NothingFound({ isName }: { isName: boolean }) {
  return (
    <EmptyState
      icon={SearchX}
      title={isName ? 'Deals are not found by such words' : 'No deal is like that'}
      action={
        <Link href="/deals" className={buttonClass('secondary', 'sm')}>
          Show all
        </Link>
      }
    >
      {isName
        ? 'Search by the beginning of a deal’s id, or by the address of its buyer or provider: 0x and hex digits.'
        : 'Try another state, or the beginning of an id.'}
    </EmptyState>
  );
}
