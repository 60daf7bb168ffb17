import {
  type Address,
  createTestClient,
  createWalletClient,
  http,
  type PublicClient,
  parseEther,
  publicActions,
} from 'viem';
import { testTokenAbi } from './generated/test-token-abi';

/** Sends the faucet's transactions. Nobody holds its key: anvil lets it act without. */
const FAUCET: Address = '0xfa0ce70000000000000000000000000000000001';
const GAS = parseEther('10');
const GAS_LOW = parseEther('1');

/** One visit to the faucet, in token units: 10,000 tUSD. */
export const FAUCET_AMOUNT = 10_000_000_000n;

export type FaucetGift = { readonly gas: bigint; readonly tokens: bigint };

/**
 * Gives an address gas and test tokens on a local chain; waits until both are there. Only anvil knows
 * the calls it makes, so elsewhere it fails.
 *
 * @param amount token units, at most the token's own cap a call
 */
export async function fillFromFaucet(
  client: PublicClient,
  rpcUrl: string,
  token: Address,
  to: Address,
  amount: bigint = FAUCET_AMOUNT,
): Promise<FaucetGift> {
  const anvil = createTestClient({ mode: 'anvil', transport: http(rpcUrl) }).extend(publicActions);
  const isLow = (await client.getBalance({ address: to })) < GAS_LOW;
  if (isLow) await anvil.setBalance({ address: to, value: GAS });
  await anvil.setBalance({ address: FAUCET, value: GAS });
  await anvil.impersonateAccount({ address: FAUCET });
  const wallet = createWalletClient({ account: FAUCET, transport: http(rpcUrl) });
  const hash = await inTurn(() =>
    wallet.writeContract({
      chain: null,
      address: token,
      abi: testTokenAbi,
      functionName: 'faucet',
      args: [to, amount],
    }),
  );
  const receipt = await client.waitForTransactionReceipt({ hash, pollingInterval: 100 });
  if (receipt.status !== 'success') throw new Error(`The faucet's transaction ${hash} failed`);
  return { gas: isLow ? GAS : 0n, tokens: amount };
}

let turn: Promise<unknown> = Promise.resolve();

/** One account sends for everybody: two at once would take the same nonce. */
function inTurn<T>(action: () => Promise<T>): Promise<T> {
  const result = turn.then(action);
  turn = result.catch(() => undefined);
  return result;
}
