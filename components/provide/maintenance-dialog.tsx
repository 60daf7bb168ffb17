'use client';

import { useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/input';
import { formatInstant } from '@/lib/shared/time.view';

interface MaintenanceDialogProps {
  /** Seconds since 1970. */
  now: number;
  busy: boolean;
  onClose: () => void;
  /** `until` in seconds; 0: until it is told to serve. */
  onOrder: (until: number) => Promise<void>;
}

const HOUR = 3_600;
const LENGTHS: readonly (readonly [seconds: number, words: string])[] = [
  [HOUR, 'One hour'],
  [4 * HOUR, 'Four hours'],
  [24 * HOUR, 'A day'],
  [7 * 24 * HOUR, 'A week'],
  [0, 'Until I say so'],
];

/** For how long a machine rests. */
export function MaintenanceDialog({ now, busy, onClose, onOrder }: MaintenanceDialogProps) {
  const id = useId();
  const [length, setLength] = useState(HOUR);
  const until = length === 0 ? 0 : now + length;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Maintenance"
      description="It finishes the deals that it has and takes no more until the window is over."
      footer={
        <>
          <Button variant="secondary" onClick={onClose}>
            Keep serving
          </Button>
          <Button busy={busy} onClick={() => void onOrder(until)}>
            Sign the order
          </Button>
        </>
      }
    >
      <Field
        id={id}
        label="For how long"
        hint={
          until === 0
            ? 'It rests until you have it serve again.'
            : `It serves again by itself at ${formatInstant(until)}.`
        }
      >
        <Select
          id={id}
          aria-describedby={`${id}-hint`}
          value={length}
          onChange={(event) => setLength(Number(event.target.value))}
        >
          {LENGTHS.map(([seconds, words]) => (
            <option key={seconds} value={seconds}>
              {words}
            </option>
          ))}
        </Select>
      </Field>
    </Dialog>
  );
}
