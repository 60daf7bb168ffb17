'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { describedBy, Field, FieldError } from '@/components/ui/field';
import { Hash } from '@/components/ui/hash';
import { Input } from '@/components/ui/input';
import { ChoiceList } from './choice-list';
import { notAllowed } from './offer-kind';
import { RefusedModules } from './refused-modules';
import type { StepProps } from './setup-wizard';

/** Modules in containers that an offer names: the contract takes none that is not named. */
export function NamedModules({ market, setup, scope, change }: StepProps) {
  const chosen = setup.modules ?? [];
  const { allowed } = scope;
  const refused = notAllowed(chosen, scope);
  const published = market.modules.container.filter(
    ({ id }) => allowed === undefined || allowed.includes(id.toLowerCase()),
  );
  const others = chosen.filter(
    (id) => !published.some((module) => module.id.toLowerCase() === id.toLowerCase()),
  );
  return (
    <div className="flex flex-col gap-4">
      {published.length + others.length > 0 ? (
        <ChoiceList
          legend="Modules that you allow"
          choices={[
            ...published.map(({ id, title, note }) => ({ id, label: title, note })),
            ...others.map((id) => ({
              id,
              label: <Hash value={id} label="module id" copy={false} />,
              note: 'not listed here',
            })),
          ]}
          chosen={chosen}
          onChange={(modules) => change({ modules })}
        />
      ) : (
        <p className="text-muted">
          {allowed
            ? 'None of the modules in containers that its agent runs is published here: its settings MODULES and OCI_MODULES name them.'
            : 'Nobody has published a module in a container here yet.'}
        </p>
      )}
      <RefusedModules
        refused={refused}
        onDrop={() => change({ modules: chosen.filter((id) => !refused.includes(id)) })}
      />
      <AddModule onAdd={(id) => change({ modules: [...new Set([...chosen, id])] })} />
      {chosen.length === 0 ? (
        <FieldError id="modules">Choose at least one, or nothing could be matched.</FieldError>
      ) : null}
    </div>
  );
}

function AddModule({ onAdd }: { onAdd: (id: string) => void }) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const add = () => {
    const id = text.trim().toLowerCase();
    if (!/^0x[0-9a-f]{64}$/.test(id)) {
      setProblem('A module’s id has 0x and 64 hex digits.');
      return;
    }
    setProblem(undefined);
    setText('');
    onAdd(id);
  };
  const hint = 'Of a module that is not in the list: its page shows it.';
  return (
    <div className="flex max-w-xl items-start gap-2">
      <Field id="module-id" label="Another by its id" hint={hint} error={problem} className="grow">
        <Input
          {...describedBy('module-id', hint, problem)}
          value={text}
          maxLength={70}
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <Button variant="secondary" className="mt-[1.625rem]" onClick={add}>
        Add
      </Button>
    </div>
  );
}
