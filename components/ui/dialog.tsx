'use client';

import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '@/lib/shared/class-names';
import { buttonClass } from './button';

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  children: ReactNode;
  /** In sight however long the rest is: what went wrong with what was just asked for. */
  notice?: ReactNode;
  footer?: ReactNode;
  className?: string;
}

/** A modal over the page; a sheet from below on phones. */
export function Dialog(props: DialogProps) {
  const { open, onOpenChange, title, description, children, notice, footer, className } = props;
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-overlay" />
        <Primitive.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={cn(
            'fixed z-50 flex animate-in-soft flex-col overflow-hidden border border-border bg-surface shadow-float',
            'inset-x-0 bottom-0 max-h-[88dvh] rounded-t-md',
            'sm:inset-x-auto sm:top-[12vh] sm:bottom-auto sm:left-1/2 sm:max-h-[76vh] sm:w-[32rem] sm:-translate-x-1/2 sm:rounded-md',
            className,
          )}
        >
          <div className="flex items-start justify-between gap-4 border-border border-b px-4 py-3">
            <div>
              <Primitive.Title className="font-semibold text-base">{title}</Primitive.Title>
              {description ? (
                <Primitive.Description className="mt-0.5 text-muted text-sm">
                  {description}
                </Primitive.Description>
              ) : null}
            </div>
            <Primitive.Close
              aria-label="Close"
              className={buttonClass('ghost', 'icon', '-mt-1 -mr-2 size-8')}
            >
              <X aria-hidden className="size-4" />
            </Primitive.Close>
          </div>
          <div className="min-h-0 overflow-y-auto p-4">{children}</div>
          {notice ? <div className="px-4 pt-2 pb-3">{notice}</div> : null}
          {footer ? (
            <div className="flex flex-wrap justify-end gap-2 border-border border-t px-4 py-3">
              {footer}
            </div>
          ) : null}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
