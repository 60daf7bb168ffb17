import { ITEM_LIST, type ItemResult, itemFolderOf, readItemList } from '@/lib/execution/item-list';
import type { ExecutionStatus } from '@/lib/shared/execution-status';

type Files = ReadonlyMap<string, Uint8Array>;

/** What a map job's result says of its items; undefined for the result of another job. */
export function itemsOf(files: Files): readonly ItemResult[] | undefined {
  const list = files.get(ITEM_LIST);
  return list === undefined ? undefined : readItemList(list);
}

/** An item's own files, under the paths that they have in the result of a job with it alone. */
export function filesOfItem(files: Files, name: string): ReadonlyMap<string, Uint8Array> {
  const folder = itemFolderOf(name);
  return new Map(
    [...files]
      .filter(([path]) => path.startsWith(folder))
      .map(([path, bytes]) => [path.slice(folder.length), bytes] as const),
  );
}

/** Whatever is not a module that ended by itself with the exit code 0. */
export function hasFailed({ status, exitCode }: ItemResult): boolean {
  return status !== 'completed' || exitCode !== 0;
}

const WORDS: Record<ExecutionStatus | 'not-run', string> = {
  completed: 'Completed',
  'fuel-exhausted': 'Out of fuel',
  'memory-exceeded': 'Too much memory',
  'output-exceeded': 'Too much output',
  trapped: 'Trapped',
  'bad-input': 'Bad input',
  'not-run': 'Not run',
};

/** How an item ended, in words. */
export function statusWords({ status, exitCode }: ItemResult): string {
  return status === 'completed' && exitCode !== 0 ? `Exit code ${exitCode}` : WORDS[status];
}

/** The items whose names hold a text, in whatever case; or of them those that failed. */
export function pickItems(
  items: readonly ItemResult[],
  { search, onlyFailed }: { readonly search: string; readonly onlyFailed: boolean },
): readonly ItemResult[] {
  const wanted = search.trim().toLowerCase();
  return items.filter(
    (item) => item.name.toLowerCase().includes(wanted) && (!onlyFailed || hasFailed(item)),
  );
}
