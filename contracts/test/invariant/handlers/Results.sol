// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "./Retries.sol";

/// @dev From Matched to the end of the review: results right, made up and over-claimed, silence, draws, acceptance.
abstract contract Results is Retries {
    mapping(bytes32 => bytes) internal receiptOf; // signature of the result's receipt

    function _work(bytes32 id) internal {
        Live memory live = _enter(id);
        Facts memory f = facts[id];
        uint256 over = f.matchedAt + f.executionWindow + GRACE;
        uint256 dice = _roll(12);
        if (dice == 0 && block.timestamp <= over) vm.warp(over + 1);
        if (block.timestamp > over) return _finish(live, _anybody(), _expireCall(live));
        if (dice == 1) return _finish(live, _oneIn(2) ? operator : f.provider, _declineCall(live));
        _postSome(live, f);
    }

    function _postSome(Live memory live, Facts memory f) private {
        uint256 dice = _roll(8);
        uint64 fuel = f.truth;
        bytes32 digest = dice < 5 ? RIGHT : dice < 7 ? WRONG : RIGHT;
        if (dice > 5) {
            fuel = dice == 6 ? uint64(_roll(f.fuelLimit + 1)) : f.truth + uint64(1 + _roll(f.fuelLimit - f.truth));
        }
        (facts[live.id].digest, facts[live.id].isRight) = (digest, digest == RIGHT && fuel == f.truth);
        bool receipt = f.n == 0 || !_oneIn(6);
        PostItem memory item = _postItem(live, digest, fuel, receipt);
        receiptOf[live.id] = item.receiptSignature;
        if (_oneIn(3)) _keep(_went(live, operator, _postCall(item)));
        else _keep(_post(live, digest, fuel, receipt));
    }

    function _review(bytes32 id) internal {
        Live memory live = _enter(id);
        bool isOpen = block.timestamp <= live.post.reviewEndsAt;
        if (isOpen && facts[id].n != 0 && _oneIn(4)) return _dispute(live);
        if (live.post.stage == Stage.Posted) _drawSome(live, isOpen);
        else _acceptSome(live);
    }

    function _dispute(Live memory live) private {
        Facts memory f = facts[live.id];
        _afford(f.buyer, f.value);
        _pays(f.buyer, f.value);
        _keep(_disputed(live));
    }

    function _drawSome(Live memory live, bool isOpen) private {
        bytes32 secret = facts[live.id].secret;
        if (secret != 0) {
            if (isOpen && _oneIn(4)) vm.warp(live.post.reviewEndsAt + 1);
            if (block.timestamp > live.post.reviewEndsAt) secret = 0;
            return _keep(_went(live, _anybody(), _drawCall(live, secret)));
        }
        if (block.number < live.post.drawBlock + 300 && _oneIn(8)) vm.roll(live.post.drawBlock + 300); // too late to read
        if (block.number > live.post.drawBlock + 256) return _keep(_went(live, _anybody(), _drawCall(live, 0)));
        uint256 here = block.number;
        _keep(_drawn(live, _oneIn(2) || facts[live.id].auditBps == 10_000));
        if (block.number < here) vm.roll(here);
    }

    function _acceptSome(Live memory live) private {
        uint256 dice = _roll(3);
        if (dice == 0) return _finish(live, facts[live.id].buyer, _acceptCall(live, ""));
        if (dice == 1) return _acceptBySignature(live);
        if (block.timestamp <= live.post.reviewEndsAt) vm.warp(live.post.reviewEndsAt + 1);
        _finish(live, _anybody(), _finalizeCall(live));
    }

    /// @dev A contract account may think better of what it signed.
    function _acceptBySignature(Live memory live) private {
        bytes memory call = _acceptCall(live, _signAcceptance(live.id, live.post));
        if (buyer.addr == address(hostile)) {
            hostile.setManner(Manner(2 + _roll(6)), block.number % 2 == 1);
            _hold(5, _try(stranger, call) == Market_BadAcceptSignature.selector, "accepted without the buyer's word");
            hostile.setManner(Manner.Reentering, true);
            _parried("bad manners at an acceptance");
        }
        _finish(live, _anybody(), call);
    }

    /// @dev The call that settles the deal.
    function _finish(Live memory live, address caller, bytes memory data) internal {
        vm.recordLogs();
        bytes4 reason = _try(caller, data);
        assertEq(reason, bytes4(0), "refused to settle");
        _ended(live);
    }
}
