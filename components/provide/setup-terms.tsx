'use client';

import type { Hex } from 'viem';
import { Panel } from '@/components/ui/card';
import { FieldError } from '@/components/ui/field';
import { Hash } from '@/components/ui/hash';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { sameHex } from '@/lib/shared/address';
import { ChoiceList } from './choice-list';
import { NamedModules } from './named-modules';
import { OtherDirectory } from './other-directory';
import { SafeModules } from './safe-modules';
import type { StepProps } from './setup-wizard';
import { TermField } from './term-field';

/** Whom it trusts, what it takes, and how much of the machine a deal gets. */
export function SetupTerms(props: StepProps) {
  const { market, setup, scope, change } = props;
  const { deployment, tokenSymbol } = usePublicConfig();
  const directories = deployment?.directories ?? [];
  const courts = setup.courts ?? (deployment?.courts ?? []).map(({ id }) => id);
  const isNamed = (court: string) => deployment?.courts.some(({ id }) => id === court) ?? false;
  const kept = setup.directories ?? directories.map(({ address }) => address);
  const others = kept.filter(
    (id) => !directories.some(({ address }) => sameHex(address, id as Hex)),
  );
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Panel title="Each deal gets">
        <div className="grid grid-cols-2 gap-x-4 gap-y-5 sm:grid-cols-3">
          <TermField {...props} name="cpu" label="Processor" unit="cores" />
          <TermField {...props} name="memory" label="Memory" unit="MiB" />
          <TermField {...props} name="storage" label="Outputs" unit="MiB" />
          <TermField {...props} name="concurrent" label="Deals at once" />
          <TermField
            {...props}
            name="speed"
            label="Speed"
            unit="G/s"
            hint={
              scope.kind === 'container'
                ? 'At most 1: a second is 1 G fuel.'
                : 'Decides how much time a job gets.'
            }
          />
          <TermField {...props} name="days" label="Offer ends in" unit="days" />
        </div>
      </Panel>
      <Panel title="Limits">
        <div className="grid grid-cols-2 gap-x-4 gap-y-5 sm:grid-cols-3">
          <TermField {...props} name="window" label="Shortest run" unit="s" />
          <TermField {...props} name="review" label="Longest review" unit="s" />
          <TermField
            {...props}
            name="maxValue"
            label="Largest deal"
            unit={tokenSymbol}
            hint="The most a buyer may pay."
          />
          <TermField
            {...props}
            name="theta"
            label="Highest penalty rate"
            unit="θ"
            hint="You lock θ + n times the most a deal can cost."
          />
          <TermField
            {...props}
            name="panel"
            label="Most seats of a panel"
            unit="n"
            hint="How many mediators check a result."
          />
        </div>
      </Panel>
      <Panel
        title="Courts"
        description="Panels that decide about your results are drawn from one of these. Anybody can found one: accept those that you trust."
      >
        <div className="flex flex-col gap-2">
          <ChoiceList
            legend="Courts that you accept"
            choices={market.courts.map(({ id, joined, members }) => ({
              id,
              label: <Hash value={id} label="court id" copy={false} />,
              note: `${isNamed(id) ? 'named by this market, ' : ''}${joined} of ${members} serve`,
            }))}
            chosen={courts}
            onChange={(chosen) => change({ courts: chosen })}
          />
          {courts.length === 0 ? (
            <FieldError id="courts">
              Without a court only unprotected runs could be matched.
            </FieldError>
          ) : null}
        </div>
      </Panel>
      <Panel title="Directories" description="They hold inputs and results, and sign for them">
        <div className="flex flex-col gap-2">
          <ChoiceList
            legend="Directories that you accept"
            choices={[
              ...directories.map(({ address, url }) => ({ id: address, label: url })),
              ...others.map((id) => ({
                id,
                label: <Hash value={id} label="directory’s address" copy={false} />,
                note: 'added by you',
              })),
            ]}
            chosen={kept}
            onChange={(chosen) => change({ directories: chosen })}
          />
          {kept.length === 0 ? (
            <FieldError id="directories">At least one has to hold what is run.</FieldError>
          ) : null}
          <OtherDirectory
            known={[...directories.map(({ address }) => address), ...kept]}
            onAdd={(address) => change({ directories: [...kept, address] })}
          />
        </div>
      </Panel>
      <Panel
        title="Modules"
        description={
          scope.kind === 'container'
            ? 'Images that may run here. They run without network and privileges, but you are liable for what they give: name those that you trust.'
            : 'What may run here. Any of class A is safe to take: they run in a sandbox, and give the same result everywhere.'
        }
        className="lg:col-span-2"
      >
        {scope.kind === 'container' ? <NamedModules {...props} /> : <SafeModules {...props} />}
      </Panel>
    </div>
  );
}
