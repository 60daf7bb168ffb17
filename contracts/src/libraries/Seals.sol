// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @dev Party-bound commitments to results (section 5).
library Seals {
    /// @dev The reserved digest, with fuel 0, says that no source had the inputs.
    bytes32 internal constant INPUTS_UNAVAILABLE = keccak256("reckon.inputs-unavailable");

    function sealOf(bytes32 dealId, address party, bytes32 digest, uint64 fuelUsed) internal pure returns (bytes32) {
        return keccak256(abi.encode(dealId, party, digest, fuelUsed));
    }
}
