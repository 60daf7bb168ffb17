// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "./Actors.sol";

/// @dev Deals from logs, the steps of a deal's life, and what they did to money.
abstract contract Base is Actors {
    uint256 internal constant NO_COMMITS = 1 << 47;

    // ------------------------------------------------------------------ deals from logs

    /// @dev All logs since vm.recordLogs(), which are forgotten then.
    function _logs() internal virtual returns (Vm.Log[] memory) {
        return vm.getRecordedLogs();
    }

    mapping(bytes32 dealId => bytes live) private told;
    mapping(bytes32 dealId => Commit[]) private committed;

    /// @dev The deal that the last state-changing event since vm.recordLogs() is about, as all its events tell it.
    function _lastDeal() internal returns (Live memory live) {
        Vm.Log[] memory logs = _logs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] == VerdictCommitted.selector) _noteCommit(logs[i]);
            if (!_isChange(logs[i].topics[0])) continue;
            bytes32 id = logs[i].topics[1];
            if (told[id].length != 0) live = abi.decode(told[id], (Live));
            live.id = id;
            _fold(live, logs[i]);
            told[id] = abi.encode(live);
        }
    }

    function _isChange(bytes32 topic) private pure returns (bool) {
        return topic == DealMatched.selector || topic == ResultPosted.selector || topic == DealCleared.selector
            || topic == CaseOpened.selector || topic == SeedRenewed.selector || topic == PanelSeated.selector
            || topic == VerdictReached.selector || topic == PanelReseated.selector || topic == VerdictAppealed.selector;
    }

    function _fold(Live memory live, Vm.Log memory log) private pure {
        bytes32 topic = log.topics[0];
        Case memory c = live.case_;
        if (topic == DealMatched.selector) {
            live.terms = abi.decode(log.data, (uint256[9]));
        } else if (topic == ResultPosted.selector) {
            live.post = abi.decode(log.data, (Post));
        } else if (topic == DealCleared.selector) {
            live.post.stage = Stage.Cleared;
            live.post.secretShown = abi.decode(log.data, (bool));
        } else if (topic == CaseOpened.selector) {
            (c.cause, c.seedBlock, c.seed, c.deadline, live.post.secretShown) =
                abi.decode(log.data, (Cause, uint64, bytes32, uint40, bool));
            c.stage = c.cause == Cause.Dispute ? Stage.Disputed : Stage.Drawn;
        } else if (topic == SeedRenewed.selector) {
            c.seedBlock = abi.decode(log.data, (uint64));
        } else if (topic == PanelSeated.selector) {
            address[] memory panel;
            (c.seed, c.deadline, panel) = abi.decode(log.data, (bytes32, uint40, address[]));
            bool first = c.stage == Stage.Drawn || c.stage == Stage.Disputed;
            if (first) c.firstPanel = panel;
            else c.secondPanel = panel;
            c.stage = first ? Stage.Panel1 : Stage.Panel2;
        } else if (topic == VerdictReached.selector) {
            _foldVerdict(c, log.data);
        } else {
            (c.seedBlock, c.deadline) = abi.decode(log.data, (uint64, uint40));
            c.seed = 0;
            c.reseated = topic == PanelReseated.selector;
            c.stage = c.reseated ? Stage.Reseated : Stage.Appealed;
            if (!c.reseated) c.appellant = address(uint160(uint256(log.topics[2])));
        }
    }

    function _foldVerdict(Case memory c, bytes memory data) private pure {
        (Verdict verdict, bytes32 digest, uint64 fuelUsed, uint40 deadline) =
            abi.decode(data, (Verdict, bytes32, uint64, uint40));
        bool first = c.stage == Stage.Panel1;
        c.deadline = deadline;
        if (first) c.firstVerdict = verdict;
        else c.secondVerdict = verdict;
        c.stage = first ? Stage.Verdict1 : Stage.Verdict2;
        if (first || c.reseated || verdict != Verdict.InputsUnavailable) {
            c.digest = digest;
            c.fuelFound = fuelUsed;
        }
    }

    /// @dev What the deal's seats committed so far, as resolve, settle and voidDeal replay it.
    function _commitsOf(Live memory live) internal view returns (Commit[] memory) {
        return committed[live.id];
    }

    function _noteCommit(Vm.Log memory log) private {
        Live memory live = abi.decode(told[log.topics[1]], (Live));
        _noteCommit(live, address(uint160(uint256(log.topics[2]))), abi.decode(log.data, (bytes32)));
    }

    /// @dev Called after each commit; one that was refused left no bit.
    function _noteCommit(Live memory live, address mediator, bytes32 seal) internal {
        if (_sealOf(live, mediator) != 0) return;
        uint256 seat = _seatOf(live.case_.firstPanel, mediator);
        if (seat == live.case_.firstPanel.length) seat = SECOND_PANEL + _seatOf(live.case_.secondPanel, mediator);
        if (_commitWord(live) >> seat & 1 == 1) committed[live.id].push(Commit(uint8(seat), seal));
    }

    /// @dev What a mediator committed in the deal; 0 = nothing yet.
    function _sealOf(Live memory live, address mediator) internal view returns (bytes32) {
        Commit[] storage all = committed[live.id];
        for (uint256 i; i < all.length; ++i) {
            bool first = all[i].seat < SECOND_PANEL;
            uint256 seat = first ? all[i].seat : all[i].seat - SECOND_PANEL;
            if ((first ? live.case_.firstPanel : live.case_.secondPanel)[seat] == mediator) return all[i].seal;
        }
        return 0;
    }

    /// @dev The word of the deal's lane.
    function _commitWord(Live memory live) internal view returns (uint256) {
        address who = address(uint160(live.terms[1] >> 96));
        return market.commits(who, uint64(live.terms[2] >> 32), uint16(live.terms[2]));
    }

    function _seatOf(address[] memory panel, address mediator) private pure returns (uint256 i) {
        while (i < panel.length && panel[i] != mediator) {
            ++i;
        }
    }

    /// @dev The settlement among the logs since vm.recordLogs().
    function _settlement() internal returns (Outcome outcome, uint256 price, Payout memory payout, bool jobFree) {
        Vm.Log[] memory logs = _logs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] == DealSettled.selector) {
                return abi.decode(logs[i].data, (Outcome, uint256, Payout, bool));
            }
        }
        revert("not settled");
    }

    // ------------------------------------------------------------------ steps

    function _started() internal returns (Live memory) {
        return _start(_matchItem());
    }

    function _start(Match memory m) internal returns (Live memory) {
        vm.recordLogs();
        vm.prank(solver);
        _matchDeal(m);
        return _lastDeal();
    }

    function _post(Live memory live, bytes32 digest, uint64 fuel, bool receipt) internal returns (Live memory) {
        PostItem memory item = _postItem(live, digest, fuel, receipt);
        vm.recordLogs();
        vm.prank(provider.addr);
        market.postResult(item);
        return _lastDeal();
    }

    function _posted() internal returns (Live memory) {
        return _post(_started(), RIGHT, FUEL, true);
    }

    /// @dev A block hash with which the deal's public draw hits, or not.
    function _hashFor(Live memory live, bool hit) internal view returns (bytes32 h) {
        for (uint256 i = 1;; ++i) {
            h = keccak256(abi.encode(live.id, i));
            bool hits = uint256(keccak256(abi.encode(h, live.id))) % 10_000 < job.auditBps;
            if (hits == hit) return h;
        }
    }

    function _drawn(Live memory live, bool hit) internal returns (Live memory) {
        vm.roll(live.post.drawBlock + 1);
        vm.setBlockhash(live.post.drawBlock, _hashFor(live, hit));
        vm.recordLogs();
        market.draw(DrawItem(live.id, live.terms, live.post, 0));
        return _lastDeal();
    }

    function _cleared() internal returns (Live memory) {
        return _drawn(_posted(), false);
    }

    function _disputed(Live memory live) internal returns (Live memory) {
        vm.recordLogs();
        vm.prank(buyer.addr);
        market.dispute(live.id, live.terms, live.post);
        return _lastDeal();
    }

    function _seat(Live memory live) internal returns (Live memory) {
        if (live.case_.seed == 0) {
            vm.roll(live.case_.seedBlock + 1);
            vm.setBlockhash(live.case_.seedBlock, keccak256(abi.encode("seed", live.id, live.case_.stage)));
        }
        vm.recordLogs();
        market.seat(live.id, live.terms, live.post, live.case_, members, courtTerms);
        return _lastDeal();
    }

    function _commit(Live memory live, address mediator, bytes32 digest, uint64 fuel) internal {
        bytes32 seal = _seal(live.id, mediator, digest, fuel);
        vm.prank(mediator);
        market.commitVerdict(live.id, live.terms, live.post, live.case_, mediator, seal);
        _noteCommit(live, mediator, seal);
    }

    function _panelOf(Live memory live) internal pure returns (address[] memory) {
        return live.case_.stage == Stage.Panel2 ? live.case_.secondPanel : live.case_.firstPanel;
    }

    /// @dev Seats [from, to) of the sitting panel commit.
    function _commitMany(Live memory live, uint256 from, uint256 to, bytes32 digest, uint64 fuel) internal {
        address[] memory panel = _panelOf(live);
        for (uint256 i = from; i < to; ++i) {
            _commit(live, panel[i], digest, fuel);
        }
    }

    function _commitAll(Live memory live, bytes32 digest, uint64 fuel) internal {
        _commitMany(live, 0, _panelOf(live).length, digest, fuel);
    }

    function _resolve(Live memory live, bytes32 digest, uint64 fuel) internal returns (Live memory) {
        vm.recordLogs();
        market.resolve(live.id, live.terms, live.post, live.case_, _commitsOf(live), digest, fuel);
        return _lastDeal();
    }

    function _reseat(Live memory live) internal returns (Live memory) {
        vm.recordLogs();
        market.reseat(live.id, live.terms, live.post, live.case_);
        return _lastDeal();
    }

    function _appeal(Live memory live, address who) internal returns (Live memory) {
        vm.recordLogs();
        vm.prank(who);
        market.appeal(live.id, live.terms, live.post, live.case_);
        return _lastDeal();
    }

    function _settle(Live memory live) internal {
        vm.recordLogs();
        market.settle(live.id, live.terms, live.post, live.case_, _commitsOf(live));
    }

    function _void(Live memory live) internal {
        vm.recordLogs();
        market.voidDeal(live.id, live.terms, live.post, live.case_, _commitsOf(live));
    }

    // ------------------------------------------------------------------ money

    function _available(address who) internal view returns (uint256) {
        return market.accounts(who).available;
    }

    function _locked(address who) internal view returns (uint256) {
        return market.accounts(who).locked;
    }

    function _staked(address who) internal view returns (uint256) {
        return uint256(market.stakes(who).free) + market.stakes(who).seated;
    }

    /// @dev I1 with equality, over everybody who appears in these tests.
    function _assertSolvent() internal view {
        uint256 sum = _holdings(buyer.addr) + _holdings(provider.addr) + _holdings(solver) + _holdings(stranger)
            + _holdings(BURNED) + _holdings(directory.addr);
        for (uint256 i; i < MEMBERS; ++i) {
            sum += _holdings(members[i]);
        }
        assertEq(sum, token.balanceOf(address(market)), "I1");
    }

    function _holdings(address who) internal view returns (uint256) {
        return _available(who) + _locked(who) + _staked(who);
    }

    /// @dev What the deal changed for buyer and provider (5,000 each before), solver and the burn account.
    function _assertNet(int256 buyerNet, int256 providerNet, uint256 solverGot, uint256 burned) internal view {
        assertEq(int256(_available(buyer.addr)) - 5_000e6, buyerNet, "buyer");
        assertEq(int256(_available(provider.addr)) - 5_000e6, providerNet, "provider");
        assertEq(_available(solver), solverGot, "solver");
        assertEq(_available(BURNED), burned, "burned");
        assertEq(_locked(buyer.addr) + _locked(provider.addr), 0, "locks");
        _assertSolvent();
    }

    /// @dev What the deal changed for a mediator (2,000 staked before).
    function _assertSeat(Live memory live, address mediator, int256 net) internal view {
        assertEq(int256(uint256(market.stakes(mediator).free)) - 2_000e6, net, "seat");
        assertEq(market.stakes(mediator).seated, 0, "seated");
        assertLe(_commitWord(live), NO_COMMITS, "commits kept");
    }

    function _assertOutcome(Outcome expected) internal {
        (Outcome outcome,,,) = _settlement();
        assertEq(uint8(outcome), uint8(expected));
    }

    function _fees() internal view returns (uint256) {
        return uint256(job.solverFee) + resource.solverFee;
    }

    /// @dev L, written out from section 3.
    function _seatLock() internal view returns (uint256) {
        uint256 f = 3 * (uint256(job.panelSize) + 1) / 2;
        uint256 x = (uint256(job.penaltyRate) + job.panelSize + 1) * _value();
        uint256 l = x / f + (x % f == 0 ? 0 : 1);
        return l > _value() ? l : _value();
    }

    function _value() internal view returns (uint256) {
        return resource.basePrice + uint256(job.fuelLimit) * resource.fuelPrice / FUEL_UNIT;
    }

    function _price(uint64 fuel) internal view returns (uint256) {
        return resource.basePrice + uint256(fuel) * resource.fuelPrice / FUEL_UNIT;
    }
}
