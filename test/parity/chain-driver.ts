import {
  type Abi,
  type Address,
  decodeErrorResult,
  encodeFunctionData,
  type Hex,
  parseEther,
} from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import { isDealEvent, type MarketEvent } from '../../lib/chain/deal-event';
import { type DealRecord, foldDeal } from '../../lib/chain/deal-fold';
import { decodeEvents } from '../../lib/chain/decode-event';
import { marketAbi } from '../../lib/chain/generated/market-abi';
import type { TestMarket } from '../builders/test-market';
import { everybody } from './people';

/** EIP-2935's contract of older block hashes. */
const HISTORY: Address = '0x0000F90827F1C53a10cb7A02335B175320002935';

export type Outcome = {
  /** undefined = accepted; else the contract's error by name. */
  readonly error: string | undefined;
  readonly now: number;
  readonly blockNumber: bigint;
  readonly events: readonly MarketEvent[];
};

/** Sends every call as a transaction in a block of its own, at a time that the test sets. */
export class ChainDriver {
  readonly records = new Map<Hex, DealRecord[]>();
  /** Time of the next block at the earliest. */
  clock = 0;
  hasHistory = true;
  private readonly market: TestMarket;
  private readonly nonces = new Map<Address, number>();
  private readonly hashes = new Map<bigint, Hex>();
  /** Number of the latest block. */
  height = 0n;

  constructor(market: TestMarket) {
    this.market = market;
  }

  async reset(hasHistory: boolean): Promise<void> {
    const { client, test } = this.market;
    this.records.clear();
    this.nonces.clear();
    this.hashes.clear();
    const block = await client.getBlock();
    this.clock = Number(block.timestamp);
    this.height = block.number;
    this.hasHistory = hasHistory;
    if (!hasHistory) await test.setCode({ address: HISTORY, bytecode: '0x' });
    for (const { address } of everybody) {
      this.nonces.set(address, await client.getTransactionCount({ address }));
    }
  }

  async fundGas(): Promise<void> {
    for (const { address } of everybody) {
      await this.market.test.setBalance({ address, value: parseEther('100000') });
    }
  }

  /** Mines empty blocks; next to no time passes. */
  async mine(blocks: number): Promise<void> {
    const { client, test } = this.market;
    await test.mine({ blocks, interval: 0 });
    const block = await client.getBlock();
    this.height = block.number;
    // Blocks that are mined so take the time that really passes.
    this.clock = Math.max(this.clock, Number(block.timestamp));
  }

  async send(account: PrivateKeyAccount, functionName: string, args: readonly unknown[]) {
    return this.sendTo(account, this.market.market, marketAbi, functionName, args);
  }

  async sendTo(
    account: PrivateKeyAccount,
    to: Address,
    abi: Abi,
    functionName: string,
    args: readonly unknown[],
  ): Promise<Outcome> {
    const { client, test, chainId } = this.market;
    const nonce = this.nonces.get(account.address) ?? 0;
    this.nonces.set(account.address, nonce + 1);
    const serializedTransaction = await account.signTransaction({
      type: 'eip1559',
      chainId,
      nonce,
      to,
      data: encodeFunctionData({ abi, functionName, args }),
      gas: 8_000_000n,
      maxFeePerGas: 100_000_000_000n,
      maxPriorityFeePerGas: 1n,
    });
    this.clock += 1;
    await test.setNextBlockTimestamp({ timestamp: BigInt(this.clock) });
    const receipt = await client.sendRawTransactionSync({
      serializedTransaction,
      throwOnReceiptRevert: false,
    });
    const hash = receipt.transactionHash;
    this.height = receipt.blockNumber;
    const moment = { now: this.clock, blockNumber: receipt.blockNumber };
    if (receipt.status === 'reverted') {
      return { ...moment, error: await this.reasonOf(hash), events: [] };
    }
    const events = decodeEvents(receipt.logs, () => this.clock);
    this.fold(events);
    return { ...moment, error: undefined, events };
  }

  /** The latest record of a deal, `back` versions ago. */
  record(dealId: Hex, back = 0): DealRecord | undefined {
    const versions = this.records.get(dealId) ?? [];
    return versions[Math.max(0, versions.length - 1 - back)];
  }

  /** Reads the hash of a block before a call may need it. */
  async readHash(blockNumber: bigint): Promise<void> {
    if (blockNumber === 0n || blockNumber > this.height || this.hashes.has(blockNumber)) return;
    const { hash } = await this.market.client.getBlock({ blockNumber });
    this.hashes.set(blockNumber, hash);
  }

  /** What a call in block `at` can read of block `number`. */
  hashSeenFrom(at: bigint): (number: bigint) => Hex | undefined {
    return (number) => {
      const age = at - number;
      const isReadable = age >= 1n && age <= (this.hasHistory ? 8_191n : 256n);
      return isReadable ? this.hashes.get(number) : undefined;
    };
  }

  private fold(events: readonly MarketEvent[]): void {
    for (const event of events) {
      if (!isDealEvent(event)) continue;
      const versions = this.records.get(event.args.dealId) ?? [];
      versions.push(foldDeal(versions.at(-1), event));
      this.records.set(event.args.dealId, versions);
    }
  }

  private async reasonOf(hash: Hex): Promise<string> {
    const trace = (await this.market.client.request({
      method: 'debug_traceTransaction',
      params: [hash, { tracer: 'callTracer' }],
    } as never)) as { output?: Hex };
    if (!trace.output || trace.output === '0x') return 'reverted without reason';
    return decodeErrorResult({ abi: marketAbi, data: trace.output }).errorName;
  }
}
