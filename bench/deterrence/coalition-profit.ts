import type { Address } from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import type { DealRecord } from '../../lib/chain/deal-fold';
import { marketAbi } from '../../lib/chain/generated/market-abi';
import { dealNetOf } from '../../lib/deals/deal-net';
import { sameHex } from '../../lib/shared/address';
import type { Table } from './open-table';

/** What settled deals left one party, or several that act as one, with. Token units. */

/** Of one deal: credits less locks as buyer and provider, fees less fines as seats. */
export function profitOf(record: DealRecord, coalition: readonly PrivateKeyAccount[]): bigint {
  const net = dealNetOf(record);
  if (!net) throw new Error(`Deal ${record.dealId} is not settled`);
  const isTheirs = (who: Address) => coalition.some(({ address }) => sameHex(address, who));
  const seats = record.seats
    .filter(({ mediator }) => isTheirs(mediator))
    .reduce((sum, { fee, slashed }) => sum + fee - slashed, 0n);
  return (
    seats +
    (isTheirs(record.terms.buyer) ? net.buyer : 0n) +
    (isTheirs(record.terms.provider) ? net.provider : 0n)
  );
}

/** All that a coalition has in the market. */
export async function wealthOf(
  { market }: Table,
  coalition: readonly PrivateKeyAccount[],
): Promise<bigint> {
  const { client } = market;
  const contract = { address: market.market, abi: marketAbi } as const;
  let total = 0n;
  for (const { address } of coalition) {
    const args = [address] as const;
    const account = await client.readContract({ ...contract, functionName: 'accounts', args });
    const stake = await client.readContract({ ...contract, functionName: 'stakes', args });
    total += account.available + account.locked + stake.free + stake.seated;
  }
  return total;
}
