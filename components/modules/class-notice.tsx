import { Notice } from '@/components/ui/notice';
import type { ModuleClass } from '@/lib/offers/module-class';

/** What the class of a module in a container means for who buys a run; nothing for class A. */
export function ClassNotice({ value }: { value: ModuleClass }) {
  if (value === 'A') return null;
  return value === 'B' ? (
    <Notice title="Class B: checked, not insured">
      It runs in a container, without network, and its author says that all of its runs are equal.
      Nothing forces them to be. Mediators can run it again; a provider that they overturn loses the
      price and their fees, not all that it put up. A browser cannot check it.
    </Notice>
  ) : (
    <Notice tone="attention" title="Class none: nobody checks it">
      Two runs of it may differ, so that no run can prove another wrong. There is no audit, no
      dispute and no verdict: whatever the provider hands in is paid for. Choose a provider that you
      know.
    </Notice>
  );
}
