import type { Hex } from 'viem';
import { describe, expect, it } from 'vitest';
import type { SentCall } from '../../lib/chain/send-call.server';
import { CallRefusedError } from '../../lib/chain/send-call.server';
import { dealRecord } from '../../test/builders/deal-record';
import { testHash } from '../../test/builders/offers';
import { type PosterSender, ResultPoster, UnprovenPostError } from './result-poster.server';

const args = {
  ...{ seal: testHash(1), fuelUsed: 1n, directory: `0x${'00'.repeat(20)}` as const },
  ...{ heldUntil: 0, receiptSignature: '0x' as const },
};
const deal = (index: number) => ({ ...dealRecord(), dealId: testHash(index) });
const refusal = () =>
  new CallRefusedError('postResult', { name: 'Market_NotLive', args: [], text: '', todo: '' });

/** A sender that answers what the test says, and writes down what it was asked to send. */
function sender(refused: readonly Hex[] = [], unposted: readonly Hex[] = []) {
  const sent: { name: string; deals: Hex[] }[] = [];
  const open: (() => void)[] = [];
  let isHeld = false;
  const dealsOf = (values: readonly unknown[]) =>
    (Array.isArray(values[0]) ? values[0] : [values[0]]).map((item: Hex | { dealId: Hex }) =>
      typeof item === 'string' ? item : item.dealId,
    );
  const ports = {
    check: async ({ args: values }: { args: readonly unknown[] }) => {
      if (dealsOf(values).some((id) => refused.includes(id))) throw refusal();
    },
    send: async ({ functionName, args: values }: { functionName: string; args: unknown[] }) => {
      const deals = dealsOf(values);
      sent.push({ name: functionName, deals });
      if (isHeld) await new Promise<void>((resolve) => open.push(resolve));
      if (deals.length === 1 && refused.includes(deals[0] ?? '0x')) throw refusal();
      const events = deals
        .filter((dealId) => !unposted.includes(dealId))
        .map((dealId) => ({ name: 'ResultPosted', args: { dealId } }));
      return { hash: testHash(9), events } as unknown as SentCall;
    },
  };
  return {
    ports: ports as unknown as PosterSender,
    sent,
    hold: () => {
      isHeld = true;
    },
    letGo: () => {
      isHeld = false;
      for (const resolve of open.splice(0)) resolve();
    },
  };
}

describe('ResultPoster', () => {
  it('sends one transaction at a time, and then together what became ready, nearest deadline first', async () => {
    const { ports, sent, hold, letGo } = sender();
    const poster = new ResultPoster(ports);
    hold();
    const first = poster.post(deal(1), args, 50);
    await expect.poll(() => sent.length).toBe(1);
    const others = [3, 2, 4].map((index) => poster.post(deal(index), args, index));
    const declined = poster.decline(deal(5));
    letGo();
    await Promise.all([first, ...others, declined]);
    expect(sent).toEqual([
      { name: 'postResult', deals: [testHash(1)] },
      { name: 'postResults', deals: [testHash(2), testHash(3), testHash(4)] },
      { name: 'decline', deals: [testHash(5)] },
    ]);
  });

  it('tells the one that the market refuses, and posts the others', async () => {
    const { ports, sent } = sender([testHash(2)]);
    const poster = new ResultPoster(ports);
    const [one, two, three] = [1, 2, 3].map((index) => poster.post(deal(index), args, index));
    await expect(two).rejects.toThrow(CallRefusedError);
    await Promise.all([one, three]);
    expect(sent).toEqual([{ name: 'postResults', deals: [testHash(1), testHash(3)] }]);
  });

  it('does not believe a success that posted nothing', async () => {
    const { ports } = sender([], [testHash(1)]);
    await expect(new ResultPoster(ports).post(deal(1), args, 1)).rejects.toThrow(UnprovenPostError);
  });

  it('puts no more than twenty into a transaction', async () => {
    const { ports, sent } = sender();
    const poster = new ResultPoster(ports);
    await Promise.all(
      Array.from({ length: 45 }, (_, index) => poster.post(deal(index), args, index)),
    );
    expect(sent.map(({ deals }) => deals.length)).toEqual([20, 20, 5]);
  });
});
