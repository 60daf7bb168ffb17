import {
  type Abi,
  type Address,
  BaseError,
  type ContractFunctionArgs,
  type ContractFunctionName,
  ExecutionRevertedError,
  encodeFunctionData,
  type Hex,
  type LocalAccount,
  type TransactionReceipt,
} from 'viem';
import type { MarketEvent } from './deal-event';
import { decodeEvents } from './decode-event';
import { withGasMargin } from './gas-margin';
import { marketAbi } from './generated/market-abi';
import type { MarketAccess } from './market.server';
import { type MarketProblem, marketProblemOf } from './market-error.view';
import { createTransactionQueue } from './transaction-queue.server';

/** viem cannot follow a generic function name through its own types. */
const untypedAbi: Abi = marketAbi;

type WriteName = ContractFunctionName<typeof marketAbi, 'nonpayable'>;

/** One call of the market, as viem types it. */
export type MarketCall<Name extends WriteName = WriteName> = {
  readonly functionName: Name;
  readonly args: ContractFunctionArgs<typeof marketAbi, 'nonpayable', Name>;
};

export type SentCall = {
  readonly hash: Hex;
  readonly receipt: TransactionReceipt;
  /** What the market emitted, Skipped items included. */
  readonly events: readonly MarketEvent[];
};

/**
 * The contract (or one that it calls) said no, before or after the transaction was sent. Trying the
 * same again is of no use: read the deal and decide anew (`problem.name` is the contract's error).
 */
export class CallRefusedError extends Error {
  override name = 'CallRefusedError';
  readonly call: string;
  readonly problem: MarketProblem;

  constructor(call: string, problem: MarketProblem, options?: ErrorOptions) {
    super(`${call}: ${problem.text} ${problem.todo} (${problem.name})`, options);
    this.call = call;
    this.problem = problem;
  }
}

export type CallSender = {
  readonly address: Address;
  /**
   * Simulates, sends and waits for the receipt of a call of the market. Calls may overlap.
   *
   * @throws CallRefusedError when the contract refuses; TransactionLostError or the transport's error
   *   when it is unknown whether it went through (trying again is safe: the simulation tells)
   */
  send<Name extends WriteName>(call: MarketCall<Name>): Promise<SentCall>;
  /** The same for another contract (the token's approve, say). */
  sendTo(call: {
    readonly to: Address;
    readonly abi: Abi;
    readonly functionName: string;
    readonly args: readonly unknown[];
  }): Promise<SentCall>;
  /** Simulates a call of the market. @throws CallRefusedError, or the transport's error */
  check<Name extends WriteName>(call: MarketCall<Name>): Promise<void>;
  /** How many transactions another process has sent with this key since this was asked last. */
  countForeign(): Promise<number>;
};

export type SenderOptions = {
  readonly access: MarketAccess;
  /** A key that only this process uses. */
  readonly account: LocalAccount;
  readonly signal?: AbortSignal | undefined;
  readonly pollingMs?: number;
  readonly patienceMs?: number;
  /** Told when a call's transaction is on its way and its receipt is not there yet. */
  readonly onBroadcast?: ((functionName: string) => void) | undefined;
  /** Told of a receipt that is not what the chain has. */
  readonly onDoubt?: ((reason: string) => void) | undefined;
};

/**
 * Sends calls by one key. Safe to kill at any moment and to call again: before its first call it
 * waits for what an earlier process left on its way, and every call is simulated first, so one that
 * went through already is refused instead of sent twice.
 */
export function createSender(options: SenderOptions): CallSender {
  const { access, account, onBroadcast } = options;
  const { client, chainId, market, witnesses } = access;
  const queue = createTransactionQueue({ client, chainId, witnesses, ...options });

  async function refused(call: string, error: unknown): Promise<never> {
    const problem = marketProblemOf(error) ?? revertElsewhere(error);
    throw problem ? new CallRefusedError(call, problem, { cause: error }) : error;
  }

  async function estimateGas(name: string, to: Address, data: Hex): Promise<bigint> {
    await queue.settleEarlier();
    return client
      .estimateGas({ account: account.address, to, data })
      .catch((error: unknown) => refused(name, error));
  }

  const dataOf = <Name extends WriteName>({ functionName, args }: MarketCall<Name>) =>
    encodeFunctionData({
      abi: untypedAbi,
      functionName: functionName as string,
      args: args as readonly unknown[],
    });

  async function deliver(name: string, to: Address, data: Hex): Promise<SentCall> {
    const gas = withGasMargin(await estimateGas(name, to, data));
    const receipt = await queue.send({ to, data, gas }, () => onBroadcast?.(name));
    if (receipt.status === 'success') return sentOf(access, receipt);
    await client
      .call({ account: account.address, to, data, blockNumber: receipt.blockNumber })
      .catch((error: unknown) => refused(name, error));
    throw new Error(`${name} reverted in ${receipt.transactionHash}, for a reason that has passed`);
  }

  return {
    address: account.address,
    send: (call) => deliver(call.functionName, market, dataOf(call)),
    check: async (call) => {
      await estimateGas(call.functionName, market, dataOf(call));
    },
    countForeign: () => queue.countForeign(),
    sendTo: ({ to, abi, functionName, args }) =>
      deliver(functionName, to, encodeFunctionData({ abi, functionName, args })),
  };
}

/** A revert with another contract's reason, such as the token's: no better by trying again. */
function revertElsewhere(error: unknown): MarketProblem | undefined {
  const isRevert =
    error instanceof BaseError && error.walk((cause) => cause instanceof ExecutionRevertedError);
  if (!isRevert) return undefined;
  const text = 'A contract that the market calls, such as the token, refused.';
  return { name: 'reverted', args: [], text, todo: 'Look at token balance and allowance.' };
}

async function sentOf(
  { client, market }: MarketAccess,
  receipt: TransactionReceipt,
): Promise<SentCall> {
  const logs = receipt.logs.filter((log) => log.address.toLowerCase() === market.toLowerCase());
  const block = await client.getBlock({ blockHash: receipt.blockHash }).catch(() => undefined);
  const events = decodeEvents(logs, () => Number(block?.timestamp ?? 0n));
  return { hash: receipt.transactionHash, receipt, events };
}
