import { Check } from 'lucide-react';
import { cn } from '@/lib/shared/class-names';

interface StepperProps {
  label: string;
  steps: readonly string[];
  /** Index of the step that is open. */
  current: number;
  /** The furthest step that may be opened. */
  reachable: number;
  onSelect: (step: number) => void;
}

export function Stepper({ label, steps, current, reachable, onSelect }: StepperProps) {
  return (
    <nav aria-label={label}>
      <ol className="flex gap-1 sm:gap-2">
        {steps.map((step, index) => {
          const done = index < current;
          return (
            <li key={step} className="min-w-0 flex-1">
              <button
                type="button"
                disabled={index > reachable}
                onClick={() => onSelect(index)}
                aria-current={index === current ? 'step' : undefined}
                className={cn(
                  'flex w-full items-center gap-2 border-t-2 pt-2.5 pb-1 text-left text-sm transition-colors duration-150 disabled:cursor-not-allowed',
                  index <= current ? 'border-accent' : 'border-border',
                  index === current
                    ? 'font-medium text-text'
                    : 'text-muted enabled:hover:text-text',
                )}
              >
                <span
                  className={cn(
                    'tabular flex size-5 shrink-0 items-center justify-center rounded-full text-xs',
                    index === current
                      ? 'bg-accent text-on-accent'
                      : done
                        ? 'bg-accent-soft text-accent'
                        : 'bg-raised text-muted',
                  )}
                >
                  {done ? <Check aria-label="done" className="size-3" /> : index + 1}
                </span>
                <span className="truncate max-sm:sr-only">{step}</span>
              </button>
            </li>
          );
        })}
      </ol>
      <p aria-hidden className="mt-1 font-medium sm:hidden">
        {steps[current]}
      </p>
    </nav>
  );
}
