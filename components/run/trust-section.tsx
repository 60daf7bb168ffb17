'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { isAddress } from 'viem';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Hash } from '@/components/ui/hash';
import { Input } from '@/components/ui/input';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useModuleOffers } from '@/lib/offers/live-offers.client';
import { VERIFICATION } from '@/lib/offers/offer-types';
import {
  courtChoicesOf,
  type DirectoryChoice,
  directoryChoicesOf,
  providersOf,
} from '@/lib/offers/trust-choices';
import { includesHex, sameHex } from '@/lib/shared/address';
import { CourtLine } from './court-line';
import { courtsToTrust } from './courts-to-trust.client';
import type { RunModule } from './run-wizard';
import type { LivePlan } from './use-run-plan.client';
import type { Trust } from './use-trust.client';

interface TrustSectionProps {
  module: RunModule;
  plan: LivePlan;
  trust: Trust;
}

/** Which court judges and which directories are believed, with what is known of each. */
export function TrustSection({ module, plan, trust }: TrustSectionProps) {
  const { data, error } = useQuery(courtsToTrust);
  const offers = useModuleOffers({ ...plan.search, isAnyTrust: true });
  const all = providersOf(offers);
  const { court, directories, own, keeper } = trust;
  const courts = data
    ? courtChoicesOf(data.courts, data.mediators, offers, {
        engine: module.engineId,
        fuelLimit: module.fuelLimit,
        resources: module.resources,
        directories,
        verification: module.class === 'A' ? VERIFICATION.A : VERIFICATION.B,
      })
    : [];
  const known = directoryChoicesOf([...(keeper ? [keeper] : []), ...own], court, offers);
  return (
    <div className="mt-6 grid grid-cols-1 gap-6 border-border border-t pt-6">
      <fieldset className="min-w-0" hidden={module.class === 'none'}>
        <legend className="mb-1 font-medium">Which court you trust</legend>
        <p className="mb-2 max-w-[72ch] text-muted text-xs">
          Panels are drawn from its members. Fewer providers accept a court that few know.
        </p>
        {error ? <p className="text-wrong">{error.message}</p> : null}
        {!data && !error ? <SkeletonRows rows={2} label="Reading the courts" /> : null}
        <div className="flex flex-col gap-2">
          {courts.map((choice) => (
            <CourtLine
              key={choice.court.id}
              choice={choice}
              n={plan.n}
              of={all}
              isChosen={court !== undefined && sameHex(court.id, choice.court.id)}
              onChoose={() => trust.chooseCourt(choice.court)}
            />
          ))}
        </div>
      </fieldset>
      <fieldset className="min-w-0">
        <legend className="mb-1 font-medium">Which directories you believe</legend>
        <p className="mb-2 max-w-[72ch] text-muted text-xs">
          A directory says that it holds your inputs and the result. A provider hands its result in
          at one of these, or {plan.n === 0 ? 'is not paid' : 'the deal is audited'}.
        </p>
        <ul className="divide-y divide-border rounded-md border border-border">
          {known.map((choice) => (
            <li key={choice.address}>
              <DirectoryLine choice={choice} of={all} trust={trust} />
            </li>
          ))}
        </ul>
        <AddDirectory trust={trust} />
      </fieldset>
    </div>
  );
}

interface DirectoryLineProps {
  choice: DirectoryChoice;
  of: number;
  trust: Trust;
}

function DirectoryLine({ choice, of, trust }: DirectoryLineProps) {
  const { address, providers, isRead } = choice;
  const isKeeper = trust.keeper !== undefined && sameHex(trust.keeper, address);
  return (
    <label className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
      <input
        type="checkbox"
        className="size-4 shrink-0 accent-(--accent)"
        checked={includesHex(trust.directories, address)}
        disabled={isKeeper}
        onChange={() => trust.toggleDirectory(address)}
      />
      <Hash value={address} label="directory" copy={false} />
      <span className="text-muted text-xs">
        {[
          isKeeper ? 'holds your inputs' : '',
          `${providers} of ${of} providers use it`,
          isRead ? '' : 'this court does not read from it',
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </label>
  );
}

function AddDirectory({ trust }: { trust: Trust }) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const add = () => {
    const address = text.trim();
    if (!isAddress(address, { strict: false })) {
      setProblem('This is no address: write 0x and 40 hex digits.');
    } else if (includesHex(trust.directories, address)) {
      setProblem('You believe this one already.');
    } else {
      trust.addDirectory(address);
      setText('');
      setProblem(undefined);
    }
  };
  return (
    <details className="mt-2">
      <summary className="link w-fit text-sm">Add a directory of your own</summary>
      <div className="mt-2 flex max-w-xl items-start gap-2">
        <Field id="own-directory" label="Its address" error={problem} className="grow">
          <Input
            id="own-directory"
            value={text}
            maxLength={60}
            aria-invalid={problem ? true : undefined}
            aria-describedby={problem ? 'own-directory-error' : undefined}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <Button variant="secondary" className="mt-[1.625rem]" onClick={add}>
          Add
        </Button>
      </div>
    </details>
  );
}
