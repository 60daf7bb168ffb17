// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "../base/Base.sol";

/// @dev Section 7 where the first verdict was appealed: n = 1, so a second panel of three. Money to the last unit.
contract AppealsTest is Base {
    // ------------------------------------------------------------------ an appeal that succeeds

    /// @dev A bribed first panel is reversed: it loses L, which pays the second panel; the appellant gets its lock back.
    function test_providerReversesABribedPanel() public {
        Live memory live = _firstVerdict(_disputed(_posted()), WRONG, FUEL);
        live = _appealed(live, provider.addr);
        assertEq(_locked(provider.addr), 41 * _value() + resource.solverFee + 3 * _value());
        _commitAll(live, RIGHT, FUEL);
        live = _resolve(live, RIGHT, FUEL);
        _settle(live);
        _assertOutcome(Outcome.Upheld);
        uint256 pi = _price(FUEL);
        uint256 l = _seatLock();
        assertGt(l, 3 * pi);
        _assertNet(
            -int256(2 * pi + job.solverFee), int256(2 * pi) - int256(uint256(resource.solverFee)), _fees(), l - 3 * pi
        );
        _assertSeat(live, live.case_.firstPanel[0], -int256(l));
        for (uint256 i; i < 3; ++i) {
            _assertSeat(live, live.case_.secondPanel[i], int256(pi));
        }
    }

    function test_buyerReversesABribedPanel() public {
        // the seat copies the cheat's digest, as only a bribed one could know it
        Live memory live = _firstVerdict(_drawn(_post(_started(), WRONG, FUEL, true), true), WRONG, FUEL);
        assertEq(uint8(live.case_.firstVerdict), uint8(Verdict.Upheld));
        live = _appealed(live, buyer.addr);
        _commitMany(live, 0, 2, RIGHT, FUEL);
        vm.warp(live.case_.deadline + 1);
        live = _resolve(live, RIGHT, FUEL);
        _settle(live);
        _assertOutcome(Outcome.Overturned);
        uint256 pi = _price(FUEL);
        uint256 lost = 41 * _value();
        uint256 slashed = _seatLock() + pi; // outvoted L, absent one fee
        _assertNet(
            int256(pi),
            -int256(lost + resource.solverFee),
            _fees(),
            lost - pi - job.solverFee + slashed - 2 * pi // the slashes pay both seats
        );
        _assertSeat(live, live.case_.secondPanel[2], -int256(pi));
    }

    /// @dev Class B: the slashes are one fee, so the payer's reserve adds; equal shares bound each.
    function test_successInClassBSharesSlashesAndReserve() public {
        _classB();
        Live memory live = _firstVerdict(_disputed(_posted()), WRONG, FUEL);
        live = _appealed(live, provider.addr);
        _commitAll(live, RIGHT, FUEL);
        live = _resolve(live, RIGHT, FUEL);
        _settle(live);
        uint256 pi = _price(FUEL);
        uint256 each = (pi + _value()) / 3; // one slashed fee and n*V over three seats
        assertLt(each, pi);
        uint256 byBuyer = 3 * each - pi;
        _assertNet(
            -int256(2 * pi + byBuyer + job.solverFee), int256(2 * pi) - int256(uint256(resource.solverFee)), _fees(), 0
        );
        _assertSeat(live, live.case_.firstPanel[0], -int256(pi));
        _assertSeat(live, live.case_.secondPanel[1], int256(each));
    }

    function test_unavailableAppealedByEitherAndReplaced() public {
        Live memory live = _firstVerdict(_drawn(_posted(), true), UNAVAILABLE, 0);
        live = _appealed(live, provider.addr);
        _commitAll(live, RIGHT, FUEL);
        live = _resolve(live, RIGHT, FUEL);
        _settle(live);
        _assertOutcome(Outcome.Upheld);
        uint256 pi = _price(FUEL);
        uint256 each = (pi + _value()) / 3; // said unavailable: one fee
        _assertNet(
            -int256(pi + 3 * each - pi + job.solverFee), int256(pi) - int256(uint256(resource.solverFee)), _fees(), 0
        );
        _assertSeat(live, live.case_.firstPanel[0], -int256(pi));
    }

    // ------------------------------------------------------------------ an appeal that fails

    function test_failedAppealPaysTheSecondPanel() public {
        Live memory live = _firstVerdict(_disputed(_posted()), RIGHT, FUEL);
        live = _appealed(live, buyer.addr);
        assertEq(_locked(buyer.addr), 3 * _value() + job.solverFee + 3 * _value());
        _commitAll(live, RIGHT, FUEL);
        live = _resolve(live, RIGHT, FUEL);
        _settle(live);
        _assertOutcome(Outcome.Upheld);
        uint256 pi = _price(FUEL);
        _assertNet(
            -int256(2 * pi + pi + 3 * pi + job.solverFee),
            int256(2 * pi) - int256(uint256(resource.solverFee)),
            _fees(),
            0
        );
        _assertSeat(live, live.case_.firstPanel[0], int256(pi));
        _assertSeat(live, live.case_.secondPanel[0], int256(pi));
    }

    /// @dev Overturned twice, by different digests: the appeal failed, and the first panel was outvoted all the same.
    function test_sameOutcomeByAnotherDigest() public {
        bytes32 third = keccak256("third result");
        Live memory live = _firstVerdict(_disputed(_post(_started(), WRONG, FUEL, true)), third, FUEL);
        live = _appealed(live, provider.addr);
        _commitAll(live, RIGHT, FUEL);
        live = _resolve(live, RIGHT, FUEL);
        _settle(live);
        uint256 pi = _price(FUEL);
        uint256 lost = 41 * _value();
        _assertNet(
            int256(pi), -int256(lost + resource.solverFee + 3 * pi), _fees(), lost - pi - job.solverFee + _seatLock()
        );
        _assertSeat(live, live.case_.firstPanel[0], -int256(_seatLock()));
        _assertSeat(live, live.case_.secondPanel[0], int256(pi));
    }

    function test_noMajorityLeavesTheFirstVerdict() public {
        Live memory live = _firstVerdict(_disputed(_posted()), RIGHT, FUEL);
        live = _appealed(live, buyer.addr);
        _commit(live, live.case_.secondPanel[0], RIGHT, FUEL);
        _commit(live, live.case_.secondPanel[1], WRONG, FUEL);
        uint256 over = live.case_.deadline + GRACE;
        vm.warp(over);
        vm.expectRevert(abi.encodeWithSelector(Market_DeadlineNotPassed.selector, over, over));
        market.settle(live.id, live.terms, live.post, live.case_, _commitsOf(live));
        vm.expectRevert(abi.encodeWithSelector(Market_NoMajority.selector, 1, 3));
        market.resolve(live.id, live.terms, live.post, live.case_, _commitsOf(live), RIGHT, FUEL);
        vm.warp(over + 1);
        _settle(live);
        _assertOutcome(Outcome.Upheld);
        uint256 pi = _price(FUEL);
        uint256 least = courtTerms.minSeatFee;
        // the appeal lock goes back less the least fee for each of two; the absent seat loses the fee
        _assertNet(
            -int256(3 * pi + 2 * least + job.solverFee),
            int256(2 * pi) - int256(uint256(resource.solverFee)),
            _fees(),
            pi
        );
        _assertSeat(live, live.case_.secondPanel[0], int256(least));
        _assertSeat(live, live.case_.secondPanel[1], int256(least));
        _assertSeat(live, live.case_.secondPanel[2], -int256(pi));
    }

    function test_secondPanelNeverSeated() public {
        Live memory live = _firstVerdict(_disputed(_post(_started(), WRONG, FUEL, true)), RIGHT, FUEL);
        live = _appeal(live, provider.addr);
        vm.warp(live.case_.deadline);
        vm.expectRevert(
            abi.encodeWithSelector(Market_DeadlineNotPassed.selector, live.case_.deadline, live.case_.deadline)
        );
        market.settle(live.id, live.terms, live.post, live.case_, _commitsOf(live));
        vm.warp(live.case_.deadline + 1);
        vm.roll(block.number + 5);
        vm.expectRevert(
            abi.encodeWithSelector(
                Market_DeadlinePassed.selector, live.case_.deadline, uint256(live.case_.deadline) + 1
            )
        );
        market.seat(live.id, live.terms, live.post, live.case_, members, courtTerms);
        _settle(live);
        _assertOutcome(Outcome.Overturned);
        uint256 pi = _price(FUEL);
        uint256 lost = 41 * _value();
        _assertNet(int256(pi), -int256(lost + resource.solverFee), _fees(), lost - 2 * pi - job.solverFee);
    }

    function test_unavailableAsSecondVerdictTouchesNobody() public {
        Live memory live = _firstVerdict(_disputed(_post(_started(), WRONG, FUEL, true)), RIGHT, FUEL);
        live = _appealed(live, provider.addr);
        _commitMany(live, 0, 2, UNAVAILABLE, 0);
        vm.warp(live.case_.deadline + 1);
        live = _resolve(live, UNAVAILABLE, 0);
        assertEq(live.case_.digest, RIGHT);
        _settle(live);
        _assertOutcome(Outcome.Overturned);
        uint256 pi = _price(FUEL);
        uint256 lost = 41 * _value();
        _assertNet(int256(pi), -int256(lost + resource.solverFee), _fees(), lost - 2 * pi - job.solverFee);
        for (uint256 i; i < 3; ++i) {
            _assertSeat(live, live.case_.secondPanel[i], 0);
        }
    }

    // ------------------------------------------------------------------ guards

    function test_onlyTheLoserAppeals() public {
        Live memory live = _firstVerdict(_disputed(_posted()), RIGHT, FUEL);
        _expectNoAppeal(live, provider.addr);
        _expectNoAppeal(live, stranger);
    }

    function test_onlyTheProviderAppealsOverturned() public {
        Live memory live = _firstVerdict(_disputed(_posted()), WRONG, FUEL);
        _expectNoAppeal(live, buyer.addr);
    }

    function test_appealOnlyInItsWindow() public {
        Live memory live = _firstVerdict(_disputed(_posted()), RIGHT, FUEL);
        vm.warp(live.case_.deadline);
        vm.expectRevert(
            abi.encodeWithSelector(Market_DeadlineNotPassed.selector, live.case_.deadline, live.case_.deadline)
        );
        market.settle(live.id, live.terms, live.post, live.case_, _commitsOf(live));
        vm.warp(live.case_.deadline + 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                Market_DeadlinePassed.selector, live.case_.deadline, uint256(live.case_.deadline) + 1
            )
        );
        vm.prank(buyer.addr);
        market.appeal(live.id, live.terms, live.post, live.case_);
    }

    function test_appealNeedsItsLock() public {
        Live memory live = _firstVerdict(_disputed(_posted()), RIGHT, FUEL);
        uint256 all = _available(buyer.addr);
        vm.startPrank(buyer.addr);
        market.withdraw(all, buyer.addr);
        vm.expectRevert(abi.encodeWithSelector(Market_BalanceTooLow.selector, 3 * _value(), 0));
        market.appeal(live.id, live.terms, live.post, live.case_);
        vm.stopPrank();
    }

    function test_oneAppealADeal() public {
        Live memory live = _firstVerdict(_disputed(_posted()), UNAVAILABLE, 0);
        live = _appeal(live, buyer.addr);
        vm.expectRevert(abi.encodeWithSelector(Market_WrongStage.selector, Stage.Appealed));
        vm.prank(provider.addr);
        market.appeal(live.id, live.terms, live.post, live.case_);
        live = _seat(live);
        _commitAll(live, RIGHT, FUEL);
        live = _resolve(live, RIGHT, FUEL);
        vm.expectRevert(abi.encodeWithSelector(Market_WrongStage.selector, Stage.Verdict2));
        vm.prank(provider.addr);
        market.appeal(live.id, live.terms, live.post, live.case_);
    }

    /// @dev A convict must not get away by an appeal that finds no majority.
    function test_anAppealNeverEndsVoid() public {
        Live memory live = _firstVerdict(_disputed(_posted()), RIGHT, FUEL);
        live = _appeal(live, buyer.addr);
        uint256 start = vm.snapshotState();
        vm.warp(live.case_.deadline + 1);
        _expectNoVoid(live);
        vm.revertToState(start);
        live = _seat(live);
        _commitMany(live, 0, 2, WRONG, FUEL);
        start = vm.snapshotState();
        vm.warp(live.case_.deadline + GRACE + 1);
        _expectNoVoid(live);
        vm.revertToState(start);
        vm.warp(live.case_.deadline + 1);
        live = _resolve(live, WRONG, FUEL);
        skip(1 days);
        _expectNoVoid(live);
    }

    function test_firstSeatsDoNotSitAgain() public {
        Live memory live = _appealed(_firstVerdict(_disputed(_posted()), RIGHT, FUEL), buyer.addr);
        for (uint256 i; i < 3; ++i) {
            assertTrue(live.case_.secondPanel[i] != live.case_.firstPanel[0]);
        }
        vm.expectRevert(
            abi.encodeWithSelector(Market_NotSeat.selector, live.case_.firstPanel[0], live.case_.firstPanel[0])
        );
        _commit(live, live.case_.firstPanel[0], RIGHT, FUEL);
    }

    // ------------------------------------------------------------------ steps

    function _firstVerdict(Live memory live, bytes32 digest, uint64 fuel) private returns (Live memory) {
        live = _seat(live);
        _commitAll(live, digest, fuel);
        return _resolve(live, digest, fuel);
    }

    function _appealed(Live memory live, address who) private returns (Live memory) {
        return _seat(_appeal(live, who));
    }

    function _expectNoVoid(Live memory live) private {
        vm.expectRevert(abi.encodeWithSelector(Market_WrongStage.selector, live.case_.stage));
        market.voidDeal(live.id, live.terms, live.post, live.case_, _commitsOf(live));
    }

    function _expectNoAppeal(Live memory live, address who) private {
        vm.expectRevert(abi.encodeWithSelector(Market_NotAppellant.selector, who));
        vm.prank(who);
        market.appeal(live.id, live.terms, live.post, live.case_);
    }
}
