'use client';

import { Amount } from '@/components/ui/amount';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/card';
import { KeyValueList } from '@/components/ui/key-value';
import { Link } from '@/components/ui/link';
import { useNow } from '@/components/ui/now';
import { RelativeTime } from '@/components/ui/time';
import { ProblemNotice } from '@/components/wallet/problem-notice';
import { useCall } from '@/components/wallet/use-call.client';
import { usePublicConfig } from '@/lib/env/public-config.client';
import type { CourtItem } from '@/lib/offers/courts.query';
import { formatDuration } from '@/lib/shared/time.view';
import { useBalances } from '@/lib/wallet/balances.client';
import { AmountForm } from './amount-form';
import { OwnCourts } from './own-courts';

/** Stake, ask back, join and leave courts. */
export function MediatorSection({ courts }: { courts: readonly CourtItem[] }) {
  const { windows } = usePublicConfig();
  const now = useNow();
  const balances = useBalances();
  const stake = balances.data?.stake;
  const { run, busy, problem } = useCall();
  const released =
    stake !== undefined && stake.unbonding > 0n && stake.releaseAt > 0 && now >= stake.releaseAt;
  return (
    <div className="flex flex-col gap-4">
      <ProblemNotice problem={problem} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Panel title="Your stake">
          <div className="flex flex-col gap-5">
            <KeyValueList
              items={[
                {
                  key: 'Free',
                  value: stake ? <Amount value={stake.free} /> : '–',
                  note: 'fees are credited here',
                },
                { key: 'Seated', value: stake ? <Amount value={stake.seated} /> : '–' },
                ...(stake && stake.unbonding > 0n
                  ? [
                      {
                        key: 'Asked back',
                        value: <Amount value={stake.unbonding} />,
                        note: (
                          <>
                            free <RelativeTime at={stake.releaseAt} />
                          </>
                        ),
                      },
                    ]
                  : []),
              ]}
            />
            <AmountForm
              id="stake"
              label="Stake more"
              most={balances.data?.available}
              mostWords="available"
              action="Move to stake"
              busy={busy === 'stake'}
              onSubmit={(amount) =>
                run('stake', 'Staked.', ({ market }) => market('stake', [amount]))
              }
            />
            <AmountForm
              id="unstake"
              label="Ask stake back"
              most={stake?.free}
              mostWords="free"
              action={`Ask back, free after ${formatDuration(windows.unbonding)}`}
              busy={busy === 'unstake'}
              onSubmit={(amount) =>
                run(
                  'unstake',
                  'Asked back. It stays seatable until you withdraw it.',
                  ({ market }) => market('unstake', [amount]),
                )
              }
            />
            {released ? (
              <Button
                busy={busy === 'withdrawStake'}
                onClick={() =>
                  void run('withdrawStake', 'Moved to your available balance.', ({ market }) =>
                    market('withdrawStake', []),
                  )
                }
              >
                Move <Amount value={stake.unbonding} className="text-on-accent" /> to available
              </Button>
            ) : null}
          </div>
        </Panel>
        <Panel
          title="Your courts"
          description="You serve in deals matched after you joined"
          aside={
            <Link href="/courts" className="link">
              All courts
            </Link>
          }
          flush
        >
          <OwnCourts courts={courts} />
        </Panel>
      </div>
    </div>
  );
}
