import { ChevronDown } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from '@/lib/shared/class-names';

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
        'control control-line',
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
  return <textarea {...rest} rows={rows} className={cn('control px-3 py-2', className)} />;
}

/** The system's own list: fast, reachable by keyboard and right on phones. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <span className="relative block">
      <select {...rest} className={cn('control control-line appearance-none pr-8', className)}>
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
