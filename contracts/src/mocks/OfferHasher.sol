// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {OfferHashes} from "../libraries/OfferHashes.sol";
import {JobOffer, ResourceOffer} from "../types/Offers.sol";

/// @notice The market's EIP-712 struct hashes, for whoever wants to compare its own with them. Never deployed but by
/// tests. The small messages are no structs in the market: their members are words in the order of the type.
contract OfferHasher {
    function hashJobs(JobOffer[] calldata jobs) external pure returns (bytes32[] memory hashes) {
        hashes = new bytes32[](jobs.length);
        for (uint256 i; i < jobs.length; ++i) {
            hashes[i] = OfferHashes.hashWith(OfferHashes.encode(jobs[i]), jobs[i].inputsId, jobs[i].nonce);
        }
    }

    function hashResources(ResourceOffer[] calldata offers) external pure returns (bytes32[] memory hashes) {
        hashes = new bytes32[](offers.length);
        for (uint256 i; i < offers.length; ++i) {
            hashes[i] = OfferHashes.hash(offers[i]);
        }
    }

    function hashTicket(bytes32 resourceOfferHash, uint40 until) external pure returns (bytes32) {
        return keccak256(abi.encode(OfferHashes.TICKET_TYPEHASH, resourceOfferHash, until));
    }

    function hashInputReceipt(address buyer, bytes32 moduleId, bytes32 inputsId, uint40 heldUntil)
        external
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(OfferHashes.INPUT_RECEIPT_TYPEHASH, buyer, moduleId, inputsId, heldUntil));
    }

    function hashResultReceipt(bytes32 dealId, bytes32 seal, uint64 fuelUsed, uint40 heldUntil)
        external
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(OfferHashes.RESULT_RECEIPT_TYPEHASH, dealId, seal, fuelUsed, heldUntil));
    }

    function hashAcceptance(bytes32 dealId, bytes32 seal, uint64 fuelUsed) external pure returns (bytes32) {
        return keccak256(abi.encode(OfferHashes.ACCEPTANCE_TYPEHASH, dealId, seal, fuelUsed));
    }
}
