'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Panel } from '@/components/ui/card';
import { StateChip } from '@/components/ui/state-chip';
import { Switch } from '@/components/ui/switch';
import { ProblemNotice } from '@/components/wallet/problem-notice';
import { getJson, postJson } from '@/lib/shared/api.client';
import { type Problem, problemOf } from '@/lib/shared/problem.view';

const PROVIDER = 'provider-3';

interface CheatState {
  on: boolean;
}

/** Development chain only: tells provider-3 to make its results up, so that one can catch it. */
export function CheatSwitch() {
  const client = useQueryClient();
  const [problem, setProblem] = useState<Problem>();
  const key = ['cheat', PROVIDER];
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) =>
      getJson<CheatState>(`/api/v1/local/cheat?provider=${PROVIDER}`, signal),
    refetchInterval: 5_000,
    retry: false,
  });
  const change = async (on: boolean) => {
    setProblem(undefined);
    client.setQueryData<CheatState>(key, { on });
    try {
      await postJson('/api/v1/local/cheat', { provider: PROVIDER, on });
    } catch (error) {
      setProblem(problemOf(error));
      await client.invalidateQueries({ queryKey: key });
    }
  };
  return (
    <Panel
      title="Catch a cheat"
      description="Only on this development chain"
      aside={
        data ? (
          <StateChip tone={data.on ? 'wrong' : 'safe'} size="sm">
            {data.on ? 'Cheating' : 'Honest'}
          </StateChip>
        ) : null
      }
    >
      <div className="flex flex-col gap-3">
        <div className="flex items-start justify-between gap-4">
          <div>
            <label htmlFor="cheat" className="font-medium">
              provider-3 makes its results up
            </label>
            <p className="text-muted">
              Buy a run from it, check the result in your browser, and dispute.
            </p>
          </div>
          <Switch
            id="cheat"
            checked={data?.on ?? false}
            disabled={data === undefined}
            onCheckedChange={(on) => void change(on)}
          />
        </div>
        <ProblemNotice problem={problem} />
      </div>
    </Panel>
  );
}
