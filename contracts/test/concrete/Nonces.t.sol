// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "../base/MatchBase.sol";

/// @dev Section 2: nonces of offers, which share storage words, and the bound below which all are cancelled.
contract NoncesTest is MatchBase {
    uint64[6] private nonces = [uint64(0), 1, 127, 128, 255, 256];

    function test_usedOneByOne() public {
        resource.concurrent = 6;
        for (uint256 i; i < 6; ++i) {
            job.nonce = nonces[i];
            Match memory m = _matchItem();
            m.lane = uint16(i);
            _start(m);
            for (uint256 j; j < 6; ++j) {
                (bool used, bool cancelled) = market.jobNonces(buyer.addr, nonces[j]);
                assertEq(used, j <= i);
                assertFalse(cancelled);
            }
        }
        (uint32 count,) = market.resourceUses(provider.addr, resource.nonce);
        assertEq(count, 6);
        assertEq(uint256(market.lanes(provider.addr, resource.nonce, 6)), 0);
    }

    function test_cancelledOneByOne() public {
        for (uint256 i; i < 6; ++i) {
            vm.prank(buyer.addr);
            market.cancelJob(nonces[i]);
            for (uint256 j; j < 6; ++j) {
                (bool used, bool cancelled) = market.jobNonces(buyer.addr, nonces[j]);
                assertFalse(used);
                assertEq(cancelled, j <= i);
            }
            job.nonce = nonces[i];
            _no(_e(Market_JobCancelled.selector, job.nonce, 0));
        }
        job.nonce = 2;
        _started();
    }

    function test_cancelledResourceAlone() public {
        vm.prank(provider.addr);
        market.cancelResource(resource.nonce);
        (, bool cancelled) = market.resourceUses(provider.addr, resource.nonce);
        assertTrue(cancelled);
        (, cancelled) = market.resourceUses(provider.addr, resource.nonce + 1);
        assertFalse(cancelled);
        resource.nonce += 1;
        _started();
    }

    function test_theBoundItselfIsNotCancelled() public {
        vm.startPrank(buyer.addr);
        market.cancelBelow(job.nonce);
        vm.expectRevert(_e(Market_NonceTooLow.selector, job.nonce, job.nonce));
        market.cancelBelow(job.nonce);
        vm.stopPrank();
        vm.prank(provider.addr);
        market.cancelBelow(resource.nonce);
        (, bool cancelled) = market.jobNonces(buyer.addr, job.nonce - 1);
        assertTrue(cancelled);
        (, cancelled) = market.jobNonces(buyer.addr, job.nonce);
        assertFalse(cancelled);
        (, cancelled) = market.resourceUses(provider.addr, resource.nonce - 1);
        assertTrue(cancelled);
        (, cancelled) = market.resourceUses(provider.addr, resource.nonce);
        assertFalse(cancelled);
        assertEq(market.accounts(buyer.addr).minNonce, job.nonce);
        _started();
    }
}
