import { Coins, Dices, FileLock2, LockKeyhole, type LucideIcon, UsersRound } from 'lucide-react';
import { Link } from '@/components/ui/link';

interface Step {
  icon: LucideIcon;
  title: string;
  text: string;
}

const STEPS: readonly Step[] = [
  {
    icon: LockKeyhole,
    title: 'Both sides lock money',
    text: 'You lock the most the run can cost. The provider locks many times that, before it sees the job.',
  },
  {
    icon: FileLock2,
    title: 'The result is sealed',
    text: 'The provider runs the module and posts a seal of its result on chain. It cannot change its mind after that.',
  },
  {
    icon: Dices,
    title: 'A block decides',
    text: 'The hash of a later block draws whether the deal is audited. Nobody can know or skip the draw.',
  },
  {
    icon: UsersRound,
    title: 'Mediators run it again',
    text: 'When it is drawn, or when you dispute, a random panel of staked mediators runs the same job.',
  },
  {
    icon: Coins,
    title: 'Money follows the result',
    text: 'Equal to the seal: the provider is paid. Different: it loses its lock, and you get everything back and more.',
  },
];

/** The five steps, each a link into a real deal when there is one. */
export function HonestSteps({ example }: { example: string | undefined }) {
  return (
    <section aria-labelledby="honest">
      <div className="mb-4 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 id="honest" className="text-lg tracking-[-0.01em]">
          How a deal is kept honest
        </h2>
        {example ? (
          <Link href={example} className="link text-sm">
            See it in a real deal
          </Link>
        ) : null}
      </div>
      <ol className="grid gap-px overflow-hidden rounded-md border border-border bg-border md:grid-cols-5">
        {STEPS.map(({ icon: Icon, title, text }, index) => (
          <li key={title} className="flex gap-3 bg-surface p-4 md:flex-col">
            <div className="flex items-center gap-2 text-accent max-md:flex-col">
              <Icon aria-hidden className="size-5" strokeWidth={1.75} />
              <span className="tabular text-muted text-xs">{index + 1}</span>
            </div>
            <div>
              <h3 className="text-sm">{title}</h3>
              <p className="mt-1 text-muted">{text}</p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
