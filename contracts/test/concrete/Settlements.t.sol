// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "../base/Base.sol";

/// @dev Section 7 where the other files have no place for it: what an end leaves, and its corner amounts.
contract SettlementsTest is Base {
    // ------------------------------------------------------------------ the job offer afterwards

    function test_everyVerdictUsesTheOfferUp() public {
        uint256 start = vm.snapshotState();
        _ended(_disputed(_posted()), RIGHT, FUEL);
        _assertUsedUp(Outcome.Upheld);
        vm.revertToState(start);
        _ended(_disputed(_posted()), WRONG, FUEL);
        _assertUsedUp(Outcome.Overturned);
        vm.revertToState(start);
        _ended(_disputed(_posted()), UNAVAILABLE, 0);
        _assertUsedUp(Outcome.InputsUnavailable);
    }

    function test_voidOfAWithheldSecretFreesTheOffer() public {
        job.drawCommit = keccak256("a commitment");
        Live memory live = _posted();
        vm.warp(live.post.reviewEndsAt + 1);
        vm.recordLogs();
        market.draw(DrawItem(live.id, live.terms, live.post, 0));
        live = _lastDeal();
        vm.warp(live.case_.deadline + 1);
        _void(live);
        (,,, bool jobFree) = _settlement();
        assertTrue(jobFree);
        (bool used,) = market.jobNonces(buyer.addr, job.nonce);
        assertFalse(used);
    }

    function test_nothingHappensTwice() public {
        uint256 start = vm.snapshotState();
        Live memory live = _seat(_disputed(_posted()));
        _commitAll(live, RIGHT, FUEL);
        live = _resolve(live, RIGHT, FUEL);
        vm.warp(live.case_.deadline + 1);
        _settle(live);
        _assertOver();
        vm.expectRevert(abi.encodeWithSelector(Market_NotLive.selector, live.id));
        market.settle(live.id, live.terms, live.post, live.case_, _commitsOf(live));
        vm.revertToState(start);

        live = _disputed(_posted());
        vm.warp(live.case_.deadline + 1);
        _void(live);
        _assertOver();
        vm.expectRevert(abi.encodeWithSelector(Market_NotLive.selector, live.id));
        market.voidDeal(live.id, live.terms, live.post, live.case_, _commitsOf(live));
        vm.revertToState(start);

        live = _cleared();
        vm.warp(live.post.reviewEndsAt + 1);
        market.finalize(FinalizeItem(live.id, live.terms, live.post));
        _assertOver();
        vm.expectRevert(abi.encodeWithSelector(Market_NotLive.selector, live.id));
        market.finalize(FinalizeItem(live.id, live.terms, live.post));
        vm.revertToState(start);

        live = _started();
        skip(1 days);
        market.expire(live.id, live.terms);
        _assertOver();
    }

    /// @dev Nonces share words: freeing one touches neither its neighbours nor their cancellations.
    function test_neighbouringNoncesStay() public {
        Live memory live = _started();
        uint64[4] memory others = [job.nonce - 1, job.nonce + 1, job.nonce + 128, job.nonce + 120];
        job.nonce = others[1];
        Match memory m = _matchItem();
        m.lane = 1;
        _start(m);
        vm.prank(buyer.addr);
        market.cancelJob(others[0]);
        vm.prank(provider.addr);
        market.decline(live.id, live.terms);
        (bool used, bool cancelled) = market.jobNonces(buyer.addr, others[1]);
        assertTrue(used && !cancelled);
        (used, cancelled) = market.jobNonces(buyer.addr, others[0]);
        assertTrue(!used && cancelled);
        for (uint256 i = 2; i < 4; ++i) {
            (used, cancelled) = market.jobNonces(buyer.addr, others[i]);
            assertFalse(used || cancelled);
        }
        (used, cancelled) = market.jobNonces(buyer.addr, others[1] - 1);
        assertFalse(used || cancelled);
    }

    // ------------------------------------------------------------------ amounts

    function test_aSeatLocksTheSameInClassB() public {
        _classB();
        Live memory live = _seat(_disputed(_posted()));
        assertEq(market.stakes(live.case_.firstPanel[0]).seated, _seatLock());
    }

    /// @dev 125 V / 6, rounded up, for V = 3,333,340.
    function test_seatLockIsRoundedUp() public {
        _three();
        resource.basePrice += 1;
        Live memory live = _seat(_disputed(_posted()));
        assertEq(_value(), 3_333_340);
        assertEq(market.stakes(live.case_.firstPanel[0]).seated, 69_444_584);
    }

    function test_feesOfOneUnit() public {
        (job.solverFee, resource.solverFee) = (1, 0);
        Live memory live = _cleared();
        vm.prank(buyer.addr);
        market.accept(AcceptItem(live.id, live.terms, live.post, 0, ""));
        _assertNet(-int256(_price(FUEL) + 1), int256(_price(FUEL)), 1, 0);
    }

    /// @dev One absent seat with L = V, and pi above V/2: the provider has its pi, the buyer what is left of L.
    function test_voidPaysTheProviderFirst() public {
        (job.penaltyRate, job.auditBps, job.solverFee) = (1, 5_000, 0);
        Live memory live = _seat(_disputed(_posted()));
        vm.warp(live.case_.deadline + GRACE + 1);
        live = _reseat(live);
        vm.warp(live.case_.deadline + 1);
        _void(live);
        uint256 pi = _price(FUEL);
        assertGt(2 * pi, _value());
        _assertNet(int256(_value() - pi), int256(pi) - int256(uint256(resource.solverFee)), resource.solverFee, 0);
    }

    function test_nobodyIsSlashedBeforeTheEnd() public {
        _three();
        Live memory live = _seat(_disputed(_posted()));
        _commitMany(live, 0, 2, WRONG, FUEL);
        _commit(live, live.case_.firstPanel[2], RIGHT, FUEL);
        live = _resolve(live, WRONG, FUEL);
        live = _seat(_appeal(live, provider.addr));
        _commitAll(live, RIGHT, FUEL);
        live = _resolve(live, RIGHT, FUEL);
        for (uint256 i; i < MEMBERS; ++i) {
            assertEq(_staked(members[i]), 2_000e6);
        }
        _settle(live);
        _assertSeat(live, live.case_.firstPanel[0], -int256(_seatLock()));
        _assertSeat(live, live.case_.firstPanel[2], int256(_price(FUEL)));
        _assertSeat(live, live.case_.secondPanel[6], int256(_price(FUEL)));
    }

    /// @dev 2n+1 seats of the second panel decide by four of seven; n = 3.
    function test_secondPanelOfSeven() public {
        _three();
        Live memory live = _seat(_disputed(_post(_started(), WRONG, FUEL, true)));
        _commitAll(live, WRONG, FUEL);
        live = _seat(_appeal(_resolve(live, WRONG, FUEL), buyer.addr));
        assertEq(_locked(buyer.addr), (1 + 3 + 1 + 7) * _value() + job.solverFee);
        _commitMany(live, 0, 3, RIGHT, FUEL);
        _commit(live, live.case_.secondPanel[3], WRONG, FUEL);
        uint256 end = live.case_.deadline;
        vm.warp(end + 1);
        vm.expectRevert(abi.encodeWithSelector(Market_NoMajority.selector, 3, 7));
        market.resolve(live.id, live.terms, live.post, live.case_, _commitsOf(live), RIGHT, FUEL);
        vm.warp(end);
        _commit(live, live.case_.secondPanel[4], RIGHT, FUEL);
        vm.warp(end + 1);
        live = _resolve(live, RIGHT, FUEL);
        _settle(live);
        _assertOutcome(Outcome.Overturned);
        uint256 pi = _price(FUEL);
        uint256 lost = 124 * _value();
        // slashed: three of the first panel and one of the second were outvoted, two were absent; four are paid
        uint256 slashed = 4 * _seatLock() + 2 * pi;
        _assertNet(
            int256(pi), -int256(lost + resource.solverFee), _fees(), lost - pi - job.solverFee + slashed - 4 * pi
        );
    }

    /// @dev The smallest fee there is: one seat of a second panel without majority, at a least fee of one unit.
    function test_oneUnitFromTheAppealLock() public {
        courtTerms.minSeatFee = 1;
        court = market.foundCourt(members, courtEngines, directories, courtTerms);
        (courtList[0], job.court) = (court, court);
        resource.courtsHash = _hashOf(courtList);
        for (uint256 i; i < MEMBERS; ++i) {
            vm.prank(members[i]);
            market.joinCourt(members, courtTerms);
        }
        skip(1);
        Live memory live = _seat(_disputed(_posted()));
        _commitAll(live, RIGHT, FUEL);
        live = _seat(_appeal(_resolve(live, RIGHT, FUEL), buyer.addr));
        _commit(live, live.case_.secondPanel[1], RIGHT, FUEL);
        vm.warp(live.case_.deadline + GRACE + 1);
        _settle(live);
        uint256 pi = _price(FUEL);
        _assertNet(
            -int256(3 * pi + 1 + job.solverFee), int256(2 * pi) - int256(uint256(resource.solverFee)), _fees(), 2 * pi
        );
        _assertSeat(live, live.case_.secondPanel[1], 1);
    }

    // ------------------------------------------------------------------ verification none

    function test_unverifiedIsAcceptedByTheBuyer() public {
        _none();
        Live memory live = _post(_started(), RIGHT, FUEL, true);
        vm.prank(buyer.addr);
        market.accept(AcceptItem(live.id, live.terms, live.post, 0, ""));
        uint256 pi = _price(FUEL);
        _assertNet(-int256(pi + job.solverFee), int256(pi) - int256(uint256(resource.solverFee)), _fees(), 0);
    }

    function test_unverifiedIsDeclined() public {
        _none();
        Live memory live = _started();
        skip(15);
        vm.prank(provider.addr);
        market.decline(live.id, live.terms);
        uint256 penalty = _value() * 15 / (5 * 30);
        _assertNet(int256(penalty), -int256(penalty + resource.solverFee), resource.solverFee, 0);
    }

    // ------------------------------------------------------------------ steps

    function _ended(Live memory live, bytes32 digest, uint64 fuel) private {
        live = _seat(live);
        _commitAll(live, digest, fuel);
        live = _resolve(live, digest, fuel);
        vm.warp(live.case_.deadline + 1);
        _settle(live);
    }

    /// @dev The lane is free for the next deal.
    function _assertOver() private view {
        assertEq(uint256(market.lanes(provider.addr, resource.nonce, 0)), 2);
    }

    function _assertUsedUp(Outcome expected) private {
        (Outcome outcome,,, bool jobFree) = _settlement();
        assertEq(uint8(outcome), uint8(expected));
        assertFalse(jobFree);
        (bool used,) = market.jobNonces(buyer.addr, job.nonce);
        assertTrue(used);
        (uint8 failed,) = market.failures(buyer.addr, job.nonce);
        assertEq(failed, 0);
    }
}
