// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "../base/Base.sol";

contract HappyPathTest is Base {
    function test_matchLocksBothSides() public {
        Live memory live = _started();
        uint256 v = _value();
        assertEq(live.id, _dealId(0));
        assertEq(_locked(buyer.addr), 2 * v + job.solverFee);
        assertEq(_locked(provider.addr), 41 * v + resource.solverFee);
        assertEq(uint256(market.lanes(provider.addr, resource.nonce, 0)) & 1, 1);
        _assertSolvent();
    }

    /// @dev Terms, post and case whole: nothing of them can be changed in a replay.
    function test_slotIsTheHashOfAllFacts() public {
        Live memory live = _started();
        bytes32 terms = keccak256(abi.encode(live.terms));
        _assertSlot(keccak256(abi.encode(live.id, terms, 0, 0)));
        live = _post(live, RIGHT, FUEL, true);
        bytes32 post = keccak256(abi.encode(live.post));
        _assertSlot(keccak256(abi.encode(live.id, terms, post, 0)));
        live = _drawn(live, true);
        _assertSlot(keccak256(abi.encode(live.id, terms, post, keccak256(abi.encode(live.case_)))));
    }

    function test_acceptedByTheBuyer() public {
        Live memory live = _cleared();
        vm.recordLogs();
        vm.prank(buyer.addr);
        market.accept(AcceptItem(live.id, live.terms, live.post, 0, ""));
        _assertAccepted();
    }

    function test_acceptedBySignature() public {
        Live memory live = _cleared();
        bytes memory signature = _sign(
            buyer, keccak256(abi.encode(OfferHashes.ACCEPTANCE_TYPEHASH, live.id, live.post.seal, live.post.fuelUsed))
        );
        vm.recordLogs();
        vm.prank(stranger);
        market.accept(AcceptItem(live.id, live.terms, live.post, 0, signature));
        _assertAccepted();
    }

    function test_acceptedBySilence() public {
        Live memory live = _cleared();
        vm.warp(live.post.reviewEndsAt + 1);
        vm.recordLogs();
        vm.prank(stranger);
        market.finalize(FinalizeItem(live.id, live.terms, live.post));
        _assertAccepted();
    }

    function _assertSlot(bytes32 facts) private view {
        assertEq(market.lanes(provider.addr, resource.nonce, 0), facts | bytes32(uint256(1)));
    }

    function _assertAccepted() private {
        (Outcome outcome, uint256 price,, bool jobFree) = _settlement();
        uint256 pi = _price(FUEL);
        assertEq(uint8(outcome), uint8(Outcome.Accepted));
        assertEq(price, pi);
        assertFalse(jobFree);
        assertEq(_available(buyer.addr), 5_000e6 - pi - job.solverFee);
        assertEq(_available(provider.addr), 5_000e6 + pi - resource.solverFee);
        assertEq(_available(solver), uint256(job.solverFee) + resource.solverFee);
        assertEq(_locked(buyer.addr) + _locked(provider.addr), 0);
        assertEq(uint256(market.lanes(provider.addr, resource.nonce, 0)), 2);
        (bool used,) = market.jobNonces(buyer.addr, job.nonce);
        assertTrue(used);
        _assertSolvent();
    }
}
