// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @dev The two ways a batchable step says no: revert with the error and its values (`strict`), or return the error's
/// selector so that the batch skips the item. 0 means that nothing is wrong.
library Fail {
    function no(bool strict, bytes4 reason) internal pure returns (bytes4) {
        if (strict) {
            assembly ("memory-safe") {
                mstore(0, reason)
                revert(0, 4)
            }
        }
        return reason;
    }

    function no(bool strict, bytes4 reason, uint256 a) internal pure returns (bytes4) {
        if (strict) {
            assembly ("memory-safe") {
                mstore(0, reason)
                mstore(4, a)
                revert(0, 36)
            }
        }
        return reason;
    }

    function no(bool strict, bytes4 reason, uint256 a, uint256 b) internal pure returns (bytes4) {
        if (strict) {
            assembly ("memory-safe") {
                let p := mload(0x40)
                mstore(p, reason)
                mstore(add(p, 4), a)
                mstore(add(p, 36), b)
                revert(p, 68)
            }
        }
        return reason;
    }

    function no(bool strict, bytes4 reason, bytes32 a) internal pure returns (bytes4) {
        return no(strict, reason, uint256(a));
    }

    function no(bool strict, bytes4 reason, bytes32 a, bytes32 b) internal pure returns (bytes4) {
        return no(strict, reason, uint256(a), uint256(b));
    }

    function no(bool strict, bytes4 reason, address a) internal pure returns (bytes4) {
        return no(strict, reason, uint256(uint160(a)));
    }

    function no(bool strict, bytes4 reason, address a, address b) internal pure returns (bytes4) {
        return no(strict, reason, uint256(uint160(a)), uint256(uint160(b)));
    }
}
