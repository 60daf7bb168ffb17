'use client';

import { Check, Copy, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { cn } from '@/lib/shared/class-names';

interface CopyButtonProps {
  value: string;
  /** What is copied: "deal id". */
  label: string;
  className?: string;
}

export function CopyButton({ value, label, className }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'refused'>();
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(undefined), 1600);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    try {
      // Browsers have no clipboard for pages that came over plain HTTP.
      await navigator.clipboard.writeText(value);
      setOutcome('copied');
    } catch {
      setOutcome('refused');
      await tellRefused(value, label);
    }
  };
  return (
    <button
      type="button"
      onClick={() => void copy()}
      aria-label={words(outcome, label)}
      className={cn(
        'inline-flex size-6 shrink-0 items-center justify-center rounded-md text-muted transition-colors duration-150 hover:bg-raised hover:text-text',
        className,
      )}
    >
      {outcome === 'copied' ? (
        <Check aria-hidden className="size-3.5 text-safe" />
      ) : outcome === 'refused' ? (
        <X aria-hidden className="size-3.5 text-wrong" />
      ) : (
        <Copy aria-hidden className="size-3.5" />
      )}
    </button>
  );
}

/** A short value is nowhere on the page as a whole; a longer one is, and there it can be selected. */
const MOST_SHOWN = 100;

async function tellRefused(value: string, label: string): Promise<void> {
  const { toast } = await import('sonner');
  const words = value.length > MOST_SHOWN ? `Select the ${label} and copy it by hand.` : value;
  toast.error('Your browser does not let this page copy', {
    description: <span className="wrap-anywhere select-text">{words}</span>,
    duration: 20_000,
  });
}

function words(outcome: 'copied' | 'refused' | undefined, label: string): string {
  if (outcome === 'refused') return `Your browser does not let this page copy: select the ${label}`;
  return outcome === 'copied' ? `Copied ${label}` : `Copy ${label}`;
}
