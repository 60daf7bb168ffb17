import type { PrivateKeyAccount } from 'viem/accounts';
import type { Moment } from './market-model';
import { courts } from './offer-pool';
import { buyers, everybody, mediators, operator, pick, providers } from './people';
import type { Step } from './steps';
import type { World } from './world';

export type MoneyCall = {
  readonly name: string;
  readonly args: readonly unknown[];
  readonly caller: PrivateKeyAccount;
  readonly inModel: (moment: Moment) => object;
  /** The time that the call is to come at, if that is later. */
  readonly notBefore?: number | undefined;
};

/** A call about balances, operators, cancellations, stakes or courts, chosen by numbers. */
export function moneyCall({ model }: World, { a, b, c, d }: Step): MoneyCall {
  const anyone = pick(everybody, b);
  const mediator = pick(mediators, b);
  const amount = pick([0n, 1n, 10_000n, 100_000n, 1_500_000n], c);
  const nonce = BigInt(1 + (c % 12));
  const principal = pick([...providers, ...mediators], b);
  const court = pick(courts, d);
  const member = d % 7 === 0 ? anyone : mediator;
  const bonded = mediators.find(({ address }) => model.stake(address).unbonding > 0n) ?? mediator;
  const left = model.courts.get(court.id)?.memberships.find(({ leftAt }) => leftAt !== undefined);
  const leaver = everybody.find(({ address }) => address === left?.member) ?? member;
  // Exactly when it becomes possible, or a second too early.
  const slack = d % 2;
  const calls: readonly MoneyCall[] = [
    {
      name: 'deposit',
      args: [amount],
      caller: anyone,
      inModel: () => model.deposit(anyone.address, amount),
    },
    {
      name: 'withdraw',
      args: [amount, anyone.address],
      caller: anyone,
      inModel: () => model.withdraw(anyone.address, amount),
    },
    {
      name: 'setOperator',
      args: [operator.address, d % 3 !== 0],
      caller: principal,
      inModel: () => model.setOperator(principal.address, operator.address, d % 3 !== 0),
    },
    {
      name: 'stake',
      args: [amount],
      caller: anyone,
      inModel: () => model.addStake(anyone.address, amount),
    },
    {
      name: 'unstake',
      args: [amount],
      caller: mediator,
      inModel: ({ now }) => model.unstake(mediator.address, amount, now),
    },
    {
      name: 'withdrawStake',
      args: [],
      caller: bonded,
      inModel: ({ now }) => model.withdrawStake(bonded.address, now),
      notBefore: d % 3 === 0 ? model.stake(bonded.address).releaseAt - slack : undefined,
    },
    {
      name: 'leaveCourt',
      args: [court.id],
      caller: member,
      inModel: ({ now }) => model.leaveCourt(court.id, member.address, now),
    },
    {
      name: 'joinCourt',
      args: [court.members, court.terms],
      caller: leaver,
      inModel: ({ now }) => model.joinCourt(court.id, leaver.address, now),
      notBefore:
        d % 3 === 0 && left?.leftAt ? left.leftAt + model.unbondingTime - slack : undefined,
    },
    { name: 'burn', args: [], caller: anyone, inModel: () => model.burn() },
    ...cancelCalls(model, nonce, pick(buyers, b), pick(providers, b)),
  ];
  return pick(calls, a);
}

function cancelCalls(
  model: World['model'],
  nonce: bigint,
  buyer: PrivateKeyAccount,
  provider: PrivateKeyAccount,
): MoneyCall[] {
  return [
    {
      name: 'cancelJob',
      args: [nonce],
      caller: buyer,
      inModel: () => model.cancelJob(buyer.address, nonce),
    },
    {
      name: 'cancelResource',
      args: [nonce],
      caller: provider,
      inModel: () => model.cancelResource(provider.address, nonce),
    },
    {
      name: 'cancelBelow',
      args: [nonce % 3n],
      caller: buyer,
      inModel: () => model.cancelBelow(buyer.address, nonce % 3n),
    },
  ];
}
