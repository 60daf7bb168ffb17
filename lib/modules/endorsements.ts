import type { Address, Hex } from 'viem';
import { z } from 'zod';
import { addressField, bytes32Field, bytesField } from '../shared/json-fields';

/** What a maintainer signs: these modules, and no others, are on the curated list. */
const endorsementTypes = {
  EndorseModules: [
    { name: 'moduleIds', type: 'bytes32[]' },
    { name: 'version', type: 'uint32' },
  ],
} as const;

/** modules/endorsements.json. Module ids are content, so it holds on every chain. */
export const endorsementsSchema = z.strictObject({
  maintainer: addressField,
  /** Larger in every new list. */
  version: z.number().int().min(1).max(0xffff_ffff),
  /** Ascending. */
  moduleIds: z.array(bytes32Field).max(10_000),
  signature: bytesField(65),
});

export type Endorsements = {
  readonly maintainer: Address;
  readonly version: number;
  readonly moduleIds: readonly Hex[];
  readonly signature: Hex;
};

/** The EIP-712 message of an endorsement list. */
export function endorsementTypedData({
  moduleIds,
  version,
}: Pick<Endorsements, 'moduleIds' | 'version'>) {
  return {
    domain: { name: 'Reckon endorsements', version: '1' },
    types: endorsementTypes,
    primaryType: 'EndorseModules',
    message: { moduleIds, version },
  } as const;
}
