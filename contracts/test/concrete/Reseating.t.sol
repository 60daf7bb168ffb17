// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "../base/Base.sol";

/// @dev Section 6 rows 12 and 15; section 7 after a re-seating and void. Money to the last unit.
contract ReseatingTest is Base {
    // ------------------------------------------------------------------ re-seating

    function test_reseatWaitsForResolve() public {
        Live memory live = _seat(_drawn(_posted(), true));
        _commitAll(live, RIGHT, FUEL);
        uint256 over = live.case_.deadline + GRACE;
        vm.warp(over);
        vm.expectRevert(abi.encodeWithSelector(Market_DeadlineNotPassed.selector, over, over));
        market.reseat(live.id, live.terms, live.post, live.case_);
        live = _resolve(live, RIGHT, FUEL);
        vm.warp(over + 1);
        vm.expectRevert(abi.encodeWithSelector(Market_WrongStage.selector, Stage.Verdict1));
        market.reseat(live.id, live.terms, live.post, live.case_);
    }

    /// @dev The fresh panel decides alone; a kept commit of the first is paid like the others, an absence is not.
    function test_upheldAfterAReseating() public {
        _three();
        Live memory live = _seat(_drawn(_posted(), true));
        _commit(live, live.case_.firstPanel[0], RIGHT, FUEL);
        _commit(live, live.case_.firstPanel[1], WRONG, FUEL);
        live = _reseated(live);
        assertEq(live.case_.secondPanel.length, 7);
        _commitMany(live, 0, 4, RIGHT, FUEL);
        vm.warp(live.case_.deadline + 1);
        live = _resolve(live, RIGHT, FUEL);
        _settle(live);
        _assertOutcome(Outcome.Upheld);
        uint256 pi = _price(FUEL);
        uint256 slashed = _seatLock() + 4 * pi; // outvoted once, absent four times
        _assertNet(
            -int256(pi + job.solverFee), int256(pi) - int256(uint256(resource.solverFee)), _fees(), slashed - 5 * pi
        );
        _assertSeat(live, live.case_.firstPanel[0], int256(pi));
        _assertSeat(live, live.case_.firstPanel[1], -int256(_seatLock()));
        _assertSeat(live, live.case_.firstPanel[2], -int256(pi));
        _assertSeat(live, live.case_.secondPanel[3], int256(pi));
        _assertSeat(live, live.case_.secondPanel[6], -int256(pi));
    }

    function test_overturnedAfterAReseatingSharesTheReserve() public {
        Live memory live = _reseated(_seat(_disputed(_post(_started(), WRONG, FUEL, true))));
        _commitAll(live, RIGHT, FUEL);
        live = _resolve(live, RIGHT, FUEL);
        vm.expectRevert(abi.encodeWithSelector(Market_WrongStage.selector, Stage.Verdict2));
        vm.prank(provider.addr);
        market.appeal(live.id, live.terms, live.post, live.case_);
        _settle(live);
        _assertOutcome(Outcome.Overturned);
        uint256 pi = _price(FUEL);
        uint256 each = (pi + _value()) / 3; // one absence, and the provider's n*V
        uint256 lost = 41 * _value();
        _assertNet(int256(pi), -int256(lost + resource.solverFee), _fees(), lost - pi - job.solverFee - (3 * each - pi));
        _assertSeat(live, live.case_.secondPanel[2], int256(each));
    }

    function test_unavailableAfterAReseating() public {
        Live memory live = _seat(_drawn(_posted(), true));
        live = _reseated(live);
        _commitMany(live, 0, 2, UNAVAILABLE, 0);
        vm.warp(live.case_.deadline + 1);
        live = _resolve(live, UNAVAILABLE, 0);
        _settle(live);
        _assertOutcome(Outcome.InputsUnavailable);
        uint256 fine = resource.basePrice; // absence: the fee at fuel 0
        _assertNet(-int256(uint256(job.solverFee)), -int256(uint256(resource.solverFee)), _fees(), fine);
        _assertSeat(live, live.case_.firstPanel[0], -int256(fine));
        for (uint256 i; i < 3; ++i) {
            _assertSeat(live, live.case_.secondPanel[i], 0);
        }
    }

    /// @dev A kept commit that said so is right, and as unpaid as the second panel.
    function test_unavailableSaidByBothPanels() public {
        _three();
        Live memory live = _seat(_drawn(_posted(), true));
        _commit(live, live.case_.firstPanel[0], UNAVAILABLE, 0);
        _commit(live, live.case_.firstPanel[1], RIGHT, FUEL);
        live = _reseated(live);
        _commitMany(live, 0, 4, UNAVAILABLE, 0);
        vm.warp(live.case_.deadline + 1);
        live = _resolve(live, UNAVAILABLE, 0);
        _settle(live);
        _assertOutcome(Outcome.InputsUnavailable);
        uint256 burned = _seatLock() + resource.basePrice; // outvoted L, absent the fee at fuel 0
        _assertNet(-int256(uint256(job.solverFee)), -int256(uint256(resource.solverFee)), _fees(), burned);
        _assertSeat(live, live.case_.firstPanel[0], 0);
        _assertSeat(live, live.case_.firstPanel[1], -int256(_seatLock()));
        _assertSeat(live, live.case_.secondPanel[0], 0);
    }

    // ------------------------------------------------------------------ void

    function test_voidWhenNobodyCanBeSeated() public {
        Live memory live = _disputed(_posted());
        vm.warp(live.case_.deadline);
        vm.expectRevert(
            abi.encodeWithSelector(Market_DeadlineNotPassed.selector, live.case_.deadline, live.case_.deadline)
        );
        market.voidDeal(live.id, live.terms, live.post, live.case_, _commitsOf(live));
        vm.warp(live.case_.deadline + 1);
        _void(live);
        (Outcome outcome,,, bool jobFree) = _settlement();
        assertEq(uint8(outcome), uint8(Outcome.Void));
        assertTrue(jobFree);
        _assertNet(-int256(uint256(job.solverFee)), -int256(uint256(resource.solverFee)), _fees(), 0);
        (bool used,) = market.jobNonces(buyer.addr, job.nonce);
        assertFalse(used);
        (uint8 failed,) = market.failures(buyer.addr, job.nonce);
        assertEq(failed, 1);
    }

    function test_voidOfADrawnDeal() public {
        Live memory live = _drawn(_posted(), true);
        vm.warp(live.case_.deadline + 1);
        _void(live);
        _assertOutcome(Outcome.Void);
        _assertNet(-int256(uint256(job.solverFee)), -int256(uint256(resource.solverFee)), _fees(), 0);
    }

    /// @dev The first panel's absence pays provider and buyer; the second was never seated.
    function test_voidAfterAReseatingThatNobodySeats() public {
        Live memory live = _seat(_drawn(_posted(), true));
        vm.warp(live.case_.deadline + GRACE + 1);
        live = _reseat(live);
        vm.warp(live.case_.deadline + 1);
        _void(live);
        uint256 pi = _price(FUEL);
        uint256 l = _seatLock();
        assertGt(l, 2 * pi);
        _assertNet(
            int256(pi) - int256(uint256(job.solverFee)),
            int256(pi) - int256(uint256(resource.solverFee)),
            _fees(),
            l - 2 * pi
        );
        _assertSeat(live, live.case_.firstPanel[0], -int256(l));
    }

    function test_voidWithAbsentSeats() public {
        Live memory live = _reseated(_seat(_disputed(_posted())));
        _commit(live, live.case_.secondPanel[0], RIGHT, FUEL);
        _commit(live, live.case_.secondPanel[1], WRONG, FUEL);
        uint256 over = live.case_.deadline + GRACE;
        vm.warp(over);
        vm.expectRevert(abi.encodeWithSelector(Market_DeadlineNotPassed.selector, over, over));
        market.voidDeal(live.id, live.terms, live.post, live.case_, _commitsOf(live));
        vm.warp(over + 1);
        vm.expectRevert(abi.encodeWithSelector(Market_WrongStage.selector, Stage.Panel2));
        market.settle(live.id, live.terms, live.post, live.case_, _commitsOf(live));
        _void(live);
        uint256 pi = _price(FUEL);
        uint256 l = _seatLock();
        _assertNet(
            int256(pi) - int256(uint256(job.solverFee)),
            int256(pi) - int256(uint256(resource.solverFee)),
            _fees(),
            2 * l - 2 * pi
        );
        _assertSeat(live, live.case_.firstPanel[0], -int256(l));
        _assertSeat(live, live.case_.secondPanel[0], 0);
        _assertSeat(live, live.case_.secondPanel[2], -int256(l));
    }

    /// @dev Everybody committed, no majority anywhere: not deterministic; the buyer pays each seat the least fee.
    function test_voidWhereAllCommitted() public {
        _three();
        Live memory live = _allCommittedNoMajority(_drawn(_posted(), true));
        _void(live);
        uint256 least = courtTerms.minSeatFee;
        (,, Payout memory payout,) = _settlement();
        assertEq(payout.toSeats, 10 * least);
        _assertNet(-int256(10 * least + job.solverFee), -int256(uint256(resource.solverFee)), _fees(), 0);
        _assertSeat(live, live.case_.firstPanel[1], int256(least));
        _assertSeat(live, live.case_.secondPanel[6], int256(least));
    }

    function test_voidWhereAllCommittedWithoutReceipt() public {
        Live memory live = _allCommittedNoMajority(_post(_started3(), RIGHT, FUEL, false));
        _void(live);
        uint256 least = courtTerms.minSeatFee;
        _assertNet(-int256(uint256(job.solverFee)), -int256(10 * least + resource.solverFee), _fees(), 0);
    }

    /// @dev Together at most (n+1)*V: with a least fee of V/2 ten seats share 4 V.
    function test_voidFeesAreCapped() public {
        _three();
        courtTerms.minSeatFee = uint96(_value() / 2);
        court = market.foundCourt(members, courtEngines, directories, courtTerms);
        courtList[0] = court;
        job.court = court;
        resource.courtsHash = _hashOf(courtList);
        for (uint256 i; i < MEMBERS; ++i) {
            vm.prank(members[i]);
            market.joinCourt(members, courtTerms);
        }
        skip(1);
        Live memory live = _allCommittedNoMajority(_drawn(_posted(), true));
        _void(live);
        uint256 each = 4 * _value() / 10;
        _assertNet(-int256(10 * each + job.solverFee), -int256(uint256(resource.solverFee)), _fees(), 0);
        _assertSeat(live, live.case_.secondPanel[0], int256(each));
    }

    function test_voidIsNoEscapeFromAVerdict() public {
        Live memory live = _seat(_drawn(_posted(), true));
        skip(30 days);
        vm.expectRevert(abi.encodeWithSelector(Market_WrongStage.selector, Stage.Panel1));
        market.voidDeal(live.id, live.terms, live.post, live.case_, _commitsOf(live));
    }

    // ------------------------------------------------------------------ steps

    function _reseated(Live memory live) private returns (Live memory) {
        vm.warp(live.case_.deadline + GRACE + 1);
        return _seat(_reseat(live));
    }

    function _started3() private returns (Live memory) {
        _three();
        return _started();
    }

    function _allCommittedNoMajority(Live memory live) private returns (Live memory) {
        live = _seat(live);
        for (uint256 i; i < 3; ++i) {
            _commit(live, live.case_.firstPanel[i], keccak256(abi.encode("first", i)), FUEL);
        }
        live = _reseated(live);
        for (uint256 i; i < 7; ++i) {
            _commit(live, live.case_.secondPanel[i], keccak256(abi.encode("second", i)), FUEL);
        }
        vm.warp(live.case_.deadline + GRACE + 1);
        return live;
    }
}
