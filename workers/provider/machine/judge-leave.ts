import type { Verdict } from './check';

/** Whether a provider lets a key post for it; `unneeded`: it does not, and no open offer names the key. */
export type Leave = {
  readonly is: 'allowed' | 'unneeded' | 'forbidden';
  readonly provider: string;
  readonly key: string;
};

/** Only the provider can mend it: on the page Provide, or by a call of its own key. */
export function judgeLeave(market: string): (leave: Leave) => Verdict {
  return ({ is, provider, key }) => {
    if (is === 'allowed') return ['passed', 'Its provider lets its key post results.'];
    if (is === 'unneeded') {
      return ['skipped', 'No open offer names its key: its provider allows it with the first one.'];
    }
    return [
      'failed',
      `${provider} has forbidden its key: it can post no result. Allow it on the page Provide, or cancel its offers.`,
      `cast send ${market} 'setOperator(address,bool)' ${key} true --interactive --rpc-url "$RPC_URL"`,
    ];
  };
}
