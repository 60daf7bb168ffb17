import { Hash } from '@/components/ui/hash';
import { sameHex } from '@/lib/shared/address';

/** What a list needs of a module to name it. */
export interface ModuleName {
  readonly id: string;
  readonly title: string;
}

/** A module's title, or its id where it is not listed here. */
export function ModuleTitle({ id, modules }: { id: string; modules: readonly ModuleName[] }) {
  const module = modules.find((entry) => sameHex(entry.id as `0x${string}`, id as `0x${string}`));
  return module ? module.title : <Hash value={id} label="module id" copy={false} />;
}
