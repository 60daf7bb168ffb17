// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "./Actors.sol";

/// @dev Deals from logs, the steps of a deal's life, and what they did to money.
abstract contract Base is Actors {
    // ------------------------------------------------------------------ deals from logs

    /// @dev All logs since vm.recordLogs(), which are forgotten then.
    function _logs() internal virtual returns (Vm.Log[] memory) {
        return vm.getRecordedLogs();
    }

    /// @dev The deal that the last state-changing event since vm.recordLogs() is about.
    function _lastDeal() internal returns (Live memory live) {
        Vm.Log[] memory logs = _logs();
        for (uint256 i; i < logs.length; ++i) {
            bytes32 topic = logs[i].topics[0];
            bytes memory data = logs[i].data;
            if (topic == DealMatched.selector) {
                (live.terms) = abi.decode(data, (uint256[10]));
            } else if (topic == ResultPosted.selector || topic == DealCleared.selector) {
                (live.terms, live.post) = abi.decode(data, (uint256[10], Post));
            } else if (
                topic == CaseOpened.selector || topic == SeedRenewed.selector || topic == PanelSeated.selector
                    || topic == VerdictReached.selector || topic == PanelReseated.selector
                    || topic == VerdictAppealed.selector
            ) {
                (live.terms, live.post, live.case_) = abi.decode(data, (uint256[10], Post, Case));
            } else {
                continue;
            }
            live.id = logs[i].topics[1];
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
        market.matchDeal(m);
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
        vm.prank(mediator);
        market.commitVerdict(
            live.id, live.terms, live.post, live.case_, mediator, _seal(live.id, mediator, digest, fuel)
        );
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
        market.resolve(live.id, live.terms, live.post, live.case_, digest, fuel);
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
        market.settle(live.id, live.terms, live.post, live.case_);
    }

    function _void(Live memory live) internal {
        vm.recordLogs();
        market.voidDeal(live.id, live.terms, live.post, live.case_);
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
        assertEq(market.commits(live.id, mediator), 0, "commit kept");
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
