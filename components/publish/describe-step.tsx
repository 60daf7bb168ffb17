'use client';

import { InputForm } from '@/components/run/input-form';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/card';
import { describedBy, Field } from '@/components/ui/field';
import { Input, Textarea } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Tabs } from '@/components/ui/tabs';
import { fuelLimitOf } from '@/lib/modules/draft/draft-problem';
import { inferInputs } from '@/lib/modules/draft/infer-inputs';
import { jobOf, type ModuleDraft, nameOfTitle } from '@/lib/modules/draft/module-draft';
import { fieldsOf, type InputSchema, initialValues } from '@/lib/modules/input-fields';
import { formatBytes, formatFuel } from '@/lib/shared/quantity.view';
import { CodeEditor } from './code-editor';
import { InputBuilder } from './input-builder';
import { OutputsTable } from './outputs-table';
import type { Trial } from './use-trial.client';

interface DescribeStepProps {
  draft: ModuleDraft;
  trial: Trial | undefined;
  /** What is still wrong, if anything. */
  problem: string | undefined;
  change: (change: Partial<ModuleDraft>) => void;
}

type TextField = 'title' | 'summary' | 'author' | 'licence' | 'version' | 'tags';

const ABOUT: readonly { field: TextField; label: string; hint?: string; wide?: boolean }[] = [
  { field: 'title', label: 'Title' },
  { field: 'version', label: 'Version' },
  { field: 'summary', label: 'Summary', hint: 'One sentence: what a buyer gets.', wide: true },
  { field: 'author', label: 'Author', hint: 'Your name, and whose work it builds on.' },
  { field: 'licence', label: 'Licence', hint: 'Of the program and its data, as SPDX has it.' },
  { field: 'tags', label: 'Tags', hint: 'Separated by commas.', wide: true },
];

/** What buyers read, the form that they fill in, and what a run may take. */
export function DescribeStep({ draft, trial, problem, change }: DescribeStepProps) {
  return (
    <>
      <Panel title="What it is">
        <div className="grid gap-4 sm:grid-cols-2">
          {ABOUT.map(({ field, label, hint, wide }) => (
            <Field
              key={field}
              id={`draft-${field}`}
              label={label}
              hint={hint}
              className={wide ? 'sm:col-span-2' : ''}
            >
              <Input
                {...describedBy(`draft-${field}`, hint, undefined)}
                value={draft[field]}
                onChange={({ target: { value } }) =>
                  change({
                    [field]: value,
                    ...(field === 'title' ? { name: nameOfTitle(value) } : {}),
                  })
                }
              />
            </Field>
          ))}
          <Field
            id="draft-description"
            label="Description"
            aside="optional"
            className="sm:col-span-2"
          >
            <Textarea
              id="draft-description"
              rows={3}
              value={draft.description}
              onChange={(event) => change({ description: event.target.value })}
            />
          </Field>
        </div>
      </Panel>
      <Inputs draft={draft} change={change} />
      <Panel title="Outputs" description="The run of the example must make each of them" flush>
        <OutputsTable
          outputs={draft.outputs}
          trial={trial}
          onChange={(outputs) => change({ outputs })}
        />
      </Panel>
      <Limits draft={draft} trial={trial} change={change} />
      {problem ? (
        <Notice tone="attention" title="Not complete yet">
          {problem}
        </Notice>
      ) : (
        <Notice tone="safe" title="The description is complete" />
      )}
    </>
  );
}

function Inputs({ draft, change }: Pick<DescribeStepProps, 'draft' | 'change'>) {
  const guess = () => {
    try {
      change({ inputs: JSON.stringify(inferInputs(jobOf(draft)), null, 2) });
    } catch {
      // What is wrong with the sample is told in its own step.
    }
  };
  return (
    <Panel
      title="Inputs"
      description="JSON Schema, of which the buyer’s form is drawn"
      aside={
        <Button variant="ghost" size="sm" onClick={guess}>
          Draw up from the sample
        </Button>
      }
    >
      <Tabs
        label="Inputs"
        items={[
          {
            value: 'fields',
            label: 'Fields',
            content: <InputBuilder text={draft.inputs} onChange={(inputs) => change({ inputs })} />,
          },
          {
            value: 'json',
            label: 'JSON Schema',
            content: (
              <CodeEditor
                label="Inputs as JSON Schema"
                language="json"
                value={draft.inputs}
                minLines={12}
                onChange={(inputs) => change({ inputs })}
              />
            ),
          },
          { value: 'form', label: 'The form', content: <FormPreview text={draft.inputs} /> },
        ]}
      />
    </Panel>
  );
}

/** The form as buyers get it; nothing that is typed here is kept. */
function FormPreview({ text }: { text: string }) {
  let fields: ReturnType<typeof fieldsOf>;
  try {
    fields = fieldsOf(JSON.parse(text) as InputSchema);
  } catch {
    return <p className="text-muted">The schema cannot be read yet: see JSON Schema.</p>;
  }
  return (
    <div inert className="opacity-80">
      <InputForm fields={fields} values={initialValues(fields)} errors={{}} onChange={() => {}} />
    </div>
  );
}

/** Bytes of all that a run made. */
const sizeOf = ({ execution }: Trial): number =>
  execution.outputs.reduce((sum, { bytes }) => sum + bytes.length, 0);

function Limits({ draft, trial, change }: Omit<DescribeStepProps, 'problem'>) {
  const fuel = fuelLimitOf(draft);
  const written = fuel === undefined ? '' : `${formatFuel(fuel)} of fuel. `;
  const hints = {
    memoryMiB: trial ? `The sample took ${formatBytes(trial.memoryBytes)}.` : undefined,
    storageMiB: trial ? `The sample made ${formatBytes(sizeOf(trial))}.` : undefined,
    fuelLimit: trial
      ? `${written}The sample took ${formatFuel(trial.execution.fuelUsed)}; leave room for larger jobs.`
      : written.trim(),
  };
  const limits = [
    { field: 'memoryMiB', label: 'Memory', unit: 'MiB' },
    { field: 'storageMiB', label: 'Outputs', unit: 'MiB' },
    { field: 'fuelLimit', label: 'Fuel limit', unit: 'units' },
  ] as const;
  return (
    <Panel
      title="What a run may take"
      description="Buyers pay for fuel that is used, at most for the limit"
    >
      <div className="grid gap-4 sm:grid-cols-3">
        {limits.map(({ field, label, unit }) => (
          <Field key={field} id={`draft-${field}`} label={label} hint={hints[field]}>
            <Input
              {...describedBy(`draft-${field}`, hints[field], undefined)}
              inputMode="numeric"
              unit={unit}
              value={draft[field]}
              onChange={(event) => change({ [field]: event.target.value })}
            />
          </Field>
        ))}
      </div>
    </Panel>
  );
}
