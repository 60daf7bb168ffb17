'use client';

import { Toaster as Sonner } from 'sonner';

/** Short news about what the person just did; nothing that must be read is shown only here. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      offset={20}
      mobileOffset={{ bottom: 72 }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full items-start gap-2.5 rounded-md border border-border bg-surface px-3.5 py-3 font-sans text-sm text-text shadow-float sm:w-[22rem]',
          title: 'font-medium',
          description: 'text-muted',
          icon: 'mt-0.5 shrink-0',
          success: '[&_[data-icon]]:text-safe',
          error: '[&_[data-icon]]:text-wrong',
          warning: '[&_[data-icon]]:text-attention',
          actionButton: 'ml-auto shrink-0 font-medium text-accent',
        },
      }}
    />
  );
}
