import { SearchX } from 'lucide-react';
import { buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Link } from '@/components/ui/link';

/** In the place of a page that does not exist. */
export function NothingHere() {
  return (
    <div className="py-10">
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        icon={SearchX}
        title="There is nothing at this address"
        action={
          <>
            <Link href="/" className={buttonClass('secondary')}>
              Home
            </Link>
            <Link href="/deals" className={buttonClass('secondary')}>
              All deals
            </Link>
          </>
        }
      >
        A deal, dispute or module is named by 0x and 64 hex digits. Ctrl K finds one by its id.
      </EmptyState>
    </div>
  );
}
