import { ChevronRight } from 'lucide-react';

/** The mark of what opens: within the summary of a details element of class "group". */
export function FoldMark() {
  return (
    <ChevronRight
      aria-hidden
      className="size-4 shrink-0 text-muted transition-transform duration-150 group-open:rotate-90"
    />
  );
}
