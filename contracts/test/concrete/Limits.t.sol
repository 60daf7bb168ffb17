// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "../base/MatchBase.sol";

/// @dev Section 2's limits where they are met exactly, and by one.
contract LimitsTest is MatchBase {
    // ------------------------------------------------------------------ resources

    function test_exactlyWhatTheJobNeeds() public {
        (job.gpuCount, job.gpuMemoryMiB, job.gpuModel) = (2, 300, "H100");
        (resource.cpuMilli, resource.memoryMiB, resource.storageMiB) = (job.cpuMilli, job.memoryMiB, job.storageMiB);
        (resource.gpuCount, resource.gpuMemoryMiB, resource.gpuModel) = (2, 300, "H100");
        (courtTerms.cpuMilli, courtTerms.memoryMiB, courtTerms.storageMiB) =
        (job.cpuMilli, job.memoryMiB, job.storageMiB);
        (courtTerms.gpuCount, courtTerms.gpuMemoryMiB) = (2, 300);
        _newCourt(4);
        _started();
    }

    function test_oneLessOfAnyResource() public {
        resource.cpuMilli = job.cpuMilli - 1;
        _no(_e(Market_ResourcesTooSmall.selector, job.cpuMilli, job.cpuMilli - 1));
        resource.cpuMilli += 1;
        resource.memoryMiB = job.memoryMiB - 1;
        _no(_e(Market_ResourcesTooSmall.selector, job.memoryMiB, job.memoryMiB - 1));
        resource.memoryMiB += 1;
        resource.storageMiB = job.storageMiB - 1;
        _no(_e(Market_ResourcesTooSmall.selector, job.storageMiB, job.storageMiB - 1));
        resource.storageMiB += 1;
        job.gpuCount = 1;
        _no(_e(Market_ResourcesTooSmall.selector, 1, 0));
        resource.gpuCount = 1;
        job.gpuMemoryMiB = 1;
        _no(_e(Market_ResourcesTooSmall.selector, 1, 0));
        resource.gpuMemoryMiB = 1;
        _no(_e(Market_CourtRefuses.selector, 0, 1));
    }

    function test_oneMoreThanTheCourtTakes() public {
        uint32[5] memory asked = [job.cpuMilli, job.memoryMiB, job.storageMiB, 0, 0];
        CourtTerms memory terms = courtTerms;
        courtTerms.cpuMilli = asked[0] - 1;
        _foundAgain();
        _no(_e(Market_CourtRefuses.selector, asked[0] - 1, asked[0]));
        courtTerms = terms;
        courtTerms.storageMiB = asked[2] - 1;
        _foundAgain();
        _no(_e(Market_CourtRefuses.selector, asked[2] - 1, asked[2]));
        courtTerms = terms;
        (resource.gpuCount, resource.gpuMemoryMiB) = (2, 2);
        job.gpuCount = 2;
        courtTerms.gpuCount = 1;
        _foundAgain();
        _no(_e(Market_CourtRefuses.selector, 1, 2));
        courtTerms.gpuCount = 2;
        job.gpuMemoryMiB = 2;
        courtTerms.gpuMemoryMiB = 1;
        _foundAgain();
        _no(_e(Market_CourtRefuses.selector, 1, 2));
    }

    /// @dev A court judges an engine in the classes that it lists, and in no other.
    function test_engineInAnotherClass() public {
        courtEngines.pop();
        courtTerms.enginesHash = keccak256(abi.encode(ENGINE, uint256(1)));
        _newCourt(4);
        uint256 start = vm.snapshotState();
        _started();
        vm.revertToState(start);
        _classB();
        _no(abi.encodeWithSelector(Market_EngineNotInCourt.selector, ENGINE));
    }

    // ------------------------------------------------------------------ numbers

    function test_everyBoundMetExactly() public {
        (resource.minTheta, resource.maxTheta) = (40, 40);
        resource.maxPanelSize = 1;
        resource.maxValue = uint96(_value());
        resource.maxReviewWindow = 60;
        resource.minExecutionWindow = 26; // and four seconds for the fuel
        (job.maxBasePrice, job.maxFuelPrice) = (resource.basePrice, resource.fuelPrice);
        courtTerms.maxFuel = job.fuelLimit;
        courtTerms.maxExecutionWindow = 30;
        courtTerms.minSeatFee = uint96(_value() / 2);
        _newCourt(4);
        _started();
    }

    function test_longestWindows() public {
        (job.executionWindow, job.reviewWindow) = (600, 3_600);
        _started();
    }

    function test_highestAuditRate() public {
        job.auditBps = 10_000;
        _started();
    }

    /// @dev (theta-1)*V covers the buyer's solver fee, which an overturned provider of class B pays.
    function test_highestSolverFee() public {
        job.penaltyRate = 2;
        job.auditBps = 10_000;
        job.solverFee = uint96(_value() + 1);
        _no(_e(Market_SolverFeeTooHigh.selector, _value(), _value() + 1));
        job.solverFee -= 1;
        _started();
    }

    /// @dev The bound is on auditBps * (theta + n + 1), n counted.
    function test_panelCountsTowardsDeterrence() public {
        job.panelSize = 3;
        job.penaltyRate = 121;
        job.auditBps = 99; // * 125 = 12375
        _no(_e(Market_AuditRateTooLow.selector, 12_500, 12_375));
        job.auditBps = 100;
        _started();
    }

    function test_largestPanel() public {
        resource.maxPanelSize = 255;
        job.panelSize = 15;
        _no(_e(Market_CourtTooSmall.selector, 46, MEMBERS));
    }

    function test_ticketsTimes() public {
        resource.ticketKey = ticketKey.addr;
        Match memory m = _matchItem();
        uint256 start = vm.snapshotState();
        for (uint256 i; i < 2; ++i) {
            m.ticketUntil = uint40(block.timestamp + i * 600);
            m.ticketSignature =
                _sign(ticketKey, keccak256(abi.encode(OfferHashes.TICKET_TYPEHASH, _resourceHash(), m.ticketUntil)));
            _start(m);
            vm.revertToState(start);
        }
    }

    function test_lastLane() public {
        resource.concurrent = 1;
        Match memory m = _matchItem();
        m.lane = 1;
        _no(m, _e(Market_LaneOutOfRange.selector, 1, 1));
        _started();
    }

    // ------------------------------------------------------------------ who is enough for two panels

    function test_threeSeatsNeedTenMembers() public {
        _three();
        courtTerms.maxFuel += 1;
        _newCourt(9);
        _no(_e(Market_CourtTooSmall.selector, 10, 9));
        _join(9, 10);
        skip(1);
        _started();
    }

    function test_buyerAndProviderDoNotCount() public {
        members[0] = buyer.addr;
        members[1] = provider.addr;
        _sort(members);
        courtTerms.maxFuel += 1;
        _useCourt(market.foundCourt(members, courtEngines, directories, courtTerms));
        _joinAs(buyer.addr);
        _joinAs(provider.addr);
        uint256 joined;
        for (uint256 i; joined < 3; ++i) {
            if (members[i] == buyer.addr || members[i] == provider.addr) continue;
            _joinAs(members[i]);
            ++joined;
        }
        skip(1);
        _no(_e(Market_CourtTooSmall.selector, 4, 3));
        _joinAs(members[MEMBERS - 1]);
        skip(1);
        _started();
    }

    /// @dev Six members with stakes, of whom two are the parties: the other four fill both panels.
    function test_buyerAndProviderNeverSit() public {
        members[0] = buyer.addr;
        members[1] = provider.addr;
        _sort(members);
        courtTerms.maxFuel += 1;
        _useCourt(market.foundCourt(members, courtEngines, directories, courtTerms));
        uint256 joined;
        for (uint256 i; joined < 4; ++i) {
            if (members[i] == buyer.addr || members[i] == provider.addr) continue;
            _joinAs(members[i]);
            ++joined;
        }
        _joinAs(buyer.addr);
        _joinAs(provider.addr);
        skip(1);
        for (uint64 nonce; nonce < 4; ++nonce) {
            uint256 start = vm.snapshotState();
            job.nonce = nonce;
            Live memory live = _seat(_disputed(_posted()));
            vm.warp(live.case_.deadline + GRACE + 1);
            live = _seat(_reseat(live));
            _assertNoParty(live.case_.firstPanel);
            _assertNoParty(live.case_.secondPanel);
            for (uint256 i; i < 3; ++i) {
                assertTrue(live.case_.secondPanel[i] != live.case_.firstPanel[0]);
            }
            vm.revertToState(start);
        }
    }

    /// @dev Six joined, of whom three are the parties and the sender.
    function test_threeWhoDoNotCount() public {
        solver = makeAddr("a member that sends");
        _fund(solver, 1_000e6);
        members[0] = buyer.addr;
        members[1] = provider.addr;
        members[2] = solver;
        _sort(members);
        courtTerms.maxFuel += 1;
        _useCourt(market.foundCourt(members, courtEngines, directories, courtTerms));
        (uint256 joined, uint256 i) = (0, 0);
        for (; joined < 3; ++i) {
            if (members[i] == buyer.addr || members[i] == provider.addr || members[i] == solver) continue;
            _joinAs(members[i]);
            ++joined;
        }
        _joinAs(buyer.addr);
        _joinAs(provider.addr);
        _joinAs(solver);
        skip(1);
        _no(_e(Market_CourtTooSmall.selector, 4, 3));
        while (members[i] == buyer.addr || members[i] == provider.addr || members[i] == solver) {
            ++i;
        }
        _joinAs(members[i]);
        skip(1);
        _started();
    }

    /// @dev The largest court: its last member joins, is counted and can be seated.
    function test_courtOf64() public {
        for (uint256 i = MEMBERS; i < 64; ++i) {
            members.push(makeAddr(string.concat("mediator", vm.toString(i))));
            _fund(members[i], 1_000e6);
        }
        _sort(members);
        _useCourt(market.foundCourt(members, courtEngines, directories, courtTerms));
        for (uint256 i = 60; i < 64; ++i) {
            _joinAs(members[i]);
        }
        assertEq(market.courts(court).joined, 15 << 60);
        assertEq(market.courts(court).size, 64);
        skip(1);
        Live memory live = _seat(_disputed(_posted()));
        vm.warp(live.case_.deadline + GRACE + 1);
        assertEq(_seat(_reseat(live)).case_.secondPanel.length, 3);
    }

    /// @dev A member that leaves counts until the second is over, as it can be seated until then.
    function test_countsAreThoseOfTheSecondBefore() public {
        courtTerms.maxFuel += 1;
        _newCourt(4);
        vm.prank(members[0]);
        market.leaveCourt(court);
        uint256 start = vm.snapshotState();
        _started();
        vm.revertToState(start);
        skip(1);
        _no(_e(Market_CourtTooSmall.selector, 4, 3));
        // two changes in one second: what counts is before the first
        _join(4, 6);
        _no(_e(Market_CourtTooSmall.selector, 4, 3));
    }

    // ------------------------------------------------------------------ deployment

    function test_longestWindowsOfAMarket() public {
        MarketConfig memory c = _config();
        (c.maxExecutionWindow, c.maxReviewWindow) = (7 days, 7 days);
        c.unbondingTime = uint32(6 * 7 days + 2 * (SEAT_WAIT + GRACE) + APPEAL + 3 * GRACE);
        assertEq(_deploy(c).config().unbondingTime, c.unbondingTime);
    }

    function test_disputeWithTheLastUnit() public {
        Live memory live = _cleared();
        uint256 spare = _available(buyer.addr) - _value() + 1;
        vm.startPrank(buyer.addr);
        market.withdraw(spare, buyer.addr);
        vm.expectRevert(abi.encodeWithSelector(Market_BalanceTooLow.selector, _value(), _value() - 1));
        market.dispute(live.id, live.terms, live.post);
        token.approve(address(market), 1);
        market.deposit(1);
        vm.stopPrank();
        live = _disputed(live);
        assertEq(_available(buyer.addr), 0);
        assertEq(uint8(live.case_.stage), uint8(Stage.Disputed));
    }

    // ------------------------------------------------------------------ steps

    function _newCourt(uint256 joined) private {
        _foundAgain();
        _join(0, joined);
        skip(1);
    }

    /// @dev Buyer and provider stake first, so that only the rule keeps them from a seat.
    function _joinAs(address member) private {
        vm.startPrank(member);
        if (market.stakes(member).free == 0) market.stake(1_000e6);
        market.joinCourt(members, courtTerms);
        vm.stopPrank();
    }

    function _assertNoParty(address[] memory panel) private view {
        for (uint256 i; i < panel.length; ++i) {
            assertTrue(panel[i] != buyer.addr && panel[i] != provider.addr);
        }
    }
}
