import {
  type Abi,
  type Address,
  createTestClient,
  createWalletClient,
  type Hex,
  http,
  maxUint256,
  parseEther,
} from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import { chainOf } from '../../lib/chain/chain-of';
import { marketAbi } from '../../lib/chain/generated/market-abi';
import { testTokenAbi } from '../../lib/chain/generated/test-token-abi';
import { createChainClient } from '../../lib/chain/market.server';
import { courtIdOf, listHashOf, membersHashOf } from '../../lib/offers/offer-hash';
import { type CourtFacts, type MarketDomain, marketDomain } from '../../lib/offers/offer-types';
import { ascending } from '../../lib/shared/address';
import type { TestMarket } from '../../test/builders/test-market';
import { ChainDriver } from '../../test/parity/chain-driver';
import { buyers, directories, mediators, outsider, providers } from '../../test/parity/people';
import { startAnvil } from '../../test/stack/start-anvil';
import { readCreationCode } from '../../workers/deploy/artifacts';
import type { GuardName } from './guards';
import { config, courtEngines, sceneTerms } from './scene';

/** A market on a chain of its own, with money, a court and nobody's deal yet. */
export type Table = {
  readonly market: TestMarket;
  readonly driver: ChainDriver;
  readonly domain: MarketDomain;
  readonly court: CourtFacts;
  /** The court's members in its order. */
  readonly members: readonly PrivateKeyAccount[];
  /** What this build lacks; undefined = the contracts as they are. */
  readonly without: GuardName | undefined;
  readonly close: () => Promise<void>;
};

export const buyer = buyers[0]!;
export const provider = providers[0]!;
/** Someone whose work is copied. */
export const otherProvider = providers[1]!;
export const directory = directories[0]!;
/** Sends what anyone may send. */
export const keeper = outsider;

const MEMBERS = 10;
const DEPOSIT = 1_000_000_000_000n;
const STAKE = 500_000_000_000n;
/** The first block's time; with it every block hash, and so every draw, is the same in every run. */
const GENESIS = 1_800_000_000;

export async function openTable(artifacts: string, without?: GuardName): Promise<Table> {
  const anvil = await startAnvil({
    accounts: 0,
    args: ['--timestamp', String(GENESIS), '--disable-code-size-limit'],
  });
  const test = createTestClient({ mode: 'anvil', transport: http(anvil.url) });
  const client = createChainClient(anvil.url, anvil.chainId, 20);
  await test.setBalance({ address: outsider.address, value: parseEther('100000') });
  const wallet = createWalletClient({
    account: outsider,
    chain: chainOf(anvil.url, anvil.chainId),
    transport: http(anvil.url),
  });
  let clock = GENESIS;
  const create = async (name: string, abi: Abi, args: readonly unknown[]) => {
    const bytecode: Hex = await readCreationCode(artifacts, name);
    clock += 1;
    await test.setNextBlockTimestamp({ timestamp: BigInt(clock) });
    const hash = await wallet.deployContract({
      abi,
      bytecode,
      args: args as never,
      gas: 28_000_000n,
      maxFeePerGas: 100_000_000_000n,
      maxPriorityFeePerGas: 1n,
    });
    const receipt = await client.waitForTransactionReceipt({ hash });
    if (receipt.status !== 'success' || !receipt.contractAddress) {
      throw new Error(`${name} was not deployed`);
    }
    return { address: receipt.contractAddress, block: receipt.blockNumber };
  };
  const { address: token } = await create('TestToken', testTokenAbi, []);
  const deployed = await create('Market', marketAbi, [{ token, ...config }]);
  const market: TestMarket = {
    anvil,
    client,
    test,
    token,
    chainId: anvil.chainId,
    deployer: outsider,
    market: deployed.address,
    block: deployed.block,
    config: { token, ...config },
    newAccount: () => Promise.reject(new Error('Nobody joins a table that is open')),
    stop: () => anvil.stop(),
  };
  const driver = new ChainDriver(market);
  await driver.fundGas();
  await driver.reset(true);
  const members = membersInOrder();
  await fund(market, driver, [buyer, provider, otherProvider, ...members]);
  const court = await openCourt(driver, members);
  return {
    market,
    driver,
    court,
    members,
    without,
    domain: marketDomain(anvil.chainId, deployed.address),
    close: () => anvil.stop(),
  };
}

function membersInOrder(): PrivateKeyAccount[] {
  const accounts = mediators.slice(0, MEMBERS);
  const order: readonly Address[] = ascending(accounts.map(({ address }) => address));
  return accounts.sort((a, b) => order.indexOf(a.address) - order.indexOf(b.address));
}

async function fund(
  market: TestMarket,
  driver: ChainDriver,
  accounts: readonly PrivateKeyAccount[],
): Promise<void> {
  for (const account of accounts) {
    const tokens = [account.address, DEPOSIT];
    await driver.sendTo(account, market.token, testTokenAbi, 'faucet', tokens);
    const allowance = [market.market, maxUint256];
    await driver.sendTo(account, market.token, testTokenAbi, 'approve', allowance);
    await must(driver, account, 'deposit', [DEPOSIT]);
  }
}

async function openCourt(
  driver: ChainDriver,
  accounts: readonly PrivateKeyAccount[],
): Promise<CourtFacts> {
  const members = accounts.map(({ address }) => address);
  const list = [directory.address];
  const terms = sceneTerms(listHashOf(list));
  await must(driver, keeper, 'foundCourt', [members, courtEngines, list, terms]);
  for (const account of accounts) {
    await must(driver, account, 'stake', [STAKE]);
    await must(driver, account, 'joinCourt', [members, terms]);
  }
  const id = courtIdOf(membersHashOf(members), terms);
  return { id, members, engines: courtEngines, directories: list, terms };
}

async function must(
  driver: ChainDriver,
  account: PrivateKeyAccount,
  name: string,
  args: readonly unknown[],
): Promise<void> {
  const { error } = await driver.send(account, name, args);
  if (error) throw new Error(`${name}: ${error}`);
}
