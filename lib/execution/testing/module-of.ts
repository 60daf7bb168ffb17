import type { Code, ModuleSpec } from './assemble-module';
import { assembleModule } from './assemble-module';

/** A module whose _start runs `code`, as its last function. */
export function moduleOf(
  code: Code,
  spec: Partial<ModuleSpec> = {},
  locals: readonly number[] = [],
): Uint8Array<ArrayBuffer> {
  return assembleModule({ ...spec, functions: [...(spec.functions ?? []), { locals, code }] });
}
