// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "../base/Base.sol";

/// @dev Section 6 rows 9 to 11: who sits, who may commit, when a verdict stands.
contract PanelGuardsTest is Base {
    // ------------------------------------------------------------------ row 9

    function test_seatsAreTheLowestScores() public {
        _three();
        Live memory live = _drawn(_posted(), true);
        bytes32 seed = live.case_.seed;
        Live memory seated = _seat(live);
        for (uint256 i; i < 3; ++i) {
            address member = seated.case_.firstPanel[i];
            uint256 lower;
            uint256 score = _score(seed, live.id, 1, member);
            for (uint256 j; j < MEMBERS; ++j) {
                if (_score(seed, live.id, 1, members[j]) < score) ++lower;
            }
            assertEq(lower, i);
            assertEq(market.stakes(member).seated, _seatLock());
            assertEq(market.stakes(member).free, 2_000e6 - _seatLock());
        }
        assertEq(seated.case_.deadline, block.timestamp + 2 * 30 + GRACE);
        _assertSolvent();
    }

    /// @dev The second round has scores of its own.
    function test_secondPanelHasTheLowestScoresOfTheRest() public {
        Live memory live = _seat(_disputed(_posted()));
        vm.warp(live.case_.deadline + GRACE + 1);
        live = _seat(_reseat(live));
        uint256 last;
        for (uint256 i; i < 3; ++i) {
            uint256 score = _score(live.case_.seed, live.id, 2, live.case_.secondPanel[i]);
            uint256 lower;
            for (uint256 j; j < MEMBERS; ++j) {
                if (members[j] == live.case_.firstPanel[0]) continue;
                if (_score(live.case_.seed, live.id, 2, members[j]) < score) ++lower;
            }
            assertEq(lower, i);
            assertGt(score, last);
            last = score;
        }
    }

    /// @dev L is never less than V: a small penalty over many seats would round it down to 5/6 of V.
    function test_aSeatLocksAtLeastV() public {
        _three();
        job.penaltyRate = 1;
        job.auditBps = 2_500;
        job.solverFee = 0;
        Live memory live = _seat(_drawn(_posted(), true));
        assertEq(_seatLock(), _value());
        for (uint256 i; i < 3; ++i) {
            assertEq(market.stakes(live.case_.firstPanel[i]).seated, _value());
        }
    }

    /// @dev The member that would sit first sent the match, or is a party: then it does not.
    function test_partiesNeverSit() public {
        uint256 snapshot = vm.snapshotState();
        for (uint256 i; i < 6; ++i) {
            solver = members[i];
            job.nonce = uint64(i);
            Live memory live = _seat(_drawn(_posted(), true));
            assertTrue(live.case_.firstPanel[0] != solver);
            vm.revertToState(snapshot);
        }
        // with four members and one seat each of them would sit sooner or later
        courtTerms.maxFuel += 1;
        court = market.foundCourt(members, courtEngines, directories, courtTerms);
        (courtList[0], job.court) = (court, court);
        resource.courtsHash = _hashOf(courtList);
        for (uint256 i; i < 5; ++i) {
            _join(i);
        }
        skip(1);
        solver = members[1];
        snapshot = vm.snapshotState();
        for (uint256 i; i < 12; ++i) {
            job.nonce = uint64(i);
            Live memory live = _seat(_disputed(_posted()));
            assertTrue(live.case_.firstPanel[0] != solver);
            vm.revertToState(snapshot);
        }
    }

    function test_fullMembersAreLeftOut() public {
        uint256 snapshot = vm.snapshotState();
        Live memory live = _drawn(_posted(), true);
        address lowest = _seat(live).case_.firstPanel[0];
        vm.revertToState(snapshot);
        live = _drawn(_posted(), true);
        _drainStake(lowest);
        assertTrue(_seat(live).case_.firstPanel[0] != lowest);
    }

    function test_membersWhoJoinedLaterAreLeftOut() public {
        courtTerms.maxFuel += 1;
        court = market.foundCourt(members, courtEngines, directories, courtTerms);
        (courtList[0], job.court) = (court, court);
        resource.courtsHash = _hashOf(courtList);
        for (uint256 i; i < 7; ++i) {
            _join(i);
        }
        skip(1);
        Live memory live = _posted();
        for (uint256 i = 7; i < MEMBERS; ++i) {
            _join(i);
        }
        live = _seat(_drawn(live, true));
        assertLt(_indexOf(live.case_.firstPanel[0]), 7);
    }

    /// @dev Leaving does not free from deals matched before; coming back needs the unbonding time.
    function test_membersWhoLeftLaterStillSit() public {
        uint256 snapshot = vm.snapshotState();
        address lowest = _seat(_drawn(_posted(), true)).case_.firstPanel[0];
        vm.revertToState(snapshot);
        Live memory live = _posted();
        vm.startPrank(lowest);
        market.leaveCourt(court);
        uint256 allowedAt = block.timestamp + 10_000;
        vm.expectRevert(abi.encodeWithSelector(Market_RejoinTooEarly.selector, allowedAt, block.timestamp));
        market.joinCourt(members, courtTerms);
        vm.stopPrank();
        assertEq(_seat(_drawn(live, true)).case_.firstPanel[0], lowest);
    }

    function test_waitsWhileTooFewAreFree() public {
        Live memory live = _drawn(_posted(), true);
        for (uint256 i; i < MEMBERS; ++i) {
            _drainStake(members[i]);
        }
        vm.expectRevert(abi.encodeWithSelector(Market_TooFewSeats.selector, 1, 0));
        market.seat(live.id, live.terms, live.post, live.case_, members, courtTerms);
        _fund(members[4], 500e6);
        vm.prank(members[4]);
        market.stake(500e6);
        live = _seat(live);
        assertEq(live.case_.firstPanel[0], members[4]);
    }

    function test_seedIsTheBlockTwoAfter() public {
        Live memory live = _disputed(_posted());
        uint256 b = block.number + 2;
        assertEq(live.case_.seedBlock, b);
        vm.roll(b);
        vm.expectRevert(abi.encodeWithSelector(Market_BlockNotReached.selector, b + 1, b));
        market.seat(live.id, live.terms, live.post, live.case_, members, courtTerms);
        live = _seat(live);
        assertEq(live.case_.seed, keccak256(abi.encode("seed", live.id, Stage.Disputed)));
    }

    function test_unreadableSeedIsRenewed() public {
        Live memory live = _disputed(_posted());
        uint40 deadline = live.case_.deadline;
        vm.roll(live.case_.seedBlock + 300);
        vm.recordLogs();
        market.seat(live.id, live.terms, live.post, live.case_, members, courtTerms);
        Live memory renewed = _lastDeal();
        assertEq(renewed.case_.seedBlock, block.number + 2);
        assertEq(renewed.case_.deadline, deadline);
        assertEq(uint8(_seat(renewed).case_.stage), uint8(Stage.Panel1));
    }

    function test_seatGuards() public {
        Live memory live = _drawn(_posted(), true);
        CourtTerms memory other = courtTerms;
        other.minSeatFee = 0;
        vm.expectRevert(
            abi.encodeWithSelector(Market_WrongCourt.selector, court, keccak256(abi.encode(_hashOf(members), other)))
        );
        market.seat(live.id, live.terms, live.post, live.case_, members, other);
        uint256 deadline = live.case_.deadline;
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(Market_DeadlinePassed.selector, deadline, deadline + 1));
        market.seat(live.id, live.terms, live.post, live.case_, members, courtTerms);
        vm.warp(deadline);
        live = _seat(live);
        vm.expectRevert(abi.encodeWithSelector(Market_WrongStage.selector, Stage.Panel1));
        market.seat(live.id, live.terms, live.post, live.case_, members, courtTerms);
    }

    // ------------------------------------------------------------------ row 10

    function test_commitGuards() public {
        _three();
        Live memory live = _drawn(_posted(), true);
        vm.expectRevert(abi.encodeWithSelector(Market_WrongStage.selector, Stage.Drawn));
        _commit(live, members[0], RIGHT, FUEL);
        live = _seat(live);
        address seat_ = live.case_.firstPanel[0];
        vm.expectRevert(abi.encodeWithSelector(Market_NotSeat.selector, stranger, stranger));
        _commit(live, stranger, RIGHT, FUEL);
        bytes32 seal = _seal(live.id, seat_, RIGHT, FUEL);
        vm.expectRevert(abi.encodeWithSelector(Market_NotSeat.selector, seat_, stranger));
        _commitAs(live, stranger, seat_, seal);
        vm.expectRevert(abi.encodeWithSelector(Market_ZeroSeal.selector));
        _commitAs(live, seat_, seat_, 0);
        vm.prank(seat_);
        market.setOperator(stranger, true);
        _commitAs(live, stranger, seat_, seal);
        assertEq(_sealOf(live, seat_), seal);
        vm.expectRevert(abi.encodeWithSelector(Market_AlreadyCommitted.selector, seat_));
        _commitAs(live, seat_, seat_, seal);
        uint256 deadline = live.case_.deadline;
        seat_ = live.case_.firstPanel[1];
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(Market_DeadlinePassed.selector, deadline, deadline + 1));
        _commit(live, seat_, RIGHT, FUEL);
        vm.warp(deadline);
        _commit(live, seat_, RIGHT, FUEL);
    }

    /// @dev I9: a copied seal matches nothing, so the copyist is outvoted.
    function test_copiedSealIsNeverCounted() public {
        _three();
        Live memory live = _seat(_drawn(_posted(), true));
        address[] memory panel = live.case_.firstPanel;
        _commit(live, panel[0], RIGHT, FUEL);
        _commitAs(live, panel[1], panel[1], _seal(live.id, panel[0], RIGHT, FUEL));
        _commitAs(live, panel[2], panel[2], live.post.seal);
        vm.expectRevert(abi.encodeWithSelector(Market_NoMajority.selector, 1, 3));
        market.resolve(live.id, live.terms, live.post, live.case_, _commitsOf(live), RIGHT, FUEL);
    }

    // ------------------------------------------------------------------ row 11

    /// @dev Early resolve would slash the slower honest seat.
    function test_resolveWaitsForAllOrTheDeadline() public {
        _three();
        Live memory live = _seat(_drawn(_posted(), true));
        _commitMany(live, 0, 2, RIGHT, FUEL);
        uint256 deadline = live.case_.deadline;
        vm.expectRevert(abi.encodeWithSelector(Market_PanelOpen.selector, deadline, block.timestamp));
        market.resolve(live.id, live.terms, live.post, live.case_, _commitsOf(live), RIGHT, FUEL);
        uint256 snapshot = vm.snapshotState();
        _commit(live, live.case_.firstPanel[2], RIGHT, FUEL);
        assertEq(uint8(_resolve(live, RIGHT, FUEL).case_.stage), uint8(Stage.Verdict1));
        vm.revertToState(snapshot);
        vm.warp(deadline + 1);
        live = _resolve(live, RIGHT, FUEL);
        assertEq(live.case_.deadline, block.timestamp + APPEAL);
        vm.expectRevert(abi.encodeWithSelector(Market_WrongStage.selector, Stage.Verdict1));
        market.resolve(live.id, live.terms, live.post, live.case_, _commitsOf(live), RIGHT, FUEL);
    }

    /// @dev More than half of the seats, absent ones counted.
    function test_absentSeatsCount() public {
        _three();
        Live memory live = _seat(_drawn(_posted(), true));
        _commit(live, live.case_.firstPanel[0], RIGHT, FUEL);
        vm.warp(live.case_.deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(Market_NoMajority.selector, 1, 3));
        market.resolve(live.id, live.terms, live.post, live.case_, _commitsOf(live), RIGHT, FUEL);
    }

    function test_wrongDigestDoesNotResolve() public {
        Live memory live = _seat(_drawn(_posted(), true));
        _commitAll(live, RIGHT, FUEL);
        vm.expectRevert(abi.encodeWithSelector(Market_NoMajority.selector, 0, 1));
        market.resolve(live.id, live.terms, live.post, live.case_, _commitsOf(live), WRONG, FUEL);
        vm.expectRevert(abi.encodeWithSelector(Market_NoMajority.selector, 0, 1));
        market.resolve(live.id, live.terms, live.post, live.case_, _commitsOf(live), RIGHT, FUEL - 1);
    }

    function test_caseIsNotBelieved() public {
        Live memory live = _seat(_drawn(_posted(), true));
        live.case_.firstPanel[0] = stranger;
        vm.expectRevert(abi.encodeWithSelector(Market_NotLive.selector, live.id));
        _commit(live, stranger, RIGHT, FUEL);
    }

    function test_settleAndVoidGuards() public {
        Live memory live = _drawn(_posted(), true);
        vm.expectRevert(abi.encodeWithSelector(Market_WrongStage.selector, Stage.Drawn));
        market.settle(live.id, live.terms, live.post, live.case_, _commitsOf(live));
        vm.expectRevert(abi.encodeWithSelector(Market_WrongStage.selector, Stage.Drawn));
        market.appeal(live.id, live.terms, live.post, live.case_);
        live = _seat(live);
        vm.expectRevert(abi.encodeWithSelector(Market_WrongStage.selector, Stage.Panel1));
        market.settle(live.id, live.terms, live.post, live.case_, _commitsOf(live));
        vm.expectRevert(abi.encodeWithSelector(Market_WrongStage.selector, Stage.Panel1));
        market.voidDeal(live.id, live.terms, live.post, live.case_, _commitsOf(live));
    }

    // ------------------------------------------------------------------ steps

    function _score(bytes32 seed, bytes32 id, uint256 round, address member) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, id, round, member)));
    }

    function _indexOf(address member) private view returns (uint256 i) {
        while (members[i] != member) {
            ++i;
        }
    }

    function _join(uint256 i) private {
        vm.prank(members[i]);
        market.joinCourt(members, courtTerms);
    }

    function _drainStake(address member) private {
        uint256 now_ = block.timestamp;
        vm.startPrank(member);
        market.unstake(market.stakes(member).free);
        vm.warp(now_ + 10_000);
        market.withdrawStake();
        vm.stopPrank();
        vm.warp(now_);
    }

    function _commitAs(Live memory live, address caller, address seat_, bytes32 seal) private {
        vm.prank(caller);
        market.commitVerdict(live.id, live.terms, live.post, live.case_, seat_, seal);
        _noteCommit(live, seat_, seal);
    }
}
