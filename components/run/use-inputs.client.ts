'use client';

import { useEffect, useState } from 'react';
import {
  type FieldValue,
  fieldError,
  type InputField,
  initialValues,
  type JobInputs,
  jobOf,
  runCountOf,
  valuesOf,
} from '@/lib/modules/input-fields';
import { forgetInputs, keepInputs, keptInputs } from './kept-inputs.client';

export interface RunInputs {
  values: Record<string, FieldValue>;
  errors: Record<string, string | undefined>;
  valid: boolean;
  /** They have been looked at as they are, files looked into, and nothing is wrong. */
  isPassed: boolean;
  /** One a file where several are chosen for the field that allows it. */
  runCount: number;
  hasExample: boolean;
  /** Names of files that were chosen before the page was loaded anew, and have to be chosen again. */
  lost: readonly string[];
  change: (name: string, value: FieldValue) => void;
  /** Shows what is wrong, files looked into, and focuses the first of it; true when nothing is. */
  check: () => Promise<boolean>;
  fillExample: () => void;
  /** Takes the values of another job; its files by path, "files/<name>". */
  fill: (job: Readonly<Record<string, unknown>>, files: ReadonlyMap<string, File>) => void;
  read: () => JobInputs;
  /** The run is bought: what was typed for it is not kept for the next one. */
  forget: () => void;
}

interface Form {
  /** What is kept is kept under this. */
  formId: string;
  fields: readonly InputField[];
  example: Example;
}

interface Example {
  job: Record<string, unknown>;
  files: Record<string, string>;
}

/**
 * The state of a module's form. Errors show once a field was left wrong at a try to go on. What is in it
 * outlasts a reload and a visit to another page, in this tab and until it is bought.
 */
export function useInputs({ formId, fields, example }: Form): RunInputs {
  const [values, setValues] = useState(() => initialValues(fields));
  const [checked, setChecked] = useState(false);
  /** Of the files' bytes; each until another file is chosen. */
  const [fileErrors, setFileErrors] = useState<Record<string, string>>({});
  const [passed, setPassed] = useState<typeof values>();
  const [lost, setLost] = useState<readonly string[]>([]);
  const [keeping, setKeeping] = useState<'not-yet' | 'yes' | 'over'>('not-yet');
  // The server's markup has the initial values, so the kept ones come once that is taken over.
  useEffect(() => {
    if (keeping !== 'not-yet') return;
    const kept = keptInputs(formId, fields);
    if (kept) {
      setValues((initial) => ({ ...initial, ...kept.values }));
      setLost(kept.lost);
    }
    setKeeping('yes');
  }, [formId, fields, keeping]);
  useEffect(() => {
    if (keeping === 'yes') keepInputs(formId, values, lost);
  }, [formId, keeping, values, lost]);
  const errors = Object.fromEntries(
    fields.map((field) => [
      field.name,
      fieldError(field, values[field.name]) ?? fileErrors[field.name],
    ]),
  );
  const valid = Object.values(errors).every((error) => error === undefined);

  const check = async () => {
    setChecked(true);
    let found = errors;
    if (valid && fields.some(({ kind }) => kind === 'file')) {
      const { fileTypeErrors } = await import('./file-types.client');
      const inFiles = await fileTypeErrors(fields, values);
      setFileErrors(inFiles);
      found = inFiles;
    }
    const wrong = fields.find((field) => found[field.name] !== undefined);
    if (wrong) document.getElementById(`input-${wrong.name}`)?.focus();
    if (wrong === undefined) setPassed(values);
    return wrong === undefined;
  };

  const fill: RunInputs['fill'] = (job, files) => {
    setFileErrors({});
    setLost([]);
    setValues(valuesOf(fields, job, files));
  };

  const fillExample = () => {
    void fetchFiles(example).then((files) => fill(example.job, files));
  };

  return {
    values,
    errors: checked ? errors : {},
    valid,
    isPassed: passed === values,
    runCount: runCountOf(fields, values),
    hasExample: Object.keys(example.job).length > 0,
    lost,
    change: (name, value) => {
      if (typeof value === 'object') setLost([]);
      setFileErrors(({ [name]: _, ...others }) => others);
      setValues((old) => ({ ...old, [name]: value }));
    },
    check,
    fillExample,
    fill,
    read: () => jobOf(fields, values),
    forget: () => {
      setKeeping('over');
      forgetInputs(formId);
    },
  };
}

/** The example's files by their value in the job, "files/<name>". */
async function fetchFiles(example: Example): Promise<Map<string, File>> {
  const files = new Map<string, File>();
  for (const [name, url] of Object.entries(example.files)) {
    const response = await fetch(url);
    if (!response.ok) continue;
    const blob = await response.blob();
    files.set(`files/${name}`, new File([blob], name, { type: blob.type }));
  }
  return files;
}
