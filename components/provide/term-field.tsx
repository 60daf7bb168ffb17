'use client';

import type { ReactNode } from 'react';
import { describedBy, Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { TermField as TermName } from '@/lib/offers/resource-terms';
import type { StepProps } from './setup-wizard';

interface TermFieldProps extends Pick<StepProps, 'terms' | 'problems' | 'setTerm'> {
  name: TermName;
  label: string;
  unit?: string;
  hint?: ReactNode;
}

/** One of the terms, as it is typed. */
export function TermField({ name, label, unit, hint, terms, problems, setTerm }: TermFieldProps) {
  return (
    <Field id={name} label={label} hint={hint} error={problems[name]}>
      <Input
        {...describedBy(name, hint, problems[name])}
        value={terms[name]}
        onChange={(event) => setTerm(name, event.target.value)}
        inputMode="decimal"
        spellCheck={false}
        {...(unit ? { unit } : {})}
      />
    </Field>
  );
}
