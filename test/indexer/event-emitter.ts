import {
  type Address,
  concat,
  createPublicClient,
  createTestClient,
  createWalletClient,
  encodeAbiParameters,
  encodeEventTopics,
  type Hex,
  http,
  numberToHex,
  type PublicClient,
  type TestClient,
} from 'viem';
import type { DealEventArgs } from '../../lib/chain/deal-event';
import { marketAbi } from '../../lib/chain/generated/market-abi';

/**
 * Emits its calldata as a log: number of topics, topics, data. It lets a test write any history of
 * market events onto a real chain, also one that the market itself would take hours for. Yul:
 *
 *     let n := calldataload(0) let start := add(32, mul(32, n)) let len := sub(calldatasize(), start)
 *     calldatacopy(0, start, len) switch n case 1 { log1(0, len, calldataload(32)) } ... default { log4(...) }
 */
const EMITTER: Hex =
  '0x606280600a5f395ff3fe5f358060051b90601f198236030180926020015f378060011460595780600214604c57600314603c57608035906060359060403590602035905fa4005b6060359060403590602035905fa3005b5060403590602035905fa2005b50602035905fa100';

/** The first of anvil's well-known accounts. */
const SENDER: Address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';

export type Emission = { readonly name: string; readonly args: Record<string, unknown> };

export type EventEmitter = {
  readonly address: Address;
  readonly client: PublicClient;
  readonly anvil: TestClient<'anvil'>;
  /** Emits events, each in a transaction of its own, all in one block. */
  readonly emit: (...events: Emission[]) => Promise<void>;
  /** Mines empty blocks. */
  readonly mine: (blocks: number) => Promise<void>;
  /** Takes the last blocks away; the chain is shorter until something is mined. */
  readonly rollback: (blocks: number) => Promise<void>;
};

/** An event of a deal with its arguments checked. */
export function dealEvent<Name extends keyof DealEventArgs>(
  name: Name,
  args: DealEventArgs[Name],
): Emission {
  return { name, args };
}

/** Puts an emitter onto an anvil that mines by itself (one block a transaction). */
export async function deployEmitter(rpcUrl: string): Promise<EventEmitter> {
  const transport = http(rpcUrl);
  const client: PublicClient = createPublicClient({
    transport,
    cacheTime: 0,
    pollingInterval: 20,
  });
  const anvil = createTestClient({ mode: 'anvil', transport });
  const wallet = createWalletClient({ account: SENDER, transport });
  const deployment = await wallet.sendTransaction({ chain: null, data: EMITTER });
  const receipt = await client.waitForTransactionReceipt({ hash: deployment });
  const address = receipt.contractAddress;
  if (!address) throw new Error('The emitter was not deployed');
  return {
    address,
    client,
    anvil,
    emit: async (...events) => {
      await anvil.setAutomine(false);
      for (const event of events) {
        await wallet.sendTransaction({
          chain: null,
          to: address,
          data: calldataOf(event),
          gas: 1_000_000n,
        });
      }
      await anvil.mine({ blocks: 1 });
      await anvil.setAutomine(true);
    },
    mine: (blocks) => anvil.mine({ blocks }),
    rollback: async (blocks) => {
      await client.request({ method: 'anvil_rollback', params: [blocks] } as never);
    },
  };
}

function calldataOf({ name, args }: Emission): Hex {
  const item = marketAbi.find((entry) => entry.type === 'event' && entry.name === name);
  if (item?.type !== 'event') throw new Error(`The market has no event ${name}`);
  const topics = encodeEventTopics({ abi: [item], eventName: name, args } as never) as Hex[];
  const plain = item.inputs.filter((input) => !('indexed' in input && input.indexed));
  const values = plain.map((input) => args[input.name]);
  const data = encodeAbiParameters(plain, values as never);
  return concat([numberToHex(topics.length, { size: 32 }), ...topics, data]);
}
