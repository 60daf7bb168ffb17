import { Notice } from '@/components/ui/notice';
import { plainName } from '@/lib/shared/plain-name.view';
import { formatCount } from '@/lib/shared/quantity.view';

/** Names that are said of many. */
const NAMED = 3;

/** Which files have to be chosen again: browsers hand none to a page that is loaded anew. */
export function LostFiles({ names }: { names: readonly string[] }) {
  const named = names.slice(0, NAMED).map(plainName).join(', ');
  const others = names.length - NAMED;
  return (
    <Notice tone="attention" title="Choose your files again">
      <span className="wrap-anywhere">
        You had chosen {named}
        {others > 0 ? ` and ${formatCount(others)} more` : ''}. What you typed is still here; files
        are not kept when a page is loaded anew.
      </span>
    </Notice>
  );
}
