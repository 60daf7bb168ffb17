'use client';

import { describedBy, Field } from '@/components/ui/field';
import { FileDrop } from '@/components/ui/file-drop';
import { Checkbox, Input, Select, Textarea } from '@/components/ui/input';
import { type FieldValue, filesOf, type InputField } from '@/lib/modules/input-fields';
import { characterCount } from '@/lib/shared/character-count';
import { formatSignificant } from '@/lib/shared/quantity.view';

interface InputFormProps {
  fields: readonly InputField[];
  values: Record<string, FieldValue>;
  errors: Record<string, string | undefined>;
  onChange: (name: string, value: FieldValue) => void;
}

/** These need little room: two stand side by side. */
const SHORT: ReadonlySet<InputField['kind']> = new Set(['number', 'choice', 'switch']);

/** A module's form, drawn from its manifest. */
export function InputForm({ fields, values, errors, onChange }: InputFormProps) {
  if (fields.length === 0) {
    return <p className="text-muted">This module takes no inputs.</p>;
  }
  return (
    <div className="grid items-start gap-5 sm:grid-cols-2">
      {fields.map((field) => (
        <FormLine
          key={field.name}
          field={field}
          value={values[field.name]}
          error={errors[field.name]}
          onChange={(value) => onChange(field.name, value)}
        />
      ))}
    </div>
  );
}

interface FormLineProps {
  field: InputField;
  value: FieldValue;
  error: string | undefined;
  onChange: (value: FieldValue) => void;
}

function FormLine({ field, value, error, onChange }: FormLineProps) {
  const id = `input-${field.name}`;
  const aria = describedBy(id, field.hint, error);
  const text = typeof value === 'string' ? value : '';
  if (field.kind === 'switch') {
    return (
      <div className="flex items-start gap-2.5">
        <Checkbox
          {...aria}
          checked={value === true}
          onChange={(event) => onChange(event.target.checked)}
          className="mt-0.5"
        />
        <div>
          <label htmlFor={id} className="font-medium">
            {field.label}
          </label>
          {field.hint ? (
            <p id={`${id}-hint`} className="text-muted text-xs">
              {field.hint}
            </p>
          ) : null}
        </div>
      </div>
    );
  }
  return (
    <Field
      id={id}
      label={field.label}
      hint={field.hint}
      error={error}
      aside={asideOf(field, text)}
      className={SHORT.has(field.kind) ? '' : 'sm:col-span-2'}
    >
      {field.kind === 'file' ? (
        <FileDrop
          id={id}
          files={filesOf(value)}
          onChange={onChange}
          isMapped={field.isMapped}
          accept={field.mediaTypes}
          maxBytes={field.maxBytes}
          invalid={aria['aria-invalid']}
          describedBy={aria['aria-describedby']}
        />
      ) : field.kind === 'choice' ? (
        <Select {...aria} value={text} onChange={(event) => onChange(event.target.value)}>
          {field.choices.includes(text) ? null : <option value="">Choose</option>}
          {field.choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </Select>
      ) : field.kind === 'number' ? (
        <Input
          {...aria}
          inputMode={field.integer ? 'numeric' : 'decimal'}
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : field.multiline ? (
        <Textarea
          {...aria}
          value={text}
          rows={6}
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
          className="font-mono sm:text-[0.8125rem]"
        />
      ) : (
        <Input {...aria} value={text} onChange={(event) => onChange(event.target.value)} />
      )}
    </Field>
  );
}

function asideOf(field: InputField, text: string): string | undefined {
  if (field.kind === 'text' && field.maxLength !== undefined) {
    const length = characterCount(text);
    if (length > field.maxLength / 2) return `${length} / ${field.maxLength}`;
  }
  if (field.kind === 'number' && field.minimum !== undefined && field.maximum !== undefined) {
    return `${formatSignificant(field.minimum, 12)} to ${formatSignificant(field.maximum, 12)}`.replace(
      /-/g,
      '−',
    );
  }
  return field.required ? undefined : 'optional';
}
