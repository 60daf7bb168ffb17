import {
  type Address,
  concat,
  encodeAbiParameters,
  type Hex,
  hashStruct,
  keccak256,
  pad,
  stringToHex,
  toHex,
} from 'viem';
import { ZERO_BYTES32 } from '../shared/address';
import type { CourtTerms, JobOffer, ResourceOffer } from './offer-types';
import { jobOfferTypes, resourceOfferTypes } from './typed-data';

/** The EIP-712 struct hash of a job offer, without domain: its name everywhere. */
export function jobOfferHashOf(offer: JobOffer): Hex {
  return hashStruct({ data: offer, primaryType: 'JobOffer', types: jobOfferTypes });
}

/** The EIP-712 struct hash of a resource offer, without domain. */
export function resourceOfferHashOf(offer: ResourceOffer): Hex {
  return hashStruct({ data: offer, primaryType: 'ResourceOffer', types: resourceOfferTypes });
}

/** The hash by which a list of addresses or 32-byte values is signed; order matters. */
export function listHashOf(list: readonly Hex[]): Hex {
  return keccak256(concat(list.map((entry) => pad(entry, { size: 32 }))));
}

/** The hash of a list that may stand for "any": 0 where it is undefined. */
export function optionalListHashOf(list: readonly Hex[] | undefined): Hex {
  return list === undefined ? ZERO_BYTES32 : listHashOf(list);
}

/** The hash of a court's engines: words engine, class, engine, class ... */
export function engineClassesHashOf(
  engines: readonly { readonly engine: Hex; readonly class_: number }[],
): Hex {
  return listHashOf(engines.flatMap(({ engine, class_ }) => [engine, toHex(class_)]));
}

/** The hash of a court's invited members, which are strictly ascending. */
export function membersHashOf(members: readonly Address[]): Hex {
  return listHashOf(members);
}

const COURT_TERMS = [
  { name: 'enginesHash', type: 'bytes32' },
  { name: 'directoriesHash', type: 'bytes32' },
  { name: 'cpuMilli', type: 'uint32' },
  { name: 'memoryMiB', type: 'uint32' },
  { name: 'storageMiB', type: 'uint32' },
  { name: 'gpuCount', type: 'uint32' },
  { name: 'gpuMemoryMiB', type: 'uint32' },
  { name: 'maxFuel', type: 'uint64' },
  { name: 'maxExecutionWindow', type: 'uint32' },
  { name: 'minSeatFee', type: 'uint96' },
] as const;

/** A court's id from the hash of its invited members and its terms. */
export function courtIdOf(membersHash: Hex, terms: CourtTerms): Hex {
  return keccak256(
    encodeAbiParameters(
      [{ type: 'bytes32' }, { type: 'tuple', components: COURT_TERMS }],
      [membersHash, terms],
    ),
  );
}

/** A deal's id: one chain, one market, one pair of offers, one attempt. */
export function dealIdOf(deal: {
  readonly chainId: number;
  readonly market: Address;
  readonly jobOfferHash: Hex;
  readonly resourceOfferHash: Hex;
  /** Failed deals of the job so far. */
  readonly attempt: number;
}): Hex {
  return keccak256(
    encodeAbiParameters(
      [
        { type: 'uint256' },
        { type: 'address' },
        { type: 'bytes32' },
        { type: 'bytes32' },
        { type: 'uint256' },
      ],
      [
        BigInt(deal.chainId),
        deal.market,
        deal.jobOfferHash,
        deal.resourceOfferHash,
        BigInt(deal.attempt),
      ],
    ),
  );
}

/** An engine's id from its name and exact version, "reckon-wasm@1.0.0". */
export function engineIdOf(name: string): Hex {
  return keccak256(stringToHex(name));
}

/** What a terms word keeps of the two directory lists. */
export function directoriesHashOf(jobDirectories: Hex, resourceDirectories: Hex): Hex {
  return keccak256(concat([jobDirectories, resourceDirectories]));
}

/** The chain of hashes by which the contract remembers which providers failed, in order. */
export function failuresChainOf(providers: readonly Address[]): bigint {
  return providers.reduce(
    (chain, provider) =>
      BigInt(
        keccak256(
          encodeAbiParameters([{ type: 'uint256' }, { type: 'address' }], [chain, provider]),
        ),
      ) >> 8n,
    0n,
  );
}

/** The commitment to a draw secret of 32 bytes that a job offer signs. */
export function drawCommitOf(secret: Hex): Hex {
  return keccak256(pad(secret, { size: 32 }));
}
