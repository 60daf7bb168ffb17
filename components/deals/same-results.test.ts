import { describe, expect, it } from 'vitest';
import { sameResults } from './same-results';

const PARTY = '0x0000000000000000000000000000000000000001';

function result(role: 'provider' | 'seat', cid: string) {
  return {
    id: '0x01',
    cid,
    party: PARTY,
    role,
    seal: '0x02',
    resultDigest: `0x${cid.length}`,
    fuelUsed: '7',
  } as const;
}

describe('results by their content', () => {
  it('shows what mediators confirmed once', () => {
    const same = ['provider', 'seat', 'seat'] as const;
    expect(sameResults(same.map((role) => result(role, 'a'))).map(({ from }) => from)).toEqual([
      'from the provider and 2 mediators',
    ]);
  });

  it('keeps apart what differs, in the order of arrival', () => {
    const found = sameResults([result('provider', 'a'), result('seat', 'bb'), result('seat', 'a')]);
    expect(found.map(({ result: { cid }, from }) => [cid, from])).toEqual([
      ['a', 'from the provider and a mediator'],
      ['bb', 'from a mediator'],
    ]);
  });

  it('knows a result without a provider', () => {
    expect(sameResults([result('seat', 'a'), result('seat', 'a')])[0]?.from).toBe(
      'from 2 mediators',
    );
    expect(sameResults([])).toEqual([]);
  });
});
