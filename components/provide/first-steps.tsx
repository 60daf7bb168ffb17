import { Panel } from '@/components/ui/card';

const STEPS: readonly [string, string][] = [
  [
    'Paste one command',
    'On any computer with Node. The agent makes a key of its own and calls home.',
  ],
  ['See what it can do', 'It detects its hardware, checks itself and measures its engines.'],
  ['Set a price', 'Beside what others ask, with what power, gas and locked money leave of it.'],
  [
    'Sign once',
    'Listing costs no gas. The agent keeps the offer live, and a machine that is off is not on the market.',
  ],
];

/** How a machine gets on the market. */
export function FirstSteps() {
  return (
    <Panel title="Become a provider in five minutes">
      <ol className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
        {STEPS.map(([title, text], index) => (
          <li key={title} className="flex gap-3">
            <span className="tabular mt-px flex size-5 shrink-0 items-center justify-center rounded-full bg-accent-soft text-accent text-xs">
              {index + 1}
            </span>
            <div>
              <p className="font-medium">{title}</p>
              <p className="text-muted">{text}</p>
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
