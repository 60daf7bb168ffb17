'use client';

import { Dialog } from '@/components/ui/dialog';
import { SECTIONS } from './sections';

const KEYS: readonly [string, string][] = [
  ['Ctrl K', 'Search and commands'],
  ...SECTIONS.map(({ key, label }): [string, string] => [`g ${key}`, `Go to ${label}`]),
  ['g h', 'Go home'],
  ['g a', 'Go to your account'],
  ['?', 'This help'],
];

interface KeysDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export default function KeysDialog({ open, onOpenChange }: KeysDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keys">
      <dl className="grid gap-2">
        {KEYS.map(([keys, text]) => (
          <div key={keys} className="flex items-center justify-between gap-4">
            <dt>{text}</dt>
            <dd className="flex gap-1">
              {keys.split(' ').map((key) => (
                <kbd
                  key={key}
                  className="min-w-6 rounded-md border border-border bg-raised px-1.5 py-0.5 text-center text-xs"
                >
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
