// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {EngineClass, Verification} from "../types/Offers.sol";

/// @dev Lists are signed by hash: keccak256 of their elements as 32-byte words, one after the other.
library Lists {
    function hash(address[] calldata list) internal pure returns (bytes32) {
        bytes32[] calldata words;
        assembly ("memory-safe") {
            words.offset := list.offset
            words.length := list.length
        }
        return hash(words);
    }

    function hash(bytes32[] calldata list) internal pure returns (bytes32 h) {
        assembly ("memory-safe") {
            let p := mload(0x40)
            let size := shl(5, list.length)
            calldatacopy(p, list.offset, size)
            h := keccak256(p, size)
        }
    }

    /// @dev Two words an element: engine, class.
    function hash(EngineClass[] calldata list) internal pure returns (bytes32 h) {
        assembly ("memory-safe") {
            let p := mload(0x40)
            let size := shl(6, list.length)
            calldatacopy(p, list.offset, size)
            h := keccak256(p, size)
        }
    }

    function has(address[] calldata list, address item) internal pure returns (bool) {
        for (uint256 i; i < list.length; ++i) {
            if (list[i] == item) return true;
        }
        return false;
    }

    function has(bytes32[] calldata list, bytes32 item) internal pure returns (bool) {
        for (uint256 i; i < list.length; ++i) {
            if (list[i] == item) return true;
        }
        return false;
    }

    function has(EngineClass[] calldata list, bytes32 engine, Verification class_) internal pure returns (bool) {
        for (uint256 i; i < list.length; ++i) {
            if (list[i].engine == engine && list[i].class_ == class_) return true;
        }
        return false;
    }

    function hasMemory(address[] memory list, address item) internal pure returns (bool) {
        for (uint256 i; i < list.length; ++i) {
            if (list[i] == item) return true;
        }
        return false;
    }
}
