import {
  type Address,
  concat,
  encodeFunctionData,
  type Hex,
  type PublicClient,
  parseAbi,
} from 'viem';
import type { SignedPermit } from '../offers/match-item';
import { splitSignature } from '../offers/match-item';
import { marketAbi } from './generated/market-abi';
import { marketLensAbi } from './generated/market-lens-abi';
import { isSignedByKey } from './key-signature';

const ERC1271_MAGIC = '0x1626ba7e';
const ERC1271_GAS = 200_000n;
const erc1271Abi = parseAbi(['function isValidSignature(bytes32, bytes) view returns (bytes4)']);

/** What the API asks the chain about an offer before it takes it. */
export type MarketReader = {
  /** The latest block's time, in seconds: what the contract compares deadlines with. */
  readonly now: () => Promise<number>;
  /** A key's signature, or a contract's consent by ERC-1271. */
  readonly isSignedBy: (signer: Address, digest: Hex, signature: Hex) => Promise<boolean>;
  readonly jobNonce: (
    buyer: Address,
    nonce: bigint,
  ) => Promise<{ used: boolean; cancelled: boolean }>;
  readonly resourceUses: (
    provider: Address,
    nonce: bigint,
  ) => Promise<{ used: number; cancelled: boolean }>;
  readonly available: (account: Address) => Promise<bigint>;
  /** Available balances by lower-case address: one call where the market has a lens. */
  readonly funds: (accounts: readonly Address[]) => Promise<ReadonlyMap<string, bigint>>;
  /** Why a permit cannot be used, in the token's or market's words; undefined when it can. */
  readonly permitProblem: (permit: SignedPermit) => Promise<string | undefined>;
};

/** Reads a market over JSON-RPC. Errors of the transport pass through. */
export function marketReader(client: PublicClient, market: Address, lens?: Address): MarketReader {
  const contract = { address: market, abi: marketAbi } as const;
  const availableOf = async (account: Address) =>
    (await client.readContract({ ...contract, functionName: 'accounts', args: [account] }))
      .available;
  return {
    now: async () => Number((await client.getBlock({ blockTag: 'latest' })).timestamp),
    isSignedBy: async (signer, digest, signature) =>
      (await isSignedByKey(signer, digest, signature)) ||
      isConsentedBy(client, signer, digest, signature),
    jobNonce: async (buyer, nonce) => {
      const [used, cancelled] = await client.readContract({
        ...contract,
        functionName: 'jobNonces',
        args: [buyer, nonce],
      });
      return { used, cancelled };
    },
    resourceUses: async (provider, nonce) => {
      const [used, cancelled] = await client.readContract({
        ...contract,
        functionName: 'resourceUses',
        args: [provider, nonce],
      });
      return { used, cancelled };
    },
    available: availableOf,
    funds: async (accounts) => {
      const found = lens
        ? await client.readContract({
            address: lens,
            abi: marketLensAbi,
            functionName: 'fundsOf',
            args: [accounts],
          })
        : await Promise.all(accounts.map(availableOf));
      return new Map(accounts.map((account, at) => [account.toLowerCase(), found[at] ?? 0n]));
    },
    permitProblem: async ({ owner, amount, deadline, signature }) => {
      const { v, r, s } = splitSignature(signature);
      try {
        await client.simulateContract({
          ...contract,
          functionName: 'depositWithPermit',
          args: [owner, amount, deadline, v, r, s],
        });
        return undefined;
      } catch (error) {
        return error instanceof Error ? firstLine(error.message) : String(error);
      }
    },
  };
}

async function isConsentedBy(
  client: PublicClient,
  signer: Address,
  digest: Hex,
  signature: Hex,
): Promise<boolean> {
  const code = await client.getCode({ address: signer });
  if (code === undefined || code === '0x') return false;
  const data = encodeFunctionData({ abi: erc1271Abi, args: [digest, signature] });
  try {
    const answer = await client.call({ to: signer, data, gas: ERC1271_GAS });
    return answer.data?.slice(0, 66) === concat([ERC1271_MAGIC, `0x${'0'.repeat(56)}`]);
  } catch {
    return false;
  }
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}
