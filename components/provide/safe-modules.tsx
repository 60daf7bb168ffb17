'use client';

import { FieldError } from '@/components/ui/field';
import { Hash } from '@/components/ui/hash';
import { ChoiceList } from './choice-list';
import { modulesOf, notAllowed } from './offer-kind';
import { RefusedModules } from './refused-modules';
import type { StepProps } from './setup-wizard';

/** Modules in WebAssembly that an offer takes: any of class A, or some, as far as its agent runs them. */
export function SafeModules({ market, setup, scope, change }: StepProps) {
  const { allowed } = scope;
  const chosen = modulesOf(setup.modules, scope);
  const refused = notAllowed(chosen, scope);
  const isAny = chosen === undefined;
  const known = market.modules.wasm.map(({ id, title }) => ({ id, label: title }));
  return (
    <div className="flex flex-col gap-4">
      {allowed ? (
        <p className="text-muted">
          Its agent runs only these: its setting MODULES names them. Change that on the machine to
          offer others.
        </p>
      ) : (
        <fieldset className="flex flex-wrap gap-x-6 gap-y-2">
          <legend className="sr-only">Modules that may run</legend>
          {[true, false].map((takesAll) => (
            <label key={String(takesAll)} className="flex items-center gap-2">
              <input
                type="radio"
                name="modules"
                checked={isAny === takesAll}
                onChange={() => change({ modules: takesAll ? undefined : [] })}
                className="size-4 accent-(--accent)"
              />
              {takesAll ? 'Any of class A' : 'Only those that I choose'}
            </label>
          ))}
        </fieldset>
      )}
      {chosen === undefined ? null : (
        <>
          <ChoiceList
            legend="Modules that you allow"
            choices={allowed ? choicesAmong(allowed, known) : known}
            chosen={chosen}
            onChange={(modules) => change({ modules })}
          />
          <RefusedModules
            refused={refused}
            onDrop={() => change({ modules: chosen.filter((id) => !refused.includes(id)) })}
          />
          {chosen.length === 0 ? (
            <FieldError id="modules">Choose at least one, or nothing could be matched.</FieldError>
          ) : null}
        </>
      )}
    </div>
  );
}

/** Those that an agent runs, with their names where this market has them. */
function choicesAmong(
  allowed: readonly string[],
  known: readonly { id: string; label: React.ReactNode }[],
) {
  return allowed.map(
    (id) =>
      known.find((module) => module.id.toLowerCase() === id) ?? {
        id,
        label: <Hash value={id} label="module id" copy={false} />,
        note: 'not listed here',
      },
  );
}
