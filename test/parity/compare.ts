import { type Address, createPublicClient, type Hex, http } from 'viem';
import { expect } from 'vitest';
import { marketAbi } from '../../lib/chain/generated/market-abi';
import { testTokenAbi } from '../../lib/chain/generated/test-token-abi';
import { isSettled } from '../../lib/deals/deal-state';
import { BURN } from './market-books';
import { everybody } from './people';
import type { World } from './world';

/** What both sides say of everybody's money. */
export class BalanceComparison {
  private readonly client;
  private seen = new Map<Address, string>();

  private readonly world: World;

  constructor(world: World) {
    this.world = world;
    const { url } = world.market.anvil;
    this.client = createPublicClient({ transport: http(url, { batch: true }), cacheTime: 0 });
  }

  /** Takes the model's present state as compared. */
  start(): void {
    this.seen = new Map(people().map((who) => [who, this.modelOf(who)]));
  }

  /** Compares whom the model has changed since the last time. */
  async compareChanged(): Promise<void> {
    await this.compare(people().filter((who) => this.modelOf(who) !== this.seen.get(who)));
  }

  /** Compares everybody, and that the market holds what it owes (I1). */
  async compareAll(): Promise<void> {
    const { market, model } = this.world;
    await this.compare(people());
    const held = await this.client.readContract({
      address: market.token,
      abi: testTokenAbi,
      functionName: 'balanceOf',
      args: [market.market],
    });
    expect(held, 'tokens of the market').toBe(model.total());
  }

  private async compare(whom: readonly Address[]): Promise<void> {
    await Promise.all(
      whom.map(async (who) => {
        const real = await this.realOf(who);
        expect(real, `balances of ${who}`).toBe(this.modelOf(who));
        this.seen.set(who, real);
      }),
    );
  }

  private modelOf(who: Address): string {
    const { available, locked, minNonce } = this.world.model.account(who);
    const { free, seated, unbonding, releaseAt } = this.world.model.stake(who);
    return textOf([available, locked, minNonce, free, seated, unbonding, releaseAt]);
  }

  private async realOf(who: Address): Promise<string> {
    const read = { address: this.world.market.market, abi: marketAbi } as const;
    const [account, stake] = await Promise.all([
      this.client.readContract({ ...read, functionName: 'accounts', args: [who] }),
      this.client.readContract({ ...read, functionName: 'stakes', args: [who] }),
    ]);
    const { available, locked, minNonce } = account;
    const { free, seated, unbonding, releaseAt } = stake;
    return textOf([available, locked, minNonce, free, seated, unbonding, releaseAt]);
  }
}

/** Both sides tell the same of a deal: stage, post, case, commits, and how it ended. */
export function compareDeal({ driver, model }: World, dealId: Hex): void {
  const facts = model.deals.get(dealId);
  const record = driver.record(dealId);
  if (!facts || !record) throw new Error(`Deal ${dealId} is missing on one side`);
  const { terms, stage, post, case: inCase, outcome } = record;
  expect({ terms, stage, post, case: inCase, outcome }, `deal ${dealId}`).toEqual({
    terms: facts.terms,
    stage: facts.stage,
    post: facts.post,
    case: facts.case,
    outcome: facts.outcome,
  });
  if (!isSettled(facts)) {
    expect(record.commits.map(({ mediator, seal }) => ({ mediator, seal }))).toEqual(facts.commits);
    return;
  }
  const settlement = model.settlements.get(dealId);
  const { price, payout, jobFree, seats } = record;
  expect({ price, payout, jobFree, seats }, `settlement of ${dealId}`).toEqual({
    price: settlement?.price,
    payout: settlement?.payout,
    jobFree: settlement?.jobFree,
    seats: settlement?.seats,
  });
}

function people(): Address[] {
  return [...everybody.map(({ address }) => address), BURN];
}

function textOf(values: readonly (bigint | number)[]): string {
  const names = ['available', 'locked', 'minNonce', 'free', 'seated', 'unbonding', 'releaseAt'];
  return values.map((value, index) => `${names[index]} ${value}`).join(', ');
}
