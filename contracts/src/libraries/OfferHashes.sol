// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {JobOffer, ResourceOffer, CourtTerms} from "../types/Offers.sol";

/// @dev EIP-712 struct hashes. Offers have static members only, so calldata is their encoding.
library OfferHashes {
    bytes32 internal constant DOMAIN_TYPEHASH =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 internal constant JOB_TYPEHASH = keccak256(
        "JobOffer(address buyer,bytes32 moduleId,bytes32 inputsId,bytes32 engine,uint32 cpuMilli,uint32 memoryMiB,uint32 storageMiB,uint32 gpuCount,uint32 gpuMemoryMiB,bytes32 gpuModel,uint64 fuelLimit,uint96 maxBasePrice,uint96 maxFuelPrice,uint8 verification,bytes32 court,uint8 panelSize,uint16 penaltyRate,uint16 auditBps,bytes32 directoriesHash,bytes32 providersHash,address solver,uint96 solverFee,uint32 executionWindow,uint32 reviewWindow,uint8 attempts,bytes32 drawCommit,uint40 expiry,uint64 nonce)"
    );
    bytes32 internal constant RESOURCE_TYPEHASH = keccak256(
        "ResourceOffer(address provider,uint32 cpuMilli,uint32 memoryMiB,uint32 storageMiB,uint32 gpuCount,uint32 gpuMemoryMiB,bytes32 gpuModel,bytes32 enginesHash,bytes32 modulesHash,uint96 basePrice,uint96 fuelPrice,uint64 fuelPerSecond,uint32 minExecutionWindow,uint32 maxReviewWindow,uint8 maxPanelSize,uint16 minTheta,uint16 maxTheta,uint96 maxValue,bytes32 courtsHash,bytes32 directoriesHash,uint8 verifications,uint16 concurrent,uint32 total,address ticketKey,address solver,uint96 solverFee,uint40 expiry,uint64 nonce)"
    );
    bytes32 internal constant TICKET_TYPEHASH = keccak256("Ticket(bytes32 resourceOfferHash,uint40 until)");
    bytes32 internal constant INPUT_RECEIPT_TYPEHASH =
        keccak256("InputReceipt(address buyer,bytes32 moduleId,bytes32 inputsId,uint40 heldUntil)");
    bytes32 internal constant RESULT_RECEIPT_TYPEHASH =
        keccak256("ResultReceipt(bytes32 dealId,bytes32 seal,uint64 fuelUsed,uint40 heldUntil)");
    bytes32 internal constant ACCEPTANCE_TYPEHASH =
        keccak256("Acceptance(bytes32 dealId,bytes32 seal,uint64 fuelUsed)");

    uint256 private constant OFFER_BYTES = 28 * 32;
    uint256 private constant COURT_TERMS_BYTES = 10 * 32;

    /// @dev Type hash and members of a job offer; hashWith completes it.
    function encode(JobOffer calldata job) internal pure returns (bytes memory encoded) {
        bytes32 typeHash = JOB_TYPEHASH;
        uint256 size = OFFER_BYTES;
        assembly ("memory-safe") {
            encoded := mload(0x40)
            mstore(encoded, add(size, 32))
            mstore(add(encoded, 32), typeHash)
            calldatacopy(add(encoded, 64), job, size)
            mstore(0x40, add(encoded, add(size, 64)))
        }
    }

    /// @dev The struct hash of the encoded offer with these inputs (its third member) and this nonce (its last).
    function hashWith(bytes memory encoded, bytes32 inputsId, uint64 nonce) internal pure returns (bytes32 h) {
        uint256 size = OFFER_BYTES;
        assembly ("memory-safe") {
            let p := add(encoded, 32)
            mstore(add(p, 96), inputsId)
            mstore(add(p, size), nonce)
            h := keccak256(p, add(size, 32))
        }
    }

    function hash(ResourceOffer calldata offer) internal pure returns (bytes32 h) {
        bytes32 typeHash = RESOURCE_TYPEHASH;
        uint256 size = OFFER_BYTES;
        assembly ("memory-safe") {
            let p := mload(0x40)
            mstore(p, typeHash)
            calldatacopy(add(p, 32), offer, size)
            h := keccak256(p, add(size, 32))
        }
    }

    /// @dev keccak256(abi.encode(membersHash, terms))
    function courtId(bytes32 membersHash, CourtTerms calldata terms) internal pure returns (bytes32 h) {
        uint256 size = COURT_TERMS_BYTES;
        assembly ("memory-safe") {
            let p := mload(0x40)
            mstore(p, membersHash)
            calldatacopy(add(p, 32), terms, size)
            h := keccak256(p, add(size, 32))
        }
    }

    function domainSeparator(address market) internal view returns (bytes32) {
        return keccak256(abi.encode(DOMAIN_TYPEHASH, keccak256("Reckon"), keccak256("1"), block.chainid, market));
    }
}
