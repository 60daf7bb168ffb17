'use client';

import { useId, useState } from 'react';
import { type Address, getAddress, isAddress } from 'viem';
import { Button } from '@/components/ui/button';
import { describedBy, Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { includesHex } from '@/lib/shared/address';

interface OtherDirectoryProps {
  /** Addresses that are in the list already. */
  known: readonly string[];
  onAdd: (address: Address) => void;
}

/** A directory that the market does not name, by the address that signs its receipts: one's own. */
export function OtherDirectory({ known, onAdd }: OtherDirectoryProps) {
  const id = useId();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const add = () => {
    const typed = text.trim();
    if (!isAddress(typed, { strict: false })) {
      setProblem(
        'An address has 0x and 40 hex digits: the directory prints its own when it starts.',
      );
      return;
    }
    if (includesHex(known as Address[], typed)) {
      setProblem('It is in the list already.');
      return;
    }
    onAdd(getAddress(typed.toLowerCase()));
    setText('');
    setProblem(undefined);
  };
  const hint = 'The address that signs its receipts, as GET / of the directory says.';
  return (
    <Field id={id} label="Another directory, or one of your own" hint={hint} error={problem}>
      <div className="flex gap-2">
        <Input
          {...describedBy(id, hint, problem)}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') add();
          }}
          placeholder="0x…"
          spellCheck={false}
          className="min-w-0 grow font-mono"
        />
        <Button variant="secondary" disabled={text.trim() === ''} onClick={add}>
          Add
        </Button>
      </div>
    </Field>
  );
}
