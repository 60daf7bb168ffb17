import type { Address, Hex } from 'viem';
import { z } from 'zod';
import { addressField, bytes32Field, bytesField } from '../shared/json-fields';
import { certificateCid } from './certificate-schema';

/**
 * What a maintainer signs: these modules, and no others, are on the curated list, each by the
 * certificate with this CID.
 */
const endorsementTypes = {
  EndorseModules: [
    { name: 'modules', type: 'EndorsedModule[]' },
    { name: 'version', type: 'uint32' },
  ],
  EndorsedModule: [
    { name: 'moduleId', type: 'bytes32' },
    { name: 'certificate', type: 'string' },
  ],
} as const;

/** modules/endorsements.json. Module ids and CIDs are content, so it holds on every chain. */
export const endorsementsSchema = z.strictObject({
  maintainer: addressField,
  /** Larger in every new list. */
  version: z.number().int().min(1).max(0xffff_ffff),
  /** Ascending by their ids. */
  modules: z
    .array(z.strictObject({ moduleId: bytes32Field, certificate: certificateCid }))
    .max(10_000),
  signature: bytesField(65),
});

/** A module on the curated list, and the CID of the certificate that the maintainer looked at. */
export type EndorsedModule = { readonly moduleId: Hex; readonly certificate: string };

export type Endorsements = {
  readonly maintainer: Address;
  readonly version: number;
  readonly modules: readonly EndorsedModule[];
  readonly signature: Hex;
};

/** The EIP-712 message of an endorsement list. */
export function endorsementTypedData({
  modules,
  version,
}: Pick<Endorsements, 'modules' | 'version'>) {
  return {
    domain: { name: 'Reckon endorsements', version: '2' },
    types: endorsementTypes,
    primaryType: 'EndorseModules',
    message: { modules, version },
  } as const;
}
