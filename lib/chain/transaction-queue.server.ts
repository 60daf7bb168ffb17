import {
  type Address,
  type Hex,
  keccak256,
  type LocalAccount,
  type PublicClient,
  type TransactionReceipt,
} from 'viem';
import { confirmReceipt } from './confirm-receipt.server';
import { raisedFees } from './raise-fees';
import { isEndpointsFault, shortTextOf, type Witness } from './rpc-pool.server';

/** A transaction as it goes out, but for nonce and fees. */
export type Outgoing = { readonly to: Address; readonly data: Hex; readonly gas: bigint };

/** Another process used this key's nonce, or the node forgot the transaction: look and try again. */
export class TransactionLostError extends Error {
  override name = 'TransactionLostError';
}

export type QueueOptions = {
  readonly client: PublicClient;
  readonly account: LocalAccount;
  readonly chainId: number;
  readonly signal?: AbortSignal | undefined;
  /** How often receipts are asked for (default 500 ms). */
  readonly pollingMs?: number;
  /** After this without a receipt the transaction goes out again with higher fees (default 45 s). */
  readonly patienceMs?: number;
  /** The single nodes behind `client`: a receipt counts once two of them agree. */
  readonly witnesses?: readonly Witness[] | undefined;
  /** Told of a receipt that is not what the chain has. */
  readonly onDoubt?: ((reason: string) => void) | undefined;
};

export type TransactionQueue = {
  /** Sends and waits for the receipt, whatever its status. `onBroadcast`: the node has it. */
  send(transaction: Outgoing, onBroadcast?: () => void): Promise<TransactionReceipt>;
  /** Resolves once nothing that this key sent earlier (before a restart, say) is still on its way. */
  settleEarlier(): Promise<void>;
  /** How many transactions another process has sent with this key since this was asked last. */
  countForeign(): Promise<number>;
};

/** After so many looks for a receipt the node is asked whether it still knows the transaction. */
const FORGOTTEN_EVERY = 4;
/** Looks in a row at which a nonce is used and nobody has our receipt: nodes count before they tell. */
const LOST_AFTER = 5;

/**
 * The nonces of one key. One process at a time may use a key; within it any number of transactions
 * may be on their way. Stuck ones are sent again with higher fees; what a killed process left behind
 * is waited for, or pushed out, before the first new one.
 */
export function createTransactionQueue(options: QueueOptions): TransactionQueue {
  const { client, account, chainId, signal, witnesses = [], onDoubt } = options;
  const { pollingMs = 500, patienceMs = 45_000 } = options;
  const { address } = account;
  const emptyTransfer = { to: address, data: '0x', gas: 21_000n } as const;
  let turn: Promise<unknown> = Promise.resolve();
  /** Nonces of the transactions that are waited for. */
  const flying = new Set<number>();
  let isSettled = false;
  /** Nonces below are accounted for: ours, or older than this process. */
  let ours: number | undefined;

  const minedCount = () => client.getTransactionCount({ address, blockTag: 'latest' });
  const knownCount = () => client.getTransactionCount({ address, blockTag: 'pending' });

  /** One broadcast after the other, so that nonces go out in order. */
  function inTurn<T>(action: () => Promise<T>): Promise<T> {
    const result = turn.then(action);
    turn = result.catch(() => undefined);
    return result;
  }

  async function sign(transaction: Outgoing, nonce: number, tries: number) {
    const estimate = await client.estimateFeesPerGas();
    const balance = tries > 0 ? await client.getBalance({ address }) : 0n;
    const fees = raisedFees(estimate, tries, { gas: transaction.gas, balance });
    const signed = { type: 'eip1559', chainId, nonce, ...transaction, ...fees } as const;
    return account.signTransaction(signed);
  }

  /** Its hash is known before a node answers: an answer that is lost says nothing of the transaction. */
  async function broadcast(transaction: Outgoing, nonce: number, tries: number): Promise<Hex> {
    const serializedTransaction = await sign(transaction, nonce, tries);
    await client.sendRawTransaction({ serializedTransaction }).catch((error: unknown) => {
      if (!/already known/i.test(String(error)) && !isEndpointsFault(error)) throw error;
    });
    return keccak256(serializedTransaction);
  }

  async function broadcastNext(transaction: Outgoing): Promise<{ nonce: number; hash: Hex }> {
    // What only we remember may have been dropped: it counts only while we wait for it. A nonce that
    // a reorganisation freed below the others is taken again, or they would wait for ever.
    let nonce = await knownCount();
    while (flying.has(nonce)) nonce += 1;
    const hash = await broadcast(transaction, nonce, 0);
    flying.add(nonce);
    own(nonce);
    return { nonce, hash };
  }

  function own(nonce: number): void {
    if (ours !== undefined) ours = Math.max(ours, nonce + 1);
  }

  /** The receipt, if it stands the comparison with the chain; one that does not is none. */
  async function soundReceiptOf(
    hashes: readonly Hex[],
    deadline: number,
  ): Promise<TransactionReceipt | 'waiting' | undefined> {
    const receipt = await receiptOf(hashes);
    if (!receipt) return undefined;
    const confirmation = await confirmReceipt({ client, witnesses }, receipt);
    if (confirmation.is === 'confirmed') return receipt;
    if (confirmation.is === 'contradicted') {
      onDoubt?.(confirmation.reason);
      return undefined;
    }
    // A node that has stopped must not stop us.
    return Date.now() > deadline ? receipt : 'waiting';
  }

  async function receiptOf(hashes: readonly Hex[]): Promise<TransactionReceipt | undefined> {
    for (const hash of hashes) {
      const receipt = await client.getTransactionReceipt({ hash }).catch(ignoreNotFound);
      if (receipt) return receipt;
    }
    return undefined;
  }

  /**
   * Looks after a transaction that is on its way until its receipt is there. What nodes fail at is asked
   * again: who let go of it now would send it twice.
   */
  async function follow(transaction: Outgoing, nonce: number, first: Hex) {
    const flight = { hashes: [first], deadline: Date.now() + patienceMs, polls: 0, looks: 0 };
    for (let failures = 0; ; ) {
      try {
        const receipt = await look(transaction, nonce, flight);
        if (receipt) return receipt;
        failures = 0;
      } catch (error) {
        if (signal?.aborted || error instanceof TransactionLostError) throw error;
        failures += 1;
        if (failures === 1)
          onDoubt?.(`the transaction ${first} is waited for: ${shortTextOf(error)}`);
      }
      await pause(pollingMs, signal);
    }
  }

  /** One look for a transaction's receipt; sends it again where that is due. */
  async function look(
    transaction: Outgoing,
    nonce: number,
    flight: { readonly hashes: Hex[]; deadline: number; polls: number; looks: number },
  ): Promise<TransactionReceipt | undefined> {
    const { hashes } = flight;
    flight.polls += 1;
    const receipt = await soundReceiptOf(hashes, flight.deadline);
    if (receipt === 'waiting') return undefined;
    if (receipt) return receipt;
    if ((await minedCount()) > nonce) {
      flight.looks = (await receiptOf(hashes)) ? 0 : flight.looks + 1;
      if (flight.looks < LOST_AFTER) return undefined;
      throw new TransactionLostError(`Nonce ${nonce} of ${address} went to another transaction`);
    }
    const isStuck = Date.now() > flight.deadline;
    // A reorganised node does not keep what its lost blocks held.
    const isForgotten = flight.polls % FORGOTTEN_EVERY === 0 && (await knownCount()) <= nonce;
    if (isStuck) flight.deadline = Date.now() + patienceMs;
    if (isStuck || isForgotten) {
      const raises = isStuck ? hashes.length : 0;
      const again = await broadcast(transaction, nonce, raises).catch(ignoreKnown);
      if (again && !hashes.includes(again)) hashes.push(again);
      await fillGap();
    }
    return undefined;
  }

  /** An empty transfer to ourselves where the next nonce is nobody's: a reorganisation freed it. */
  async function fillGap(): Promise<void> {
    const next = await minedCount();
    if (flying.has(next) || [...flying].every((nonce) => nonce < next)) return;
    await broadcast(emptyTransfer, next, 0).catch(ignoreKnown);
    own(next);
  }

  async function settleEarlier(): Promise<void> {
    let deadline = Date.now() + patienceMs;
    for (let tries = 1; !isSettled; ) {
      const mined = await minedCount();
      if (mined >= (await knownCount())) break;
      if (Date.now() > deadline) {
        // Pushes out what we no longer know by an empty transfer to ourselves.
        await broadcast(emptyTransfer, mined, 2 * tries).catch(ignoreKnown);
        deadline = Date.now() + patienceMs;
        tries += 1;
      }
      await pause(pollingMs, signal);
    }
    isSettled = true;
    ours ??= await knownCount();
  }

  return {
    settleEarlier: () => inTurn(settleEarlier),
    async countForeign() {
      // In turn: what is being broadcast now is not counted as somebody else's.
      return inTurn(async () => {
        if (ours === undefined) return 0;
        const mined = await minedCount();
        const foreign = Math.max(0, mined - ours);
        ours = Math.max(ours, mined);
        return foreign;
      });
    },
    async send(transaction, onBroadcast) {
      const { nonce, hash } = await inTurn(async () => {
        await settleEarlier();
        return retryNonce(() => broadcastNext(transaction));
      });
      try {
        onBroadcast?.();
        return await follow(transaction, nonce, hash);
      } finally {
        flying.delete(nonce);
      }
    },
  };
}

/** "Nonce too low" means that the node's count was behind: ask again. */
async function retryNonce<T>(action: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await action();
    } catch (error) {
      if (tries >= 4 || !/nonce too low|replacement/i.test(String(error))) throw error;
      await pause(250 * tries, undefined);
    }
  }
}

function ignoreNotFound(error: unknown): undefined {
  if (error instanceof Error && error.name === 'TransactionReceiptNotFoundError') return undefined;
  throw error;
}

/** What keeps a transaction from going out again, and not the one before it from being mined. */
function ignoreKnown(error: unknown): undefined {
  const known = /nonce too low|replacement|underpriced|already known|insufficient funds/i;
  if (known.test(String(error))) return undefined;
  throw error;
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', abort, { once: true });
  });
}
