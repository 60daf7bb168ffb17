'use client';

import { Plus, X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Checkbox, Input, Select } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import {
  INPUT_KINDS,
  type InputKind,
  type InputRow,
  inputRowsOf,
  withInput,
  withNewInput,
} from '@/lib/modules/draft/edit-inputs';

interface InputBuilderProps {
  /** JSON Schema. */
  text: string;
  onChange: (text: string) => void;
}

/** Inputs, one a row; bounds, defaults and choices are written in the schema itself. */
export function InputBuilder({ text, onChange }: InputBuilderProps) {
  const rows = inputRowsOf(text);
  if (rows === undefined) {
    return (
      <Notice tone="attention" title="This schema cannot be shown as fields">
        Correct it under JSON Schema, or draw it up from the sample again.
      </Notice>
    );
  }
  return (
    <div className="flex flex-col gap-3">
      {rows.length === 0 ? <p className="text-muted">The module takes no inputs yet.</p> : null}
      {rows.map((row, index) => (
        <Row
          // biome-ignore lint/suspicious/noArrayIndexKey: a row keeps its place while it is renamed
          key={index}
          row={row}
          onChange={(next) => onChange(withInput(text, row.name, next))}
        />
      ))}
      <div>
        <Button
          variant="secondary"
          size="sm"
          icon={<Plus aria-hidden className="size-4" />}
          onClick={() => onChange(withNewInput(text))}
        >
          Add an input
        </Button>
      </div>
      <p className="text-muted text-xs">
        Bounds, defaults, choices and hints are written under JSON Schema: minimum, default, enum,
        description.
      </p>
    </div>
  );
}

function Row({ row, onChange }: { row: InputRow; onChange: (row: InputRow | undefined) => void }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_2.25rem] items-center gap-2 sm:grid-cols-[1fr_1fr_9rem_6rem_2.25rem]">
      <Input
        aria-label="Name"
        value={row.name}
        onChange={(event) => onChange({ ...row, name: event.target.value })}
        className="font-mono"
      />
      <Input
        aria-label={`Label of ${row.name}`}
        placeholder="Label"
        value={row.title}
        onChange={(event) => onChange({ ...row, title: event.target.value })}
      />
      <Select
        aria-label={`Kind of ${row.name}`}
        value={row.kind}
        onChange={(event) => onChange({ ...row, kind: event.target.value as InputKind })}
      >
        {INPUT_KINDS.map((kind) => (
          <option key={kind}>{kind}</option>
        ))}
      </Select>
      <label htmlFor={`needed-${row.name}`} className="flex items-center gap-2 text-sm">
        <Checkbox
          id={`needed-${row.name}`}
          checked={row.isRequired}
          onChange={(event) => onChange({ ...row, isRequired: event.target.checked })}
        />
        needed
      </label>
      <Button
        variant="ghost"
        size="icon"
        aria-label={`Remove ${row.name}`}
        onClick={() => onChange(undefined)}
        className="max-sm:col-start-3 max-sm:row-start-1"
      >
        <X aria-hidden className="size-4" />
      </Button>
    </div>
  );
}
