'use client';

import { useForm } from 'react-hook-form';
import { Amount } from '@/components/ui/amount';
import { Button } from '@/components/ui/button';
import { describedBy, Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { formatAmount, parseAmount } from '@/lib/shared/amount.view';

interface AmountFormProps {
  id: string;
  label: string;
  /** The most that makes sense; undefined while it is not known. */
  most: bigint | undefined;
  /** What the most is: "in your wallet". */
  mostWords: string;
  action: string;
  busy: boolean;
  disabled?: boolean;
  onSubmit: (amount: bigint) => Promise<boolean>;
}

/** One amount and one button that says what happens. */
export function AmountForm(props: AmountFormProps) {
  const { id, label, most, mostWords, action, busy, disabled = false, onSubmit } = props;
  const { tokenSymbol } = usePublicConfig();
  const form = useForm<{ amount: string }>({ defaultValues: { amount: '' } });
  const error = form.formState.errors.amount?.message;
  const submit = form.handleSubmit(async ({ amount }) => {
    const value = parseAmount(amount);
    if (value !== undefined && (await onSubmit(value))) form.reset();
  });
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
      <Field
        id={id}
        label={label}
        error={error}
        aside={
          most === undefined ? undefined : (
            <button
              type="button"
              onClick={() =>
                form.setValue('amount', formatAmount(most).replaceAll(',', ''), {
                  shouldValidate: true,
                })
              }
              className="hover:text-text hover:underline"
            >
              <Amount value={most} /> {mostWords}
            </button>
          )
        }
      >
        <Input
          {...describedBy(id, undefined, error)}
          {...form.register('amount', { validate: (text) => problemOf(text, most) })}
          inputMode="decimal"
          placeholder="0.00"
          unit={tokenSymbol}
        />
      </Field>
      <Button type="submit" variant="secondary" busy={busy} disabled={disabled}>
        {action}
      </Button>
    </form>
  );
}

function problemOf(text: string, most: bigint | undefined): true | string {
  const value = parseAmount(text);
  if (value === undefined) return 'Enter an amount above 0 with at most six decimals.';
  if (value === 0n) return 'Enter more than nothing.';
  if (most !== undefined && value > most) return `There is only ${formatAmount(most)}.`;
  return true;
}
