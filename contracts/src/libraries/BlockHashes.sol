// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @dev Hashes of past blocks: BLOCKHASH (256 blocks), else EIP-2935's contract (8191 blocks) where it has code. Both
/// know the same hashes; the opcode costs 4,800 gas less.
library BlockHashes {
    address internal constant HISTORY = 0x0000F90827F1C53a10cb7A02335B175320002935;

    /// @return h 0 where it cannot be read any more. The caller has checked block.number > b.
    function read(uint256 b) internal view returns (bytes32 h) {
        h = blockhash(b);
        if (h != 0) return h;
        address history = HISTORY;
        if (history.code.length != 0) {
            assembly ("memory-safe") {
                mstore(0, b)
                let ok := staticcall(gas(), history, 0, 32, 0, 32)
                if and(ok, eq(returndatasize(), 32)) { h := mload(0) }
            }
        }
    }
}
