'use client';

import { useRouter } from 'next/navigation';
import { type FieldPath, useForm } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/card';
import { describedBy, Field, FieldError } from '@/components/ui/field';
import { Input, Select, Textarea } from '@/components/ui/input';
import { ProblemNotice } from '@/components/wallet/problem-notice';
import { useCall } from '@/components/wallet/use-call.client';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { WASM_ENGINES } from '@/lib/execution/engine-id';
import { draftCourt, foundingOf } from '@/lib/offers/draft-court';
import { CourtPreview } from './court-preview';
import {
  type CourtFields,
  directoriesProblem,
  draftOf,
  engineField,
  engineNameProblem,
  enginesProblem,
  feeProblem,
  initialFields,
  membersProblem,
  wholeProblem,
} from './found-court-fields';
import { waitForCourt } from './wait-for-court.client';

const MOST_32_BITS = 4_294_967_295;

interface NumberField {
  name: FieldPath<CourtFields> & keyof CourtFields;
  label: string;
  unit: string;
  hint: string;
  least: number;
  most: number;
}

/** Everything that the contract's foundCourt takes, with what it means. */
export function FoundCourtForm() {
  const { deployment, tokenSymbol } = usePublicConfig();
  const router = useRouter();
  const { run, busy, problem } = useCall();
  const longest = deployment?.limits.maxExecutionWindow ?? 604_800;
  const form = useForm<CourtFields>({
    mode: 'onTouched',
    defaultValues: initialFields(
      deployment?.directories.map(({ address }) => address) ?? [],
      longest,
    ),
  });
  const { errors, isSubmitted } = form.formState;
  const fields = form.watch();
  const engines = enginesProblem(fields);
  const submit = form.handleSubmit(async (values) => {
    if (enginesProblem(values)) return;
    const court = draftCourt(draftOf(values));
    const founded = await run('found', 'The court is founded.', async ({ market }) => {
      await market('foundCourt', foundingOf(court));
      await waitForCourt(court.id);
    });
    if (founded) router.push(`/courts/${court.id}`);
  });
  const list = (
    name: 'members' | 'directories',
    label: string,
    hint: string,
    problemOf: (text: string) => string | undefined,
  ) => {
    const error = errors[name]?.message;
    return (
      <Field id={name} label={label} hint={hint} error={error}>
        <Textarea
          {...describedBy(name, hint, error)}
          {...form.register(name, { validate: (text) => problemOf(text) ?? true })}
          rows={name === 'members' ? 6 : 2}
          spellCheck={false}
          placeholder="0x…"
          className="font-mono sm:text-[0.8125rem]"
        />
      </Field>
    );
  };
  const number = ({ name, label, unit, hint, least, most }: NumberField) => {
    const error = errors[name]?.message as string | undefined;
    return (
      <Field key={name} id={name} label={label} hint={hint} error={error}>
        <Input
          {...describedBy(name, hint, error)}
          {...form.register(name, {
            validate: (text) => wholeProblem(String(text), least, most) ?? true,
          })}
          inputMode="numeric"
          unit={unit}
        />
      </Field>
    );
  };
  const feeHint = 'What each seat of the majority earns at least. A deal must be worth twice that.';
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-6">
      <Panel title="Who serves" description="Fixed for ever: nobody can be added or removed">
        {list(
          'members',
          'Members',
          'Addresses of mediators, one a line, 64 at most. Each is invited and serves once it joins by its own transaction.',
          membersProblem,
        )}
      </Panel>
      <Panel title="What it judges">
        <div className="grid grid-cols-1 gap-5">
          <fieldset className="flex flex-col gap-3">
            <legend className="mb-1.5 font-medium text-sm">Engines</legend>
            <div className="grid gap-4 sm:grid-cols-2">
              {WASM_ENGINES.map((name) => (
                <Field
                  key={name}
                  id={`engine-${engineField(name)}`}
                  label={<span className="font-mono text-[0.8125rem]">{name}</span>}
                >
                  <Select
                    id={`engine-${engineField(name)}`}
                    {...form.register(`engines.${engineField(name)}`)}
                  >
                    <option value="A">Class A: deterministic, insured</option>
                    <option value="B">Class B: probed equal, checked</option>
                    <option value="">Not judged</option>
                  </Select>
                </Field>
              ))}
              <Field
                id="otherEngine"
                label="Another engine"
                aside="optional"
                hint="Its name and exact version; judged in class B. Every member must be able to run it."
                error={errors.otherEngine?.message}
              >
                <Input
                  {...describedBy('otherEngine', true, errors.otherEngine)}
                  {...form.register('otherEngine', {
                    validate: (text) => engineNameProblem(text) ?? true,
                  })}
                  placeholder="name@1.2.3"
                  spellCheck={false}
                />
              </Field>
            </div>
            {engines && isSubmitted ? <FieldError id="engines">{engines}</FieldError> : null}
          </fieldset>
          {list(
            'directories',
            'Directories',
            'Addresses of directories from which its mediators read inputs. A deal’s receipt must come from one of them.',
            directoriesProblem,
          )}
        </div>
      </Panel>
      <Panel title="On which terms" description="A deal beyond these caps cannot name this court">
        <div className="grid gap-5 sm:grid-cols-2">
          <Field
            id="minSeatFee"
            label="Least seat fee"
            hint={feeHint}
            error={errors.minSeatFee?.message}
          >
            <Input
              {...describedBy('minSeatFee', feeHint, errors.minSeatFee)}
              {...form.register('minSeatFee', { validate: (text) => feeProblem(text) ?? true })}
              inputMode="decimal"
              unit={tokenSymbol}
            />
          </Field>
          {CAPS(longest).map(number)}
        </div>
      </Panel>
      <CourtPreview fields={fields} />
      <ProblemNotice problem={problem} />
      <Button type="submit" size="lg" busy={busy === 'found'} className="self-start">
        Found this court
      </Button>
    </form>
  );
}

const CAPS = (longest: number): NumberField[] => [
  {
    name: 'maxExecutionWindow',
    label: 'Longest job',
    unit: 's',
    hint: 'The longest execution window of a deal. A panel gets twice that and the grace.',
    least: 1,
    most: longest,
  },
  {
    name: 'maxFuel',
    label: 'Most fuel',
    unit: 'G fuel',
    hint: 'The largest fuel limit of a job: what a mediator may have to run again.',
    least: 1,
    most: 18_000_000_000,
  },
  {
    name: 'cpu',
    label: 'Processors',
    unit: 'CPU',
    hint: 'Most that a job may ask for.',
    least: 1,
    most: 4_000_000,
  },
  {
    name: 'memoryMiB',
    label: 'Memory',
    unit: 'MiB',
    hint: 'Most that a job may ask for.',
    least: 1,
    most: MOST_32_BITS,
  },
  {
    name: 'storageMiB',
    label: 'Storage',
    unit: 'MiB',
    hint: 'Most that a job may ask for.',
    least: 0,
    most: MOST_32_BITS,
  },
  {
    name: 'gpuCount',
    label: 'GPUs',
    unit: 'GPU',
    hint: '0 where members have none.',
    least: 0,
    most: MOST_32_BITS,
  },
  {
    name: 'gpuMemoryMiB',
    label: 'Memory of a GPU',
    unit: 'MiB',
    hint: '0 where members have none.',
    least: 0,
    most: MOST_32_BITS,
  },
];
