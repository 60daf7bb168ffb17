import { Panel } from '@/components/ui/card';

const TERMS: readonly [string, string][] = [
  ['You run the job', 'You get its price as soon as the buyer accepts, or is silent.'],
  ['You are audited and right', 'You get the price; the mediators are paid by the buyer.'],
  ['You are disputed and right', 'You get the price twice.'],
  [
    'You cannot do it',
    'Decline early: it costs next to nothing, and a fifth of the price at most.',
  ],
  ['You make a result up', 'Once found out you lose all you put up, many times the price.'],
];

/** What can happen to a provider, in a few lines. */
export function ProviderTerms() {
  return (
    <Panel title="What can happen">
      <dl className="flex flex-col gap-3">
        {TERMS.map(([when, then]) => (
          <div key={when}>
            <dt className="font-medium">{when}</dt>
            <dd className="text-muted">{then}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
