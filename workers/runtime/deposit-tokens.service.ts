import type { Abi } from 'viem';
import type { Deployment } from '../../lib/chain/deployment';
import { testTokenAbi } from '../../lib/chain/generated/test-token-abi';
import type { CallSender } from '../../lib/chain/send-call.server';

/** Approves exactly `amount` (token units) and moves it into the sender's account in the market. */
export async function depositTokens(
  sender: CallSender,
  { token, market }: Pick<Deployment, 'token' | 'market'>,
  amount: bigint,
): Promise<void> {
  await sender.sendTo({
    to: token,
    abi: testTokenAbi as Abi,
    functionName: 'approve',
    args: [market, amount],
  });
  await sender.send({ functionName: 'deposit', args: [amount] });
}
