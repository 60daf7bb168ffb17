// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "./Replays.sol";

/// @dev Callers who are not who they must be, calls that come too early, and facts that are not (or no longer) so.
abstract contract Impostors is Replays {
    function pretend(uint256 seed) external turn(seed) {
        bytes32 id = _pick(Stage.Matched, Stage.Settled);
        if (id == 0) return;
        Live memory live = _enter(id);
        uint256 dice = _roll(4);
        if (dice == 0) return _stale(live);
        if (dice == 1) return _forged(live);
        if (dice == 2) return _hasty(live);
        _asAnother(live);
    }

    /// @dev As the deal was one step ago.
    function _stale(Live memory live) private {
        if (livesBefore[live.id].length == 0) return;
        Live memory before = abi.decode(livesBefore[live.id], (Live));
        // a dispute is taken although a public draw has missed meanwhile
        bool isOvertaken = _stageIn(before) == Stage.Posted && _stageIn(live) == Stage.Cleared;
        if (isOvertaken && facts[live.id].secret == 0) return;
        (address who, bytes memory data) = _nextCall(before);
        _no(who, data, Market_NotLive.selector, "facts of a step ago");
    }

    /// @dev One bit of the terms differs: another deal, which does not exist.
    function _forged(Live memory live) private {
        live.terms[_roll(live.terms.length)] ^= uint256(1) << 8;
        (address who, bytes memory data) = _nextCall(live);
        bytes4 reason = _try(who, data);
        _hold(5, reason != 0, "forged terms were believed");
        if (reason == Market_NotLive.selector) _parried("forged terms");
    }

    /// @dev What would be somebody's next call.
    function _nextCall(Live memory live) private view returns (address, bytes memory) {
        Facts memory f = facts[live.id];
        Stage stage = _stageIn(live);
        if (stage == Stage.Matched) return (f.provider, _declineCall(live));
        if (stage == Stage.Posted) return (f.buyer, _n(live, f.n));
        if (stage == Stage.Cleared) return (f.buyer, _acceptCall(live, ""));
        if (stage == Stage.Panel1) return (stranger, _reseatCall(live));
        if (stage == Stage.Verdict1 || stage == Stage.Verdict2) return (stranger, _settleCall(live));
        return (stranger, _seatCall(live));
    }

    function _n(Live memory live, uint256 n) private pure returns (bytes memory) {
        return n == 0 ? _acceptCall(live, "") : _disputeCall(live);
    }

    /// @dev A permissionless call before its time.
    function _hasty(Live memory live) private {
        Stage stage = _stageIn(live);
        Facts memory f = facts[live.id];
        uint256 deadline = live.case_.deadline;
        bytes memory data;
        if (stage == Stage.Matched) {
            (deadline, data) = (f.matchedAt + f.executionWindow + GRACE, _expireCall(live));
        } else if (stage == Stage.Cleared) {
            (deadline, data) = (live.post.reviewEndsAt, _finalizeCall(live));
        } else if (stage == Stage.Panel1) {
            (deadline, data) = (deadline + GRACE, _reseatCall(live));
        } else if (stage == Stage.Panel2) {
            (deadline, data) = (deadline + GRACE, live.case_.reseated ? _voidCall(live) : _settleCall(live));
        } else if (stage == Stage.Verdict1 || stage == Stage.Appealed) {
            data = _settleCall(live);
        } else if (stage == Stage.Drawn || stage == Stage.Disputed || stage == Stage.Reseated) {
            data = _voidCall(live);
        } else {
            return;
        }
        if (block.timestamp <= deadline) _no(_anybody(), data, Market_DeadlineNotPassed.selector, "too early");
    }

    /// @dev A call that is another's to make.
    function _asAnother(Live memory live) private {
        Facts memory f = facts[live.id];
        Stage stage = _stageIn(live);
        if (stage == Stage.Matched) {
            address other = _anybodyBut(f.provider);
            if (_oneIn(2)) return _no(other, _declineCall(live), Market_NotProvider.selector, "another declines");
            PostItem memory item = _postItem(live, WRONG, 1, false);
            return _no(other, _postCall(item), Market_NotProvider.selector, "another posts");
        }
        if (stage == Stage.Posted || stage == Stage.Cleared) {
            address other = _anybodyBut(f.buyer);
            bytes4 expected = Market_NotBuyer.selector;
            if (stage == Stage.Cleared && _oneIn(2)) {
                return _no(other, _acceptCall(live, ""), expected, "another accepts");
            }
            return _no(other, _disputeCall(live), expected, "another disputes");
        }
        if (stage == Stage.Panel1 || stage == Stage.Panel2) {
            address[] memory panel = _panelOf(live);
            address seat = panel[_roll(panel.length)];
            if (block.timestamp > live.case_.deadline) return;
            bytes memory data = _commitCall(live, seat, _seal(live.id, seat, RIGHT, f.truth));
            return _no(_anybodyBut(seat), data, Market_NotSeat.selector, "another commits");
        }
        if (stage != Stage.Verdict1 || block.timestamp > live.case_.deadline) return;
        address winner = live.case_.firstVerdict == Verdict.Upheld ? f.provider : f.buyer;
        if (live.case_.firstVerdict == Verdict.InputsUnavailable || f.buyer == f.provider) winner = stranger;
        _no(winner, _appealCall(live), Market_NotAppellant.selector, "another appeals");
    }

    function _no(address caller, bytes memory data, bytes4 expected, bytes32 name) private {
        _hold(5, _try(caller, data) == expected, string(abi.encodePacked(name)));
        _parried(name);
    }
}
