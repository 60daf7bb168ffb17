import type { Hex } from 'viem';
import { z } from 'zod';
import { compareHex } from '../shared/address';
import {
  addressField,
  bytes32Field,
  bytesField,
  smallUintField,
  uintField,
} from '../shared/json-fields';
import type { JobSubmission, ResourceSubmission, TicketSubmission } from './match-item';
import type { JobOffer, ResourceOffer, Verification } from './offer-types';

/**
 * Offers and submissions as JSON: integers of more than 48 bits are decimal strings, the others
 * numbers (lib/shared/json.ts writes the same form). Unknown members are refused.
 */

/** Longest list of a submission; far above what a match can pay for in gas. */
const MAX_LIST = 64;
const MAX_SIGNATURE_BYTES = 8_192;

const verificationField = z
  .number()
  .refine((value): value is Verification => value === 0 || value === 1 || value === 2);
export const signatureField = bytesField(MAX_SIGNATURE_BYTES);

const resourceFields = {
  cpuMilli: smallUintField(32),
  memoryMiB: smallUintField(32),
  storageMiB: smallUintField(32),
  gpuCount: smallUintField(32),
  gpuMemoryMiB: smallUintField(32),
};

export const jobOfferSchema: z.ZodType<JobOffer, unknown> = z.strictObject({
  buyer: addressField,
  moduleId: bytes32Field,
  inputsId: bytes32Field,
  engine: bytes32Field,
  ...resourceFields,
  gpuModel: bytes32Field,
  fuelLimit: uintField(64),
  maxBasePrice: uintField(96),
  maxFuelPrice: uintField(96),
  verification: verificationField,
  court: bytes32Field,
  panelSize: smallUintField(8),
  penaltyRate: smallUintField(16),
  auditBps: smallUintField(16),
  directoriesHash: bytes32Field,
  providersHash: bytes32Field,
  solver: addressField,
  solverFee: uintField(96),
  executionWindow: smallUintField(32),
  reviewWindow: smallUintField(32),
  attempts: smallUintField(8),
  drawCommit: bytes32Field,
  expiry: smallUintField(40),
  nonce: uintField(64),
});

export const resourceOfferSchema: z.ZodType<ResourceOffer, unknown> = z.strictObject({
  provider: addressField,
  ...resourceFields,
  gpuModel: bytes32Field,
  enginesHash: bytes32Field,
  modulesHash: bytes32Field,
  basePrice: uintField(96),
  fuelPrice: uintField(96),
  fuelPerSecond: uintField(64),
  minExecutionWindow: smallUintField(32),
  maxReviewWindow: smallUintField(32),
  maxPanelSize: smallUintField(8),
  minTheta: smallUintField(16),
  maxTheta: smallUintField(16),
  maxValue: uintField(96),
  courtsHash: bytes32Field,
  directoriesHash: bytes32Field,
  verifications: smallUintField(8),
  concurrent: smallUintField(16),
  total: smallUintField(32),
  ticketKey: addressField,
  solver: addressField,
  solverFee: uintField(96),
  expiry: smallUintField(40),
  nonce: uintField(64),
});

const inputReceiptSchema = z.strictObject({
  directory: addressField,
  heldUntil: smallUintField(40),
  signature: signatureField,
});

const permitSchema = z.strictObject({
  owner: addressField,
  amount: uintField(96),
  deadline: uintField(256),
  signature: bytesField(65),
});

/** Body of POST /api/v1/job-offers. */
export const jobSubmissionSchema: z.ZodType<JobSubmission, unknown> = z.strictObject({
  offer: jobOfferSchema,
  signature: signatureField,
  lists: z.strictObject({
    directories: ascendingList(addressField),
    providers: ascendingList(addressField).optional(),
  }),
  inputReceipt: inputReceiptSchema,
  permit: permitSchema.optional(),
});

/** Body of POST /api/v1/resource-offers. */
export const resourceSubmissionSchema: z.ZodType<ResourceSubmission, unknown> = z.strictObject({
  offer: resourceOfferSchema,
  signature: signatureField,
  lists: z.strictObject({
    engines: ascendingList(bytes32Field),
    modules: ascendingList(bytes32Field).optional(),
    courts: ascendingList(bytes32Field),
    directories: ascendingList(addressField),
  }),
});

/** Body of POST /api/v1/tickets. */
export const ticketSubmissionSchema: z.ZodType<TicketSubmission, unknown> = z.strictObject({
  resourceOfferHash: bytes32Field,
  until: smallUintField(40),
  signature: signatureField,
});

function ascendingList<T extends Hex>(entry: z.ZodType<T, string>) {
  return z
    .array(entry)
    .max(MAX_LIST)
    .refine(
      (list) => list.every((item, index) => index === 0 || compareHex(list[index - 1]!, item) < 0),
      'must be strictly ascending',
    );
}
