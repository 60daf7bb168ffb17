import {
  type Abi,
  type Address,
  createTestClient,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  type Hex,
  http,
  keccak256,
  type PrivateKeyAccount,
  parseEther,
  stringToHex,
  type TypedDataDefinition,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { isDealEvent } from '../../lib/chain/deal-event';
import { type DealRecord, foldDeal } from '../../lib/chain/deal-fold';
import { decodeEvents } from '../../lib/chain/decode-event';
import { marketAbi } from '../../lib/chain/generated/market-abi';
import { testTokenAbi } from '../../lib/chain/generated/test-token-abi';
import { createChainClient } from '../../lib/chain/market.server';
import { type MarketDomain, marketDomain } from '../../lib/offers/offer-types';
import { testConfig } from '../../test/builders/test-config';
import { startAnvil, type TestAnvil } from '../../test/stack/start-anvil';
import { readCreationCode } from '../../workers/deploy/artifacts';

/** The chain's first second; every block of a bench is a fixed number of seconds after it. */
const GENESIS = 1_800_000_000;
/** Seconds between two transactions. */
const STEP = 2;

/** An account of the bench: always the same key, so figures do not move with addresses. */
export function benchAccount(name: string): PrivateKeyAccount {
  return privateKeyToAccount(keccak256(stringToHex(`reckon gas bench ${name}`)));
}

/** A market on a chain whose keys, addresses and block times are the same in every run. */
export class BenchMarket {
  readonly domain: MarketDomain;
  private clock = GENESIS;
  private readonly nonces = new Map<Address, number>();
  private readonly records = new Map<Hex, DealRecord>();
  private readonly anvil: TestAnvil;
  private readonly client: ReturnType<typeof createChainClient>;
  private readonly test: ReturnType<typeof testClientOf>;
  readonly token: Address;
  readonly market: Address;

  private constructor(anvil: TestAnvil, token: Address, market: Address) {
    this.anvil = anvil;
    this.client = createChainClient(anvil.url, anvil.chainId, 10);
    this.test = testClientOf(anvil.url);
    this.token = token;
    this.market = market;
    this.domain = marketDomain(anvil.chainId, market);
  }

  /** @param artifacts folder of the built contracts */
  static async start(artifacts: string, people: readonly PrivateKeyAccount[]) {
    const anvil = await startAnvil({
      accounts: 0,
      args: ['--timestamp', String(GENESIS)],
    });
    const deployer = benchAccount('deployer');
    const at = (nonce: bigint) => getContractAddress({ from: deployer.address, nonce });
    const market = new BenchMarket(anvil, at(0n), at(1n));
    for (const { address } of [deployer, ...people]) {
      await market.test.setBalance({ address, value: parseEther('1000') });
    }
    const config = { token: market.token, ...testConfig };
    await market.create(deployer, artifacts, 'TestToken', testTokenAbi, []);
    await market.create(deployer, artifacts, 'Market', marketAbi, [config]);
    return market;
  }

  private async create(
    from: PrivateKeyAccount,
    artifacts: string,
    name: string,
    abi: Abi,
    args: readonly unknown[],
  ) {
    const bytecode = await readCreationCode(artifacts, name);
    await this.transact(from, undefined, encodeDeployData({ abi, bytecode, args }));
  }

  /** The time of the latest transaction, in seconds. */
  get now(): number {
    return this.clock;
  }

  /** Sends a call of the market in a block of its own; its gas as the receipt has it. */
  async send(from: PrivateKeyAccount, functionName: string, args: readonly unknown[]) {
    const data = encodeFunctionData({ abi: marketAbi, functionName, args } as never);
    const receipt = await this.transact(from, this.market, data);
    for (const event of decodeEvents(receipt.logs, () => this.clock)) {
      if (event.name === 'Skipped') throw new Error(`${functionName} skipped an item`);
      if (!isDealEvent(event)) continue;
      const { dealId } = event.args;
      this.records.set(dealId, foldDeal(this.records.get(dealId), event));
    }
    return Number(receipt.gasUsed);
  }

  async sendToken(from: PrivateKeyAccount, functionName: string, args: readonly unknown[]) {
    const data = encodeFunctionData({ abi: testTokenAbi, functionName, args } as never);
    await this.transact(from, this.token, data);
  }

  private async transact(from: PrivateKeyAccount, to: Address | undefined, data: Hex) {
    const nonce = this.nonces.get(from.address) ?? 0;
    this.nonces.set(from.address, nonce + 1);
    this.clock += STEP;
    await this.test.setNextBlockTimestamp({ timestamp: BigInt(this.clock) });
    const serializedTransaction = await from.signTransaction({
      type: 'eip1559',
      chainId: this.anvil.chainId,
      nonce,
      ...(to ? { to } : {}),
      data,
      gas: 25_000_000n,
      maxFeePerGas: 100_000_000_000n,
      maxPriorityFeePerGas: 1n,
    });
    const receipt = await this.client.sendRawTransactionSync({
      serializedTransaction,
      throwOnReceiptRevert: false,
    });
    if (receipt.status === 'reverted') {
      await this.client.call({ account: from.address, to, data });
      throw new Error('A transaction of the bench reverted');
    }
    return receipt;
  }

  record(dealId: Hex): DealRecord {
    const record = this.records.get(dealId);
    if (!record) throw new Error(`No deal ${dealId}`);
    return record;
  }

  sign(account: PrivateKeyAccount, data: Omit<TypedDataDefinition, 'domain'>): Promise<Hex> {
    return account.signTypedData({ domain: this.domain, ...data } as never);
  }

  /** Mines until a block's hash can be read. */
  async mineTo(block: bigint): Promise<void> {
    const height = await this.client.getBlockNumber({ cacheTime: 0 });
    if (block <= height) return;
    await this.test.mine({ blocks: Number(block - height), interval: 0 });
  }

  /** Lets time pass before the next transaction. */
  skip(seconds: number): void {
    this.clock += seconds;
  }

  /** Remembers the chain as it is; returns how to go back to it, any number of times. */
  async checkpoint(): Promise<() => Promise<void>> {
    let id = await this.test.snapshot();
    const { clock } = this;
    const nonces = new Map(this.nonces);
    return async () => {
      await this.test.revert({ id });
      id = await this.test.snapshot();
      this.clock = clock;
      this.nonces.clear();
      for (const [who, nonce] of nonces) this.nonces.set(who, nonce);
      this.records.clear();
    };
  }

  stop(): Promise<void> {
    return this.anvil.stop();
  }
}

function testClientOf(url: string) {
  return createTestClient({ mode: 'anvil', transport: http(url) });
}
