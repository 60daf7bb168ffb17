import type { Hex, PrivateKeyAccount } from 'viem';
import type { Deployment } from '../../lib/chain/deployment';
import { marketAbi } from '../../lib/chain/generated/market-abi';
import { type MarketAccess, readAccount, readStake } from '../../lib/chain/market.server';
import type { CallSender } from '../../lib/chain/send-call.server';
import type { Logger } from '../../lib/log/logger.server';
import { includesHex } from '../../lib/shared/address';
import { depositTokens } from '../runtime/deposit-tokens.service';

/**
 * Brings a member to where it can be seated: `stake` staked, and joined to every court of the
 * deployment that invited it and that it never left. Does only what is missing.
 */
export async function joinCourts(options: {
  readonly access: MarketAccess;
  readonly deployment: Deployment;
  readonly member: PrivateKeyAccount;
  readonly sender: CallSender;
  readonly stake: bigint;
  readonly log: Logger;
}): Promise<void> {
  const { access, deployment, member, sender, stake, log } = options;
  const { free, seated, unbonding } = await readStake(access, member.address);
  const missing = stake - free - seated;
  if (missing > 0n && unbonding === 0n) {
    const { available } = await readAccount(access, member.address);
    if (available < missing) await depositTokens(sender, deployment, missing - available);
    await sender.send({ functionName: 'stake', args: [missing] });
    log.info({ member: member.address, amount: missing }, 'staked');
  }
  for (const { id, members, terms } of deployment.courts) {
    if (!includesHex(members, member.address)) continue;
    if (await wasMember(access, id, member)) continue;
    await sender.send({ functionName: 'joinCourt', args: [members, terms] });
    log.info({ member: member.address, court: id }, 'joined the court');
  }
}

async function wasMember({ client, market }: MarketAccess, court: Hex, member: PrivateKeyAccount) {
  const { joinedAt } = await client.readContract({
    address: market,
    abi: marketAbi,
    functionName: 'memberships',
    args: [court, member.address],
  });
  return joinedAt !== 0;
}
