/**
 * EIP-712 types of everything that is signed for a market; equal to Solidity's type hashes, member by
 * member and in order. One object per message, so that a wallet is shown only what it signs.
 */

export const jobOfferTypes = {
  JobOffer: [
    { name: 'buyer', type: 'address' },
    { name: 'moduleId', type: 'bytes32' },
    { name: 'inputsId', type: 'bytes32' },
    { name: 'engine', type: 'bytes32' },
    { name: 'cpuMilli', type: 'uint32' },
    { name: 'memoryMiB', type: 'uint32' },
    { name: 'storageMiB', type: 'uint32' },
    { name: 'gpuCount', type: 'uint32' },
    { name: 'gpuMemoryMiB', type: 'uint32' },
    { name: 'gpuModel', type: 'bytes32' },
    { name: 'fuelLimit', type: 'uint64' },
    { name: 'maxBasePrice', type: 'uint96' },
    { name: 'maxFuelPrice', type: 'uint96' },
    { name: 'verification', type: 'uint8' },
    { name: 'court', type: 'bytes32' },
    { name: 'panelSize', type: 'uint8' },
    { name: 'penaltyRate', type: 'uint16' },
    { name: 'auditBps', type: 'uint16' },
    { name: 'directoriesHash', type: 'bytes32' },
    { name: 'providersHash', type: 'bytes32' },
    { name: 'solver', type: 'address' },
    { name: 'solverFee', type: 'uint96' },
    { name: 'executionWindow', type: 'uint32' },
    { name: 'reviewWindow', type: 'uint32' },
    { name: 'attempts', type: 'uint8' },
    { name: 'drawCommit', type: 'bytes32' },
    { name: 'expiry', type: 'uint40' },
    { name: 'nonce', type: 'uint64' },
  ],
} as const;

export const resourceOfferTypes = {
  ResourceOffer: [
    { name: 'provider', type: 'address' },
    { name: 'cpuMilli', type: 'uint32' },
    { name: 'memoryMiB', type: 'uint32' },
    { name: 'storageMiB', type: 'uint32' },
    { name: 'gpuCount', type: 'uint32' },
    { name: 'gpuMemoryMiB', type: 'uint32' },
    { name: 'gpuModel', type: 'bytes32' },
    { name: 'enginesHash', type: 'bytes32' },
    { name: 'modulesHash', type: 'bytes32' },
    { name: 'basePrice', type: 'uint96' },
    { name: 'fuelPrice', type: 'uint96' },
    { name: 'fuelPerSecond', type: 'uint64' },
    { name: 'minExecutionWindow', type: 'uint32' },
    { name: 'maxReviewWindow', type: 'uint32' },
    { name: 'maxPanelSize', type: 'uint8' },
    { name: 'minTheta', type: 'uint16' },
    { name: 'maxTheta', type: 'uint16' },
    { name: 'maxValue', type: 'uint96' },
    { name: 'courtsHash', type: 'bytes32' },
    { name: 'directoriesHash', type: 'bytes32' },
    { name: 'verifications', type: 'uint8' },
    { name: 'concurrent', type: 'uint16' },
    { name: 'total', type: 'uint32' },
    { name: 'ticketKey', type: 'address' },
    { name: 'solver', type: 'address' },
    { name: 'solverFee', type: 'uint96' },
    { name: 'expiry', type: 'uint40' },
    { name: 'nonce', type: 'uint64' },
  ],
} as const;

export const ticketTypes = {
  Ticket: [
    { name: 'resourceOfferHash', type: 'bytes32' },
    { name: 'until', type: 'uint40' },
  ],
} as const;

export const inputReceiptTypes = {
  InputReceipt: [
    { name: 'buyer', type: 'address' },
    { name: 'moduleId', type: 'bytes32' },
    { name: 'inputsId', type: 'bytes32' },
    { name: 'heldUntil', type: 'uint40' },
  ],
} as const;

export const resultReceiptTypes = {
  ResultReceipt: [
    { name: 'dealId', type: 'bytes32' },
    { name: 'seal', type: 'bytes32' },
    { name: 'fuelUsed', type: 'uint64' },
    { name: 'heldUntil', type: 'uint40' },
  ],
} as const;

export const acceptanceTypes = {
  Acceptance: [
    { name: 'dealId', type: 'bytes32' },
    { name: 'seal', type: 'bytes32' },
    { name: 'fuelUsed', type: 'uint64' },
  ],
} as const;
