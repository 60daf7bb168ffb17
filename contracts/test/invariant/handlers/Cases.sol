// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "./Results.sol";

/// @dev From the call for a panel to its end: honest, bribed, lazy, silent and copying seats; appeals; exits.
abstract contract Cases is Results {
    function work(uint256 seed) external turn(seed) {
        _stepIn(Stage.Matched, Stage.Matched);
    }

    function review(uint256 seed) external turn(seed) {
        _stepIn(Stage.Posted, Stage.Cleared);
    }

    function judge(uint256 seed) external turn(seed) {
        bytes32 id = _stepIn(Stage.Drawn, Stage.Verdict2);
        while (lives[id].length != 0 && !_oneIn(3)) {
            _step(id);
        }
    }

    /// @dev A deal in a stage from `from` to `to`, else any deal, goes on by one step.
    function _stepIn(Stage from, Stage to) private returns (bytes32 id) {
        id = _pick(from, to);
        if (id == 0) id = _pick(Stage.Matched, Stage.Verdict2);
        if (id != 0) _step(id);
    }

    function _step(bytes32 id) internal override {
        if (stageOf[id] == Stage.Matched) _work(id);
        else if (stageOf[id] <= Stage.Cleared) _review(id);
        else _advance(id);
    }

    function _advance(bytes32 id) private {
        Live memory live = _enter(id);
        Stage stage = live.case_.stage;
        if (stage == Stage.Panel1 || stage == Stage.Panel2) return _sit(live);
        if (stage == Stage.Verdict2) return _finish(live, _anybody(), _settleCall(live));
        if (stage == Stage.Verdict1) return _afterFirst(live);
        _call(live);
    }

    /// @dev Drawn, Disputed, Reseated, Appealed: seats, or none within the seat wait.
    function _call(Live memory live) private {
        uint256 deadline = live.case_.deadline;
        if (block.timestamp <= deadline && !_oneIn(10)) {
            if (_seatSome(live)) return;
        }
        if (block.timestamp <= deadline) vm.warp(deadline + 1);
        _finish(live, _anybody(), live.case_.stage == Stage.Appealed ? _settleCall(live) : _voidCall(live));
    }

    /// @dev False where too few members are free.
    function _seatSome(Live memory live) private returns (bool) {
        uint256 seedBlock = live.case_.seedBlock;
        if (live.case_.seed == 0) {
            if (block.number <= seedBlock) vm.roll(seedBlock + 1);
            if (block.number < seedBlock + 257 && _oneIn(8)) vm.roll(seedBlock + 257); // out of reach: the next seat() sets a new one
            if (block.number <= seedBlock + 256) vm.setBlockhash(seedBlock, keccak256(abi.encode(live.id, seedBlock)));
        }
        (Live memory after_, bytes4 reason) = _attempt(live, _anybody(), _seatCall(live));
        if (reason == 0) {
            _keep(after_);
            return true;
        }
        _hold(3, reason == Market_TooFewSeats.selector, "seats refused for another reason than too few");
        _parried("too few seats");
        return false;
    }

    function _afterFirst(Live memory live) private {
        uint256 deadline = live.case_.deadline;
        if (block.timestamp <= deadline && !_oneIn(3)) {
            Verdict v = live.case_.firstVerdict;
            bool asBuyer = v == Verdict.Upheld || (v == Verdict.InputsUnavailable && _oneIn(2));
            address who = asBuyer ? buyer.addr : provider.addr;
            _afford(who, _appealLock(live.id));
            _pays(who, _appealLock(live.id));
            return _keep(_appeal(live, who));
        }
        if (block.timestamp <= deadline) vm.warp(deadline + 1);
        _finish(live, _anybody(), _settleCall(live));
    }

    // ------------------------------------------------------------------ a panel

    function _sit(Live memory live) private {
        address[] memory panel = _panelOf(live);
        uint256 bribed = _roll(4); // 0: most seats say what the provider paid for
        if (block.timestamp <= live.case_.deadline && !_oneIn(8)) {
            for (uint256 k; k < panel.length; ++k) {
                if (_sealOf(live, panel[k]) == 0 && !_oneIn(10)) _commitSome(live, panel, k, bribed == 0);
            }
            acted = true;
            if (_oneIn(5)) return; // resolved in a later turn
        }
        if (block.timestamp <= live.case_.deadline && !_allCommitted(live.id, panel)) vm.warp(live.case_.deadline + 1);
        _conclude(live, panel);
    }

    function _commitSome(Live memory live, address[] memory panel, uint256 k, bool isBribed) private {
        Facts memory f = facts[live.id];
        uint256 dice = _roll(20);
        if (dice == 0) return _copySeal(live, panel, k);
        bytes32 seal = _seal(live.id, panel[k], RIGHT, f.truth);
        if (dice < 4) seal = _seal(live.id, panel[k], UNAVAILABLE, 0);
        else if (dice < 6) seal = keccak256(abi.encode("guess", live.id, k));
        else if (isBribed) seal = _seal(live.id, panel[k], WRONG, live.post.fuelUsed);
        bool byOperator = market.operators(panel[k], operator) && _oneIn(2);
        assertEq(_try(byOperator ? operator : panel[k], _commitCall(live, panel[k], seal)), bytes4(0), "commit");
        _noteCommit(live, panel[k], seal);
    }

    /// @dev A seal that stands on the chain already: the provider's, or that of another seat.
    function _copySeal(Live memory live, address[] memory panel, uint256 k) private {
        bytes32 seal = _sealOf(live, panel[_roll(panel.length)]);
        if (seal == 0) seal = live.post.seal;
        // a mediator who is the deal's own party never sits, so no seat's seal is the provider's
        copied[live.id][panel[k]] = true;
        assertEq(_try(panel[k], _commitCall(live, panel[k], seal)), bytes4(0), "copy");
        _noteCommit(live, panel[k], seal);
    }

    /// @dev The majority's verdict, or what follows when there is none.
    function _conclude(Live memory live, address[] memory panel) private {
        Facts storage f = facts[live.id];
        uint256 honest = _matching(live.id, panel, RIGHT, f.truth);
        if (live.case_.stage == Stage.Panel1) f.firstHonest = 2 * honest > panel.length;
        else f.secondHonest = 2 * honest > panel.length;
        if (2 * honest > panel.length) return _keep(_resolve(live, RIGHT, f.truth));
        uint64 posted = live.post.fuelUsed;
        if (2 * _matching(live.id, panel, WRONG, posted) > panel.length) return _keep(_resolve(live, WRONG, posted));
        if (2 * _matching(live.id, panel, UNAVAILABLE, 0) > panel.length) return _keep(_resolve(live, UNAVAILABLE, 0));
        bytes4 reason = _try(_anybody(), _resolveCall(live, RIGHT, f.truth));
        _hold(7, reason == Market_NoMajority.selector, "a verdict without a majority");
        uint256 over = live.case_.deadline + GRACE;
        if (block.timestamp <= over) vm.warp(over + 1);
        if (live.case_.stage == Stage.Panel1) return _keep(_went(live, _anybody(), _reseatCall(live)));
        _finish(live, _anybody(), live.case_.reseated ? _voidCall(live) : _settleCall(live));
    }

    function _matching(bytes32 id, address[] memory panel, bytes32 digest, uint64 fuel)
        private
        view
        returns (uint256 count)
    {
        for (uint256 i; i < panel.length; ++i) {
            if (_sealOf(abi.decode(lives[id], (Live)), panel[i]) == _seal(id, panel[i], digest, fuel)) ++count;
        }
    }

    function _allCommitted(bytes32 id, address[] memory panel) private view returns (bool) {
        for (uint256 i; i < panel.length; ++i) {
            if (_sealOf(abi.decode(lives[id], (Live)), panel[i]) == 0) return false;
        }
        return true;
    }
}
