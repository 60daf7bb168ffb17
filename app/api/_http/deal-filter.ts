import { z } from 'zod';
import { OUTCOME, STAGE } from '@/lib/chain/deal-facts';
import { addressField, bytes32Field } from '@/lib/shared/json-fields';
import { dealCursorField, limitField } from './paging';

const namesOf = <Name extends string>(names: Record<Name, number>) =>
  z.enum(Object.keys(names) as [Name, ...Name[]]);

/** Query string of the lists of deals and disputes. */
export const dealFilterSchema = z.strictObject({
  buyer: addressField.optional(),
  provider: addressField.optional(),
  agent: addressField.optional(),
  party: addressField.optional(),
  seat: addressField.optional(),
  moduleId: bytes32Field.optional(),
  court: bytes32Field.optional(),
  jobOfferHash: bytes32Field.optional(),
  stage: namesOf(STAGE).optional(),
  outcome: namesOf(OUTCOME).optional(),
  live: z.stringbool().optional(),
  id: z
    .string()
    .regex(/^0x[0-9a-fA-F]{1,64}$/, 'must be the beginning of a deal id (0x...)')
    .optional(),
  after: dealCursorField.optional(),
  limit: limitField,
});
