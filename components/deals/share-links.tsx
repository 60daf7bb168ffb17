'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link2 } from 'lucide-react';
import { useState } from 'react';
import type { Hex } from 'viem';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Field } from '@/components/ui/field';
import { Input, Select } from '@/components/ui/input';
import { useNow } from '@/components/ui/now';
import { RelativeTime } from '@/components/ui/time';
import { linkLasts } from './link-lasts';
import { ShareProblem } from './share-problem';
import { useDirectory } from './use-directory.client';

const DAY = 86_400;

interface ShareLinksProps {
  dealId: Hex;
  /** When the directory's promise to hold the result ends, Unix seconds. */
  keptUntil: number | undefined;
}

/** Links to the result for people without a wallet: made, copied, taken back. */
export function ShareLinks({ dealId, keptUntil }: ShareLinksProps) {
  const directory = useDirectory();
  const queries = useQueryClient();
  const now = useNow();
  const [chosen, setChosen] = useState(DAY);
  const lasts = linkLasts(now, keptUntil);
  // The last of them shrinks with every second.
  const last = lasts.find(({ seconds }) => seconds >= chosen) ?? lasts.at(-1);
  const queryKey = ['share-links', dealId];
  const links = useQuery({
    queryKey,
    queryFn: async () => (await directory.client('kept')).listLinks(dealId),
  });
  const refresh = () => queries.invalidateQueries({ queryKey });
  const make = useMutation({
    mutationFn: async () => {
      const expiresAt = now + (last?.seconds ?? 0);
      const { id, token } = await (await directory.client()).makeLink(dealId, expiresAt);
      // Behind "#", so that no server on the way is told the token.
      return { id, address: `${window.location.origin}/shared/${dealId}#${token}` };
    },
    onSuccess: refresh,
  });
  const takeBack = useMutation({
    mutationFn: async (id: string) => (await directory.client()).takeLinkBack(dealId, id),
    onSuccess: async (_, id) => {
      await refresh();
      if (make.data?.id === id) make.reset();
    },
  });
  if (last === undefined) {
    return (
      <p className="text-muted">
        The directory’s promise to keep this result has ended: it may be deleted at any time, so no
        link can be promised. Download it, and share the files.
      </p>
    );
  }
  return (
    <section className="flex flex-col gap-3">
      <Field
        id="link-lasts"
        label="A link for anyone, without a wallet"
        hint="Whoever has the link can read the result until it runs out."
      >
        <div className="flex gap-2">
          <div className="min-w-0 flex-1">
            <Select
              id="link-lasts"
              value={last.seconds}
              aria-describedby="link-lasts-hint"
              onChange={(event) => setChosen(Number(event.target.value))}
            >
              {lasts.map(({ seconds, label }) => (
                <option key={seconds} value={seconds}>
                  Good for {label}
                </option>
              ))}
            </Select>
          </div>
          <Button
            variant="primary"
            busy={make.isPending}
            icon={<Link2 aria-hidden className="size-4" />}
            onClick={() => make.mutate()}
          >
            Make a link
          </Button>
        </div>
      </Field>
      {make.data ? (
        <div className="flex flex-col gap-1.5 rounded-md border border-border bg-raised p-3">
          <div className="flex items-center gap-2">
            <Input readOnly value={make.data.address} aria-label="The link" className="font-mono" />
            <CopyButton value={make.data.address} label="the link" />
          </div>
          <p className="text-muted text-xs">
            Copy it now: it is not shown again. A lost link can be taken back and made anew.
          </p>
        </div>
      ) : null}
      <ShareProblem error={make.error ?? takeBack.error ?? links.error} />
      {links.data && links.data.length > 0 ? (
        <ul aria-label="Links that work" className="divide-y divide-border text-sm">
          {links.data.map(({ id, createdAt, expiresAt }) => (
            <li key={id} className="flex items-center justify-between gap-3 py-2">
              <span>
                Made <RelativeTime at={createdAt} />, runs out <RelativeTime at={expiresAt} />
              </span>
              <Button
                size="sm"
                variant="ghost"
                busy={takeBack.isPending && takeBack.variables === id}
                onClick={() => takeBack.mutate(id)}
              >
                Take back
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
