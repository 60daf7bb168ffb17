// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "../base/Base.sol";

/// @dev What an indexer lives on: every change is told once, with the deal as a topic.
contract EventsTest is Base {
    /// @dev Topics and data of the last step's logs.
    Vm.Log[] private told;

    // ------------------------------------------------------------------ deals

    function test_accepted() public {
        Live memory live = _started();
        _assertTold(live, DealMatched.selector);
        live = _post(live, RIGHT, FUEL, true);
        _assertTold(live, ResultPosted.selector);
        live = _drawn(live, false);
        _assertTold(live, DealCleared.selector);
        vm.recordLogs();
        vm.prank(buyer.addr);
        market.accept(AcceptItem(live.id, live.terms, live.post, 0, ""));
        (Outcome outcome, uint256 price, Payout memory payout, bool jobFree) = _settlement();
        _assertTold(live, DealSettled.selector);
        uint256 pi = _price(FUEL);
        assertEq(uint8(outcome), uint8(Outcome.Accepted));
        assertEq(price, pi);
        assertFalse(jobFree);
        assertEq(payout.toBuyer, 2 * _value() - pi);
        assertEq(payout.toProvider, 41 * _value() + pi);
        assertEq(payout.toSolver, _fees());
        assertEq(uint256(payout.toSeats) + payout.burned, 0);
    }

    function test_matchTellsTheWork() public {
        _none();
        (job.cpuMilli, job.memoryMiB, job.storageMiB, job.gpuCount, job.gpuMemoryMiB) = (11, 22, 33, 44, 55);
        (resource.gpuCount, resource.gpuMemoryMiB) = (44, 55);
        job.gpuModel = keccak256("gpu");
        resource.gpuModel = job.gpuModel;
        Live memory live = _started();
        _assertTold(live, DealMatched.selector);
        (, bytes32 jobHash, bytes32 resourceHash, Work memory work,,,) =
            abi.decode(told[0].data, (uint256[9], bytes32, bytes32, Work, address, address[], address[]));
        assertEq(jobHash, _jobHash());
        assertEq(resourceHash, _resourceHash());
        assertEq(work.moduleId, job.moduleId);
        assertEq(work.inputsId, job.inputsId);
        assertEq(work.engine, ENGINE);
        assertEq(work.resources, uint256(bytes32(abi.encodePacked(uint96(0), uint32(11), uint32(22), uint32(33), uint32(44), uint32(55)))));
        assertEq(work.gpuModel, job.gpuModel);
    }

    function test_drawn() public {
        Live memory live = _drawn(_posted(), true);
        _assertTold(live, CaseOpened.selector);
    }

    function test_withoutReceipt() public {
        Live memory live = _post(_started(), RIGHT, FUEL, false);
        _assertTold(live, ResultPosted.selector, 0, 2);
        _assertTold(live, CaseOpened.selector, 1, 2);
    }

    function test_missed() public {
        Live memory live = _started();
        skip(100);
        vm.recordLogs();
        market.expire(live.id, live.terms);
        (, uint256 price, Payout memory payout, bool jobFree) = _settlement();
        _assertTold(live, DealSettled.selector);
        assertEq(price, 0);
        assertTrue(jobFree);
        assertEq(payout.toBuyer, 2 * _value() + job.solverFee + _value() / 5);
        assertEq(payout.toProvider, 41 * _value() - _value() / 5);
        assertEq(payout.toSolver, resource.solverFee);
    }

    function test_disputedAndAppealed() public {
        Live memory live = _disputed(_posted());
        _assertTold(live, CaseOpened.selector);
        live = _seat(live);
        _assertTold(live, PanelSeated.selector);
        address mediator = live.case_.firstPanel[0];
        vm.recordLogs();
        _commit(live, mediator, RIGHT, FUEL);
        _logs();
        assertEq(told.length, 1);
        assertEq(told[0].topics[0], VerdictCommitted.selector);
        assertEq(told[0].topics[1], live.id);
        assertEq(told[0].topics[2], _topic(mediator));
        assertEq(abi.decode(told[0].data, (bytes32)), _seal(live.id, mediator, RIGHT, FUEL));
        live = _resolve(live, RIGHT, FUEL);
        _assertTold(live, VerdictReached.selector);
        assertEq(live.case_.deadline, block.timestamp + APPEAL);
        live = _appeal(live, buyer.addr);
        _assertTold(live, VerdictAppealed.selector);
        assertEq(live.case_.appellant, buyer.addr);
        assertEq(live.case_.seedBlock, block.number + 2);
        assertEq(live.case_.deadline, block.timestamp + SEAT_WAIT);
        live = _seat(live);
        _commitMany(live, 0, 2, RIGHT, FUEL);
        vm.warp(live.case_.deadline + 1);
        live = _resolve(live, RIGHT, FUEL);
        assertEq(live.case_.deadline, block.timestamp); // no appeal window any more
        _settle(live);
        (, uint256 price, Payout memory payout, bool jobFree) = _settlement();
        uint256 pi = _price(FUEL);
        _assertSeat(live, 0, live.case_.firstPanel[0], SeatRecord.Matched, pi, 0);
        _assertSeat(live, 1, live.case_.secondPanel[0], SeatRecord.Matched, pi, 0);
        _assertSeat(live, 3, live.case_.secondPanel[2], SeatRecord.Absent, 0, pi);
        _assertTold(live, DealSettled.selector, 4, 5);
        assertEq(price, pi);
        assertFalse(jobFree);
        assertEq(payout.toSeats, 3 * pi);
        assertEq(payout.burned, pi);
    }

    function test_reseatedAndVoid() public {
        Live memory live = _seat(_drawn(_posted(), true));
        vm.warp(live.case_.deadline + GRACE + 1);
        live = _reseat(live);
        _assertTold(live, PanelReseated.selector);
        assertTrue(live.case_.reseated);
        vm.warp(live.case_.deadline + 1);
        _void(live);
        (,, Payout memory payout, bool jobFree) = _settlement();
        _assertSeat(live, 0, live.case_.firstPanel[0], SeatRecord.Absent, 0, _seatLock());
        _assertTold(live, DealSettled.selector, 1, 2);
        assertTrue(jobFree);
        assertEq(payout.burned, _seatLock() - 2 * _price(FUEL));
    }

    function test_seedRenewed() public {
        Live memory live = _disputed(_posted());
        vm.roll(live.case_.seedBlock + 300);
        vm.recordLogs();
        market.seat(live.id, live.terms, live.post, live.case_, members, courtTerms);
        live = _lastDeal();
        _assertTold(live, SeedRenewed.selector);
    }

    // ------------------------------------------------------------------ accounts, stakes, courts

    function test_money() public {
        token.faucet(stranger, 10);
        vm.startPrank(stranger);
        token.approve(address(market), 10);
        _expect();
        emit Deposited(stranger, 10);
        market.deposit(10);
        _expect();
        emit Withdrawn(stranger, solver, 4);
        market.withdraw(4, solver);
        _expect();
        emit OperatorSet(stranger, solver, true);
        market.setOperator(solver, true);
        _expect();
        emit OperatorSet(stranger, solver, false);
        market.setOperator(solver, false);
        _expect();
        emit Staked(stranger, 6);
        market.stake(6);
        _expect();
        emit UnstakeRequested(stranger, 5, block.timestamp + 10_000);
        market.unstake(5);
        skip(10_000);
        _expect();
        emit StakeWithdrawn(stranger, 5);
        market.withdrawStake();
        vm.stopPrank();
    }

    function test_burned() public {
        Live memory live = _seat(_drawn(_posted(), true));
        vm.warp(live.case_.deadline + GRACE + 1);
        live = _reseat(live);
        vm.warp(live.case_.deadline + 1);
        _void(live);
        uint256 amount = _available(BURNED);
        _expect();
        emit Burned(amount);
        market.burn();
    }

    function test_cancellations() public {
        vm.startPrank(stranger);
        _expect();
        emit JobCancelled(stranger, 130);
        market.cancelJob(130);
        _expect();
        emit ResourceCancelled(stranger, 131);
        market.cancelResource(131);
        _expect();
        emit NoncesCancelled(stranger, 9);
        market.cancelBelow(9);
        vm.stopPrank();
    }

    function test_courts() public {
        courtTerms.maxFuel += 1;
        bytes32 id = keccak256(abi.encode(_hashOf(members), courtTerms));
        _expect();
        emit CourtFounded(id, members, courtEngines, directories, courtTerms);
        market.foundCourt(members, courtEngines, directories, courtTerms);
        vm.startPrank(members[5]);
        _expect();
        emit CourtJoined(id, members[5]);
        market.joinCourt(members, courtTerms);
        _expect();
        emit CourtLeft(id, members[5]);
        market.leaveCourt(id);
        vm.stopPrank();
    }

    // ------------------------------------------------------------------ steps

    /// @dev Keeps a copy of the market's logs.
    function _logs() internal override returns (Vm.Log[] memory logs) {
        logs = super._logs();
        delete told;
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter == address(market)) told.push(logs[i]);
        }
    }

    function _expect() private {
        vm.expectEmit(true, true, true, true, address(market));
    }

    function _assertTold(Live memory live, bytes32 kind) private view {
        _assertTold(live, kind, 0, 1);
    }

    /// @dev The last step told `count` events, the one at `index` is of this kind and about this deal.
    function _assertTold(Live memory live, bytes32 kind, uint256 index, uint256 count) private view {
        assertEq(told.length, count);
        assertEq(told[index].topics[0], kind);
        assertEq(told[index].topics[1], live.id);
        // the parties are told once: every later event is found by the deal
        if (kind != DealMatched.selector) return;
        assertEq(told[index].topics[2], _topic(buyer.addr));
        assertEq(told[index].topics[3], _topic(provider.addr));
    }

    function _assertSeat(
        Live memory live,
        uint256 index,
        address mediator,
        SeatRecord record,
        uint256 fee,
        uint256 slashed
    ) private view {
        assertEq(told[index].topics[0], SeatSettled.selector);
        assertEq(told[index].topics[1], live.id);
        assertEq(told[index].topics[2], _topic(mediator));
        assertEq(told[index].data, abi.encode(record, fee, slashed));
    }

    function _topic(address who) private pure returns (bytes32) {
        return bytes32(uint256(uint160(who)));
    }
}
