'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { type Address, getAddress, type Hex, isAddress } from 'viem';
import { Button } from '@/components/ui/button';
import { describedBy, Field } from '@/components/ui/field';
import { Hash } from '@/components/ui/hash';
import { Input } from '@/components/ui/input';
import { ShareProblem } from './share-problem';
import { useDirectory } from './use-directory.client';

/** Accounts that may read the result as the buyer does: added and removed by address. */
export function ShareGuests({ dealId }: { dealId: Hex }) {
  const directory = useDirectory();
  const queries = useQueryClient();
  const [address, setAddress] = useState('');
  const [wrong, setWrong] = useState<string>();
  const queryKey = ['share-guests', dealId];
  const guests = useQuery({
    queryKey,
    queryFn: async () => (await directory.client('kept')).listGuests(dealId),
  });
  const change = useMutation({
    mutationFn: async ({ guest, isGuest }: { guest: Address; isGuest: boolean }) => {
      const client = await directory.client();
      return isGuest ? client.addGuest(dealId, guest) : client.removeGuest(dealId, guest);
    },
    onSuccess: (list) => {
      queries.setQueryData(queryKey, list);
      setAddress('');
    },
  });
  const add = (event: FormEvent) => {
    event.preventDefault();
    const given = address.trim();
    const isRight = isAddress(given, { strict: false });
    setWrong(isRight ? undefined : 'An address is 0x and 40 hexadecimal digits.');
    if (isRight) change.mutate({ guest: getAddress(given), isGuest: true });
  };
  return (
    <section className="flex flex-col gap-3 border-border border-t pt-5">
      <form onSubmit={add}>
        <Field
          id="guest"
          label="An account"
          hint="It signs in on the deal’s page with its wallet, for as long as you let it."
          error={wrong}
        >
          <div className="flex gap-2">
            <div className="min-w-0 flex-1">
              <Input
                {...describedBy('guest', true, wrong)}
                value={address}
                placeholder="0x…"
                spellCheck={false}
                className="font-mono"
                onChange={(event) => setAddress(event.target.value)}
              />
            </div>
            <Button
              type="submit"
              variant="secondary"
              busy={change.isPending}
              icon={<UserPlus aria-hidden className="size-4" />}
            >
              Let it read
            </Button>
          </div>
        </Field>
      </form>
      <ShareProblem error={change.error ?? guests.error} />
      {guests.data && guests.data.length > 0 ? (
        <ul aria-label="Accounts that may read" className="divide-y divide-border text-sm">
          {guests.data.map((guest) => (
            <li key={guest} className="flex items-center justify-between gap-3 py-2">
              <Hash value={guest} label="account" />
              <Button
                size="sm"
                variant="ghost"
                onClick={() => change.mutate({ guest, isGuest: false })}
              >
                Remove
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
