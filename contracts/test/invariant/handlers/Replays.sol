// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "./Reentries.sol";

/// @dev Signatures where they do not belong: used offers, another chain, another market, another deal, altered offers.
abstract contract Replays is Reentries {
    function replay(uint256 seed) external turn(seed) {
        uint256 dice = _roll(7);
        if (dice < 2) _replayReceipt();
        else if (dice < 4) _replayAcceptance();
        else if (dice == 4) _elsewhere();
        if (!acted && dice % 2 == 0) _replayMatch();
        if (!acted) _alter();
    }

    /// @dev A deal's own offers again, as they were sent: its job offer is live or used up, or has failed with them.
    function _replayMatch() private {
        if (usedMatches.length == 0) return;
        Match memory m = abi.decode(usedMatches[_roll(usedMatches.length)], (Match));
        bytes4 reason = _try(m.job.solver == address(0) ? _anybody() : m.job.solver, _matchCall(m));
        bool failed = failedBy[keccak256(abi.encode(OfferHashes.JOB_TYPEHASH, m.job))].length != 0;
        bytes4 alive = failed ? Market_WrongList.selector : Market_JobUsed.selector;
        _hold(5, reason != 0, "a used pair of offers matched again");
        if (reason == alive) _parried("used offers");
        else acted = true;
    }

    /// @dev Fresh offers for this market and chain, on another market or chain that would take them.
    function _elsewhere() private {
        _draft();
        if (_isUsedUp()) return;
        Match memory m = _item();
        hostile.setManner(Manner.Honest, true);
        bool byOther = _oneIn(2);
        uint256 home = block.chainid;
        bytes4 reason;
        if (byOther) {
            reason = _tryAt(otherMarket, solver, _matchCall(m));
        } else {
            vm.chainId(home + 1);
            reason = _try(solver, _matchCall(m));
            vm.chainId(home);
        }
        _hold(5, reason == Market_BadResourceSignature.selector, "an offer of another market or chain");
        _parried(byOther ? bytes32("other market") : bytes32("other chain"));
    }

    /// @dev The receipt of another deal's result, over another deal's result of one's own.
    function _replayReceipt() private {
        bytes32 id = _pick(Stage.Matched, Stage.Matched);
        bytes32 other = _pick(Stage.Posted, Stage.Verdict2);
        if (id == 0 || other == 0 || receiptOf[other].length == 0) return;
        Live memory live = _enter(id);
        if (block.timestamp > facts[id].matchedAt + facts[id].executionWindow + GRACE) return;
        Post memory post = abi.decode(lives[other], (Live)).post;
        PostItem memory item = _postItem(live, RIGHT, facts[id].truth, true);
        if (post.fuelUsed <= facts[id].fuelLimit) (item.seal, item.fuelUsed) = (post.seal, post.fuelUsed);
        item.receiptSignature = receiptOf[other];
        bytes4 reason = _try(provider.addr, _postCall(item));
        _hold(5, reason == Market_BadReceiptSignature.selector, "a receipt of another deal");
        _parried("receipt of another deal");
    }

    /// @dev The buyer's acceptance of another deal, of another seal or of more fuel.
    function _replayAcceptance() private {
        bytes32 id = _pick(Stage.Cleared, Stage.Cleared);
        if (id == 0) return;
        Live memory live = _enter(id);
        uint256 dice = _roll(3);
        Post memory post = abi.decode(lives[id], (Live)).post;
        bytes32 about = id;
        if (dice == 0) about = keccak256(abi.encode(id));
        else if (dice == 1) post.seal = ~post.seal;
        else ++post.fuelUsed;
        bytes memory signature = _signAcceptance(about, post);
        bytes4 reason = _try(_anybodyBut(facts[id].buyer), _acceptCall(live, signature));
        _hold(5, reason == Market_BadAcceptSignature.selector, "an acceptance of something else");
        _parried("acceptance of something else");
    }

    function _anybodyBut(address who) internal returns (address other) {
        do {
            other = _anybody();
        } while (other == who);
    }

    // ------------------------------------------------------------------ altered offers

    /// @dev One thing about a sound match is wrong.
    function _alter() private {
        uint256 dice = _roll(10);
        _draft();
        if (dice > 7) resource.ticketKey = ticketKey.addr;
        if (_isUsedUp()) return;
        Match memory m = _item();
        hostile.setManner(Manner.Honest, true);
        if (dice < 4) return _alterSignatures(m, dice);
        if (dice > 7) return _alterTicket(m, dice == 8);
        if (dice < 7 && job.verification != Verification.None) return _alterChecks(dice);
        m.job.fuelLimit += 1; // signed for less
        _refuse(5, m, Market_BadJobSignature.selector, "altered job offer");
    }

    function _alterSignatures(Match memory m, uint256 dice) private {
        if (dice == 0) {
            m.resource.total += 1;
            _refuse(5, m, Market_BadResourceSignature.selector, "altered resource offer");
        } else if (dice == 1) {
            m.jobSignature = _sign(walletOf[resource.provider], keccak256("something else"));
            _refuse(5, m, Market_BadJobSignature.selector, "another's signature");
        } else if (dice == 2) {
            m.heldUntil += 1;
            _refuse(5, m, Market_BadReceiptSignature.selector, "altered input receipt");
        } else {
            vm.warp(job.expiry + 1);
            _refuse(5, m, _tooLate(m), "expired offer");
        }
    }

    /// @dev Below the bound of section 4, signed by both.
    function _alterChecks(uint256 dice) private {
        if (dice == 4) job.auditBps = uint16(_leastRate() - 1);
        else if (dice == 5) ++job.panelSize;
        else (job.penaltyRate, job.solverFee) = (0, 0);
        bytes4 expected = dice == 4
            ? Market_AuditRateTooLow.selector
            : dice == 5 ? Market_BadPanelSize.selector : Market_ThetaOutOfRange.selector;
        _refuse(8, _item(), expected, "below the bound");
    }

    function _alterTicket(Match memory m, bool isFresh) private {
        if (isFresh) {
            m.ticketUntil += 1;
            return _refuse(5, m, Market_BadTicketSignature.selector, "altered ticket");
        }
        vm.warp(m.ticketUntil + 1);
        _refuse(5, m, _tooLate(m), "stale ticket");
    }

    /// @dev What time has made of a match, in the market's order.
    function _tooLate(Match memory m) private view returns (bytes4) {
        if (block.timestamp > resource.expiry) return Market_ResourceExpired.selector;
        bool isStale = resource.ticketKey != address(0) && block.timestamp > m.ticketUntil;
        return isStale ? Market_TicketStale.selector : Market_JobExpired.selector;
    }

    function _refuse(uint256 invariant, Match memory m, bytes4 expected, bytes32 name) private {
        _hold(invariant, _try(solver, _matchCall(m)) == expected, "an unsound match");
        _parried(name);
    }
}
