// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "../base/Base.sol";

/// @dev Random lives of many deals at once, checked after each step against the invariants of section 8:
/// I1 and I2 (all money accounted for), I3 (a stranger alone ends every deal), I9 (copied seals never count),
/// I11 (each deal pays out what it locked and slashed, and locks are exactly those of the live deals).
contract RandomLivesTest is Base {
    uint256 private constant DEALS = 7;
    uint256 private constant STEPS = 45;

    uint256 private rng;
    bytes[] private lives; // abi.encode(Live), empty once settled
    mapping(bytes32 => bytes32) private secrets;
    mapping(bytes32 => mapping(address => bool)) private copied;
    mapping(bytes32 => uint256) private values;
    uint256[8] private outcomes; // how often each was reached
    uint256[5] private records;

    function testFuzz_randomLives(uint256 seed) public {
        _live(seed);
    }

    /// @dev The random walk is worth something only if it gets everywhere.
    function test_walksReachEveryOutcomeAndRecord() public {
        uint256[8] memory reached;
        uint256[5] memory judged;
        uint256 start = vm.snapshotState();
        for (uint256 seed; seed < 25; ++seed) {
            (uint256[8] memory o, uint256[5] memory r) = this.walk(seed);
            for (uint256 i; i < 8; ++i) {
                reached[i] += o[i];
            }
            for (uint256 i; i < 5; ++i) {
                judged[i] += r[i];
            }
            vm.revertToState(start);
        }
        for (uint256 i = 1; i < 8; ++i) {
            assertGt(reached[i], 0, vm.toString(i));
        }
        for (uint256 i; i < 5; ++i) {
            assertGt(judged[i], 0, vm.toString(i));
        }
    }

    /// @dev External, so that its memory is given back.
    function walk(uint256 seed) external returns (uint256[8] memory, uint256[5] memory) {
        _live(seed);
        return (outcomes, records);
    }

    function _live(uint256 seed) private {
        rng = uint256(keccak256(abi.encode(seed)));
        resource.concurrent = uint16(DEALS);
        for (uint256 i; i < STEPS; ++i) {
            uint256 dice = _roll(10);
            if (dice < 2 && lives.length < DEALS) _begin();
            else if (dice == 2) _pass();
            else if (lives.length != 0) _act(_roll(lives.length));
            if (i % 4 == 0) _checkLocks();
        }
        _checkLocks();
        for (uint256 i; i < lives.length; ++i) {
            _endAlone(i);
        }
        _assertNothingLocked();
        _assertSolvent();
    }

    // ------------------------------------------------------------------ random steps

    function _begin() private {
        uint256 kind = _roll(8);
        JobOffer memory saved = job;
        bytes32 savedModules = resource.modulesHash;
        job.nonce = uint64(1_000 + lives.length);
        job.fuelLimit = uint64(1e9 + _roll(3e9));
        if (kind < 3) _three();
        if (kind == 3 || kind == 4) {
            if (modules.length == 0) modules.push(job.moduleId);
            resource.modulesHash = _hashOf(modules);
            job.verification = Verification.B;
        }
        if (kind == 5) {
            if (modules.length == 0) modules.push(job.moduleId);
            resource.modulesHash = _hashOf(modules);
            (job.verification, job.court) = (Verification.None, 0);
            (job.panelSize, job.auditBps, job.penaltyRate) = (0, 0, uint16(_roll(3)));
        }
        bytes32 secret;
        if (kind == 6) {
            secret = keccak256(abi.encode(rng));
            job.drawCommit = keccak256(abi.encode(secret));
        }
        Match memory m = _matchItem();
        m.lane = uint16(lives.length);
        Live memory live = _start(m);
        secrets[live.id] = secret;
        values[live.id] = _value();
        lives.push(abi.encode(live));
        job = saved;
        resource.modulesHash = savedModules;
    }

    function _pass() private {
        skip(_roll(60));
        vm.roll(block.number + 1 + _roll(4) + (_roll(20) == 0 ? 300 : 0));
    }

    function _act(uint256 i) private {
        if (lives[i].length == 0) return;
        Live memory live = abi.decode(lives[i], (Live));
        if (live.case_.stage != Stage.None) _actInCase(i, live);
        else if (live.post.stage == Stage.None) _actMatched(i, live);
        else if (live.post.stage == Stage.Posted) _actPosted(i, live);
        else _actCleared(i, live);
    }

    function _actMatched(uint256 i, Live memory live) private {
        uint256 dice = _roll(10);
        uint256 over = _matchedAt(live) + 30 + GRACE;
        if (dice == 1) {
            vm.recordLogs();
            vm.prank(provider.addr);
            market.decline(live.id, live.terms);
            return _ended(i, live);
        }
        if (block.timestamp > over || dice == 0) {
            if (block.timestamp <= over) vm.warp(over + 1);
            vm.recordLogs();
            market.expire(live.id, live.terms);
            return _ended(i, live);
        }
        bool receipt = dice != 2 || _isUnverified(live);
        uint64 fuel = uint64(_roll(1e9));
        _keep(i, _post(live, dice < 6 ? WRONG : RIGHT, fuel, receipt));
    }

    function _actPosted(uint256 i, Live memory live) private {
        bytes32 secret = secrets[live.id];
        if (_roll(3) == 0 && block.timestamp <= live.post.reviewEndsAt) return _keep(i, _disputed(live));
        vm.recordLogs();
        if (secret != 0) {
            if (block.timestamp > live.post.reviewEndsAt) secret = 0;
            market.draw(DrawItem(live.id, live.terms, live.post, secret));
            return _keep(i, _lastDeal());
        }
        if (block.number <= live.post.drawBlock) vm.roll(live.post.drawBlock + 1);
        if (block.number <= live.post.drawBlock + 256) {
            vm.setBlockhash(live.post.drawBlock, _hashFor(live, _roll(2) == 0));
        }
        market.draw(DrawItem(live.id, live.terms, live.post, 0));
        _keep(i, _lastDeal());
    }

    function _actCleared(uint256 i, Live memory live) private {
        uint256 dice = _roll(3);
        if (dice == 0 && !_isUnverified(live) && block.timestamp <= live.post.reviewEndsAt) {
            return _keep(i, _disputed(live));
        }
        vm.recordLogs();
        if (dice == 1) {
            vm.prank(buyer.addr);
            market.accept(AcceptItem(live.id, live.terms, live.post, 0, ""));
        } else {
            if (block.timestamp <= live.post.reviewEndsAt) vm.warp(live.post.reviewEndsAt + 1);
            market.finalize(FinalizeItem(live.id, live.terms, live.post));
        }
        _ended(i, live);
    }

    function _actInCase(uint256 i, Live memory live) private {
        Stage stage = live.case_.stage;
        uint256 deadline = live.case_.deadline;
        if (stage == Stage.Panel1 || stage == Stage.Panel2) return _actInPanel(i, live);
        if (stage == Stage.Verdict2) return _settleNow(i, live);
        if (stage == Stage.Verdict1) {
            if (block.timestamp <= deadline && _roll(2) == 0) {
                Verdict v = live.case_.firstVerdict;
                bool asBuyer = v == Verdict.Upheld || (v == Verdict.InputsUnavailable && _roll(2) == 0);
                return _keep(i, _appeal(live, asBuyer ? buyer.addr : provider.addr));
            }
            if (block.timestamp <= deadline) vm.warp(deadline + 1);
            return _settleNow(i, live);
        }
        // Drawn, Disputed, Reseated, Appealed
        if (block.timestamp <= deadline && _roll(8) != 0) return _keep(i, _seat(live));
        if (block.timestamp <= deadline) vm.warp(deadline + 1);
        if (stage == Stage.Appealed) return _settleNow(i, live);
        _void(live);
        _ended(i, live);
    }

    function _actInPanel(uint256 i, Live memory live) private {
        address[] memory panel = _panelOf(live);
        if (block.timestamp <= live.case_.deadline && _roll(10) != 0) {
            for (uint256 k; k < panel.length; ++k) {
                if (_sealOf(live, panel[k]) != 0) continue;
                _commitSome(live, panel, k);
                if (_roll(6) == 0) return;
            }
        }
        if (block.timestamp <= live.case_.deadline) {
            for (uint256 k; k < panel.length; ++k) {
                if (_sealOf(live, panel[k]) == 0) vm.warp(live.case_.deadline + 1);
            }
        }
        bytes32[3] memory digests = [RIGHT, WRONG, UNAVAILABLE];
        for (uint256 k; k < 3; ++k) {
            uint64 fuel = k == 2 ? 0 : live.post.fuelUsed;
            uint256 matching;
            for (uint256 j; j < panel.length; ++j) {
                if (_sealOf(live, panel[j]) == _seal(live.id, panel[j], digests[k], fuel)) ++matching;
            }
            if (2 * matching > panel.length) return _keep(i, _resolve(live, digests[k], fuel));
        }
        uint256 over = live.case_.deadline + GRACE;
        if (block.timestamp <= over) vm.warp(over + 1);
        if (live.case_.stage == Stage.Panel1) return _keep(i, _reseat(live));
        if (!live.case_.reseated) return _settleNow(i, live);
        _void(live);
        _ended(i, live);
    }

    function _commitSome(Live memory live, address[] memory panel, uint256 k) private {
        uint256 dice = _roll(20);
        if (dice == 0 && k != 0) {
            bytes32 other = _sealOf(live, panel[0]);
            if (other != 0) {
                copied[live.id][panel[k]] = true;
                vm.prank(panel[k]);
                market.commitVerdict(live.id, live.terms, live.post, live.case_, panel[k], other);
                _noteCommit(live, panel[k], other);
                return;
            }
        }
        if (dice < 4) _commit(live, panel[k], UNAVAILABLE, 0);
        else if (dice < 7) _commit(live, panel[k], WRONG, live.post.fuelUsed);
        else if (dice < 8) _commit(live, panel[k], keccak256(abi.encode(rng)), 5);
        else _commit(live, panel[k], RIGHT, live.post.fuelUsed);
    }

    function _settleNow(uint256 i, Live memory live) private {
        _settle(live);
        _ended(i, live);
    }

    // ------------------------------------------------------------------ I3

    /// @dev Only a stranger calls, everybody else is silent; at most five calls after the deadlines.
    function _endAlone(uint256 i) private {
        for (uint256 calls; lives[i].length != 0; ++calls) {
            assertLt(calls, 5, "I3");
            Live memory live = abi.decode(lives[i], (Live));
            skip(30 days);
            vm.roll(block.number + 10);
            vm.recordLogs();
            vm.startPrank(stranger);
            bool ends = _strangersCall(live);
            vm.stopPrank();
            if (ends) _ended(i, live);
            else _keep(i, _lastDeal());
        }
    }

    function _strangersCall(Live memory live) private returns (bool ends) {
        Stage stage = live.case_.stage;
        if (stage == Stage.None) {
            if (live.post.stage == Stage.None) {
                market.expire(live.id, live.terms);
                return true;
            }
            if (live.post.stage == Stage.Cleared) {
                market.finalize(FinalizeItem(live.id, live.terms, live.post));
                return true;
            }
            market.draw(DrawItem(live.id, live.terms, live.post, 0));
            return false;
        }
        if (stage == Stage.Panel1) {
            market.reseat(live.id, live.terms, live.post, live.case_);
            return false;
        }
        bool byVerdict = stage == Stage.Verdict1 || stage == Stage.Verdict2 || stage == Stage.Appealed
            || (stage == Stage.Panel2 && !live.case_.reseated);
        if (byVerdict) market.settle(live.id, live.terms, live.post, live.case_, _commitsOf(live));
        else market.voidDeal(live.id, live.terms, live.post, live.case_, _commitsOf(live));
        return true;
    }

    // ------------------------------------------------------------------ checks

    /// @dev The deal is over: what it paid is what it had locked, plus the fines of its seats.
    function _ended(uint256 i, Live memory live) private {
        uint256 fines;
        Payout memory payout;
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 k; k < logs.length; ++k) {
            if (logs[k].topics[0] == SeatSettled.selector) {
                (SeatRecord record,, uint256 fine) = abi.decode(logs[k].data, (SeatRecord, uint256, uint256));
                fines += fine;
                ++records[uint8(record)];
                bool isCopy = copied[live.id][address(uint160(uint256(logs[k].topics[2])))];
                assertFalse(isCopy && record == SeatRecord.Matched, "I9");
            } else if (logs[k].topics[0] == DealSettled.selector) {
                Outcome outcome;
                (outcome,, payout,) = abi.decode(logs[k].data, (Outcome, uint256, Payout, bool));
                ++outcomes[uint8(outcome)];
            }
        }
        (uint256 buyerLock, uint256 providerLock) = _locksOf(live);
        uint256 out = uint256(payout.toBuyer) + payout.toProvider + payout.toSolver + payout.toSeats + payout.burned;
        assertEq(out, buyerLock + providerLock + fines, "I11");
        assertGe(payout.toSolver, resource.solverFee, "solver");
        delete lives[i];
    }

    function _checkLocks() private view {
        uint256 buyerLocks;
        uint256 providerLocks;
        uint256 seats;
        for (uint256 i; i < lives.length; ++i) {
            if (lives[i].length == 0) continue;
            Live memory live = abi.decode(lives[i], (Live));
            (uint256 b, uint256 p) = _locksOf(live);
            buyerLocks += b;
            providerLocks += p;
            seats += (live.case_.firstPanel.length + live.case_.secondPanel.length) * _seatLockOf(live);
        }
        assertEq(_locked(buyer.addr), buyerLocks, "buyer's locks");
        assertEq(_locked(provider.addr), providerLocks, "provider's locks");
        uint256 seated;
        for (uint256 i; i < MEMBERS; ++i) {
            seated += market.stakes(members[i]).seated;
        }
        assertEq(seated, seats, "seats' locks");
        _assertSolvent();
    }

    function _assertNothingLocked() private view {
        assertEq(_locked(buyer.addr) + _locked(provider.addr), 0);
        for (uint256 i; i < MEMBERS; ++i) {
            assertEq(market.stakes(members[i]).seated, 0);
        }
    }

    /// @dev Sections 3 and 6, from what the events say.
    function _locksOf(Live memory live) private view returns (uint256 buyerLock, uint256 providerLock) {
        uint256 v = values[live.id];
        uint256 n = uint8(live.terms[3] >> 16);
        uint256 theta = uint16(live.terms[2] >> 16);
        if (n == 0 && theta == 0) theta = 1;
        buyerLock = v + n * v + job.solverFee;
        providerLock = (theta + n) * v + resource.solverFee;
        if (live.case_.cause == Cause.Dispute) buyerLock += v;
        if (live.case_.appellant == buyer.addr) buyerLock += (2 * n + 1) * v;
        if (live.case_.appellant == provider.addr) providerLock += (2 * n + 1) * v;
    }

    function _seatLockOf(Live memory live) private view returns (uint256) {
        uint256 v = values[live.id];
        uint256 n = uint8(live.terms[3] >> 16);
        uint256 theta = uint16(live.terms[2] >> 16);
        uint256 f = 3 * (n + 1) / 2;
        return ((theta + n + 1) * v + f - 1) / f;
    }

    // ------------------------------------------------------------------ helpers

    function _keep(uint256 i, Live memory live) private {
        lives[i] = abi.encode(live);
    }

    function _matchedAt(Live memory live) private pure returns (uint256) {
        return uint40(live.terms[3] >> 24);
    }

    function _isUnverified(Live memory live) private pure returns (bool) {
        return uint8(live.terms[3] >> 16) == 0;
    }

    function _roll(uint256 sides) private returns (uint256) {
        rng = uint256(keccak256(abi.encode(rng)));
        return rng % sides;
    }
}
