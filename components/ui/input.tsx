import { ChevronDown } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from '@/lib/shared/class-names';

const CONTROL =
  'w-full rounded-md border border-border-strong/60 bg-surface text-text placeholder:text-muted transition-colors duration-150 hover:border-border-strong focus-visible:border-accent focus-visible:outline-offset-0 aria-invalid:border-wrong disabled:cursor-not-allowed disabled:bg-raised disabled:text-muted';

/** 16 px on phones, so that iOS does not zoom in. */
const TEXT = 'text-base sm:text-sm';

interface InputProps extends ComponentProps<'input'> {
  /** Shown inside the control at the right: "tUSD", "s". */
  unit?: ReactNode;
}

export function Input({ className, unit, ...rest }: InputProps) {
  const input = (
    <input
      autoComplete="off"
      {...rest}
      className={cn(
        CONTROL,
        TEXT,
        'h-9 px-3',
        rest.inputMode === 'decimal' || rest.inputMode === 'numeric' ? 'tabular' : '',
        unit ? 'pr-16' : '',
        className,
      )}
    />
  );
  if (!unit) return input;
  return (
    <span className="relative block">
      {input}
      <span className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-muted text-xs">
        {unit}
      </span>
    </span>
  );
}

export function Textarea({ className, rows = 4, ...rest }: ComponentProps<'textarea'>) {
  return <textarea {...rest} rows={rows} className={cn(CONTROL, TEXT, 'px-3 py-2', className)} />;
}

/** The system's own list: fast, reachable by keyboard and right on phones. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <span className="relative block">
      <select {...rest} className={cn(CONTROL, TEXT, 'h-9 appearance-none pr-8 pl-3', className)}>
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-2.5 right-2.5 size-4 text-muted"
      />
    </span>
  );
}

export function Checkbox({ className, ...rest }: Omit<ComponentProps<'input'>, 'type'>) {
  return (
    <input
      {...rest}
      type="checkbox"
      className={cn('size-4 shrink-0 rounded accent-(--accent)', className)}
    />
  );
}
