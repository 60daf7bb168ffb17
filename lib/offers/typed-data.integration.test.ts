import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import {
  type Abi,
  type Address,
  concat,
  domainSeparator,
  getAddress,
  type Hex,
  hashTypedData,
  keccak256,
  toHex,
} from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testAddress } from '../../test/builders/offers';
import { startTestMarket, type TestMarket } from '../../test/builders/test-market';
import { marketAbi } from '../chain/generated/market-abi';
import { marketDomain, VERIFICATION } from './offer-types';
import {
  acceptanceTypes,
  inputReceiptTypes,
  jobOfferTypes,
  resourceOfferTypes,
  resultReceiptTypes,
  ticketTypes,
} from './typed-data';

type Member = { readonly name: string; readonly type: string };
type Message = Record<string, bigint | number | Hex>;

const OFFERS = 40; // a call
const RUNS = { numRuns: 6 };

let market: TestMarket;
let hasherAbi: Abi;
let separator: Hex;
const hasher: Address = testAddress(0x4a5);

beforeAll(async () => {
  market = await startTestMarket();
  const artifact = JSON.parse(
    await readFile(
      new URL('../../contracts/out/OfferHasher.sol/OfferHasher.json', import.meta.url),
      'utf8',
    ),
  );
  hasherAbi = artifact.abi;
  await market.test.setCode({ address: hasher, bytecode: artifact.deployedBytecode.object });
  separator = await market.client.readContract({
    address: market.market,
    abi: marketAbi,
    functionName: 'domainSeparator',
  });
});

afterAll(() => market?.stop());

const hex = (bytes: number) => fc.uint8Array({ minLength: bytes, maxLength: bytes }).map(toHex);

/** A random value as viem wants it: numbers up to 48 bits, else bigint; extremes are frequent. */
function randomOf({ name, type }: Member): fc.Arbitrary<bigint | number | Hex> {
  if (name === 'verification') return fc.constantFrom(...Object.values(VERIFICATION));
  if (type === 'address') return hex(20).map((address) => getAddress(address));
  if (type === 'bytes32') return hex(32);
  const bits = Number(/^uint(\d+)$/.exec(type)?.[1]);
  const max = (1n << BigInt(bits)) - 1n;
  const value = fc.oneof(fc.bigInt({ min: 0n, max }), fc.constantFrom(0n, 1n, max));
  return bits <= 48 ? value.map(Number) : value;
}

const messageOf = (members: readonly Member[]): fc.Arbitrary<Message> =>
  fc.record(Object.fromEntries(members.map((member) => [member.name, randomOf(member)])));

/** Solidity's digests of random messages, compared with those that a wallet signs. */
async function compare(
  types: Record<string, readonly Member[]>,
  structHashes: (messages: readonly Message[]) => Promise<readonly Hex[]>,
  size = OFFERS,
) {
  const [primaryType, members] = Object.entries(types)[0]!;
  const domain = marketDomain(market.chainId, market.market);
  const batches = fc.array(messageOf(members), { minLength: size, maxLength: size });
  await fc.assert(
    fc.asyncProperty(batches, async (messages) => {
      const theirs = (await structHashes(messages)).map((hash) =>
        keccak256(concat(['0x1901', separator, hash])),
      );
      const ours = messages.map((message) =>
        hashTypedData({ domain, types, primaryType, message }),
      );
      expect(theirs).toEqual(ours);
    }),
    RUNS,
  );
}

const read = (functionName: string, args: readonly unknown[]) =>
  market.client.readContract({ address: hasher, abi: hasherAbi, functionName, args });

const inBatch = (functionName: string) => async (messages: readonly Message[]) =>
  (await read(functionName, [messages])) as readonly Hex[];

const oneByOne =
  (functionName: string, members: readonly Member[]) => (messages: readonly Message[]) =>
    Promise.all(
      messages.map(
        (message) =>
          read(
            functionName,
            members.map(({ name }) => message[name]),
          ) as Promise<Hex>,
      ),
    );

it('signs in the domain of the contract', () => {
  const { chainId, market: address } = market;
  expect(domainSeparator({ domain: marketDomain(chainId, address) })).toBe(separator);
  expect(domainSeparator({ domain: marketDomain(chainId + 1, address) })).not.toBe(separator);
});

// That the market hashes the small messages as OfferHasher does is shown by test/parity: it takes
// their signatures.
describe('random messages hash alike in Solidity and in viem', () => {
  it('job offers', () => compare(jobOfferTypes, inBatch('hashJobs')));

  it('resource offers', () => compare(resourceOfferTypes, inBatch('hashResources')));

  it.each([
    ['tickets', ticketTypes, 'hashTicket'],
    ['input receipts', inputReceiptTypes, 'hashInputReceipt'],
    ['result receipts', resultReceiptTypes, 'hashResultReceipt'],
    ['acceptances', acceptanceTypes, 'hashAcceptance'],
  ] as const)('%s', (_, types, functionName) =>
    compare(types, oneByOne(functionName, Object.values(types)[0]!), 8),
  );
});
