// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IMarketCore} from "../interfaces/IMarket.sol";

/// @dev The two ways a step says no. In a single call: revert with the error and its values. In a batch: return the
/// error's selector, so that the batch skips the item. 0 means that nothing is wrong.
library Fail {
    function no(bytes4 reason, uint256 a, uint256 b) internal pure returns (bytes4) {
        _revertUnlessBatch(reason, 68, a, b);
        return reason;
    }

    function no(bytes4 reason, uint256 a) internal pure returns (bytes4) {
        _revertUnlessBatch(reason, 36, a, 0);
        return reason;
    }

    function no(bytes4 reason) internal pure returns (bytes4) {
        _revertUnlessBatch(reason, 4, 0, 0);
        return reason;
    }

    function no(bytes4 reason, bytes32 a) internal pure returns (bytes4) {
        return no(reason, uint256(a));
    }

    function no(bytes4 reason, bytes32 a, bytes32 b) internal pure returns (bytes4) {
        return no(reason, uint256(a), uint256(b));
    }

    function no(bytes4 reason, address a) internal pure returns (bytes4) {
        return no(reason, uint256(uint160(a)));
    }

    function no(bytes4 reason, address a, address b) internal pure returns (bytes4) {
        return no(reason, uint256(uint160(a)), uint256(uint160(b)));
    }

    function _revertUnlessBatch(bytes4 reason, uint256 size, uint256 a, uint256 b) private pure {
        bytes4 called = msg.sig;
        if (
            called == IMarketCore.matchDeals.selector || called == IMarketCore.postResults.selector
                || called == IMarketCore.draws.selector || called == IMarketCore.acceptBatch.selector
                || called == IMarketCore.finalizeBatch.selector
        ) return;
        assembly ("memory-safe") {
            let p := mload(0x40)
            mstore(p, reason)
            mstore(add(p, 4), a)
            mstore(add(p, 36), b)
            revert(p, size)
        }
    }
}
