'use client';

import { useForm } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { describedBy, Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { parseAmount } from '@/lib/shared/amount.view';

/** What the form holds; all text, as it was typed. */
export interface MachineValues {
  operator: string;
  cpu: string;
  memory: string;
  storage: string;
  speed: string;
  basePrice: string;
  fuelPrice: string;
  concurrent: string;
  deposit: string;
}

interface MachineFormProps {
  operator: string;
  busy: boolean;
  onSubmit: (values: MachineValues) => Promise<void>;
}

const whole = (least: number, most: number) => (text: string) => {
  const value = Number(text);
  if (!Number.isInteger(value)) return 'A whole number is needed.';
  return (value >= least && value <= most) || `Between ${least} and ${most}.`;
};
const decimal = (least: number, most: number) => (text: string) => {
  const value = Number(text);
  if (!Number.isFinite(value) || text.trim() === '') return 'A number is needed.';
  return (value >= least && value <= most) || `Between ${least} and ${most}.`;
};
const price = (text: string) =>
  parseAmount(text) !== undefined || 'An amount with at most six decimals.';

/** What one machine offers, and for how much. */
export function MachineForm({ operator, busy, onSubmit }: MachineFormProps) {
  const { tokenSymbol } = usePublicConfig();
  const form = useForm<MachineValues>({
    defaultValues: {
      operator,
      cpu: '2',
      memory: '2048',
      storage: '1024',
      speed: '16',
      basePrice: '0.002',
      fuelPrice: '0.0008',
      concurrent: '1',
      deposit: '100',
    },
  });
  const { errors } = form.formState;
  const line = (
    name: keyof MachineValues,
    label: string,
    validate: (text: string) => true | string | boolean,
    more: { unit?: string; hint?: string; mono?: boolean } = {},
  ) => (
    <Field id={name} label={label} hint={more.hint} error={errors[name]?.message}>
      <Input
        {...describedBy(name, more.hint, errors[name]?.message)}
        {...form.register(name, { validate })}
        inputMode={more.mono ? 'text' : 'decimal'}
        {...(more.unit ? { unit: more.unit } : {})}
        spellCheck={false}
        className={more.mono ? 'font-mono sm:text-[0.8125rem]' : ''}
      />
    </Field>
  );
  return (
    <form
      noValidate
      onSubmit={(event) => void form.handleSubmit(onSubmit)(event)}
      className="flex flex-col gap-5"
    >
      {line(
        'operator',
        'Agent’s key',
        (text) => /^0x[0-9a-fA-F]{40}$/.test(text.trim()) || 'An address has 0x and 40 hex digits.',
        { hint: 'The address that the agent printed when it started.', mono: true },
      )}
      <div className="grid gap-x-4 gap-y-5 sm:grid-cols-3">
        {line('cpu', 'Processor', decimal(0.1, 1024), { unit: 'cores' })}
        {line('memory', 'Memory', whole(16, 4_194_304), { unit: 'MiB' })}
        {line('storage', 'Storage', whole(1, 4_194_304), { unit: 'MiB' })}
      </div>
      <div className="grid gap-x-4 gap-y-5 sm:grid-cols-3">
        {line('basePrice', 'Price of a run', price, { unit: tokenSymbol })}
        {line('fuelPrice', 'and of 1 G fuel', price, { unit: tokenSymbol })}
        {line('speed', 'Speed', decimal(0.001, 1000), {
          unit: 'G/s',
          hint: 'Decides how much time a job gets.',
        })}
      </div>
      <div className="grid gap-x-4 gap-y-5 sm:grid-cols-3">
        {line('concurrent', 'Jobs at once', whole(1, 1000))}
        {line('deposit', 'Deposit now', price, {
          unit: tokenSymbol,
          hint: 'Stands behind your results: up to some 200 times the price of each running job.',
        })}
      </div>
      <Button type="submit" busy={busy} className="self-start">
        Sign the offer
      </Button>
    </form>
  );
}
