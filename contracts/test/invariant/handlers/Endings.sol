// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "./Openings.sol";

/// @dev A deal is over: what it paid, who was fined, and whether that was just.
abstract contract Endings is Openings {
    bytes32[] internal failedJobs; // hashes of job offers that are free to be matched again
    mapping(bytes32 jobHash => address[]) internal failedBy;
    mapping(bytes32 jobHash => bool) internal isSpent; // its last deal used it up

    struct End {
        Outcome outcome;
        uint256 price;
        Payout payout;
        bool jobFree;
        uint256 fines;
        uint256 fees;
    }

    /// @dev From the logs since vm.recordLogs().
    function _ended(Live memory live) internal {
        End memory e;
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] == SeatSettled.selector) {
                _seatEnded(live, e, address(uint160(uint256(logs[i].topics[2]))), logs[i].data);
            } else if (logs[i].topics[0] == DealSettled.selector) {
                (e.outcome, e.price, e.payout, e.jobFree) = abi.decode(logs[i].data, (Outcome, uint256, Payout, bool));
            }
        }
        ++outcomes[uint8(e.outcome)];
        _checkMoney(live, e);
        if (e.outcome == Outcome.Upheld || e.outcome == Outcome.Overturned) _checkJustice(live, e);
        _free(live, e);
        _unbook(live);
        _forget(live.id);
    }

    function _seatEnded(Live memory live, End memory e, address seat, bytes memory data) private {
        (SeatRecord record, uint256 fee, uint256 fine) = abi.decode(data, (SeatRecord, uint256, uint256));
        ++records[uint8(record)];
        e.fees += fee;
        e.fines += fine;
        bool sits = _has(live.case_.firstPanel, seat) || _has(live.case_.secondPanel, seat);
        _hold(11, sits && fine <= _seatLockIn(live.id), "a fine that no lock of this deal covers");
        _loses(seat, fine);
        _hold(9, !copied[live.id][seat] || record != SeatRecord.Matched, "a copied seal was counted");
        if (copied[live.id][seat]) _parried("copied seal");
    }

    /// @dev To the unit: what is paid out is what the deal had locked and slashed.
    function _checkMoney(Live memory live, End memory e) private {
        (uint256 b, uint256 p) = _locksOf(live);
        uint256 out =
            uint256(e.payout.toBuyer) + e.payout.toProvider + e.payout.toSolver + e.payout.toSeats + e.payout.burned;
        _hold(11, out == b + p + e.fines, "paid out other than locked and slashed");
        _hold(11, e.payout.toSeats == e.fees, "seats were credited other than the deal paid for them");
    }

    /// @dev Section 5: right is who posted the majority's digest and fuel.
    function _checkJustice(Live memory live, End memory e) private {
        Facts memory f = facts[live.id];
        bool isSecond = live.case_.secondVerdict == Verdict.Upheld || live.case_.secondVerdict == Verdict.Overturned;
        if (!(isSecond ? f.secondHonest : f.firstHonest)) return;
        (, uint256 keeps) = _locksOf(live);
        keeps -= f.offerFee;
        if (f.isRight) {
            uint256 seats = live.post.hasReceipt ? 0 : f.n * f.value;
            _hold(7, e.outcome == Outcome.Upheld, "right, and overturned by an honest majority");
            _hold(7, e.payout.toProvider + seats >= keeps + e.price, "right, and slashed by an honest majority");
            _parried("right provider kept whole");
            return;
        }
        uint256 loses = f.class_ == Verification.A ? (f.theta + f.n) * f.value : e.price;
        _hold(7, e.outcome == Outcome.Overturned, "wrong, and upheld by an honest majority");
        _hold(7, e.payout.toProvider + loses <= keeps, "wrong, and not slashed");
        _parried("wrong provider slashed");
    }

    function _free(Live memory live, End memory e) private {
        Facts memory f = facts[live.id];
        bool isFree = e.outcome == Outcome.Missed || e.outcome == Outcome.Declined
            || (e.outcome == Outcome.Void && !live.post.secretShown);
        _hold(5, e.jobFree == isFree, "a job offer freed, or used up, by the wrong outcome");
        --liveOfJob[f.jobHash];
        --liveOfOffer[f.provider][f.offerNonce];
        isBusy[f.provider][f.offerNonce][f.lane] = false;
        isSpent[f.jobHash] = !isFree;
        if (!isFree) return;
        failedBy[f.jobHash].push(f.provider);
        failedJobs.push(f.jobHash);
    }

    // ------------------------------------------------------------------ a stranger ends it (I3)

    uint256 internal constant MOST_CALLS = 5;

    /// @dev After every deadline, `caller` alone.
    function _endAlone(bytes32 id, address caller) internal {
        uint256 calls;
        for (; lives[id].length != 0 && calls < MOST_CALLS; ++calls) {
            Live memory live = _enter(id);
            skip(30 days);
            vm.roll(block.number + 10);
            (bytes memory data, bool ends) = _lastResort(live);
            if (!ends) {
                _keep(_went(live, caller, data));
                continue;
            }
            vm.recordLogs();
            bytes4 reason = _try(caller, data);
            _hold(3, reason == 0, "refused to end a deal after its deadlines");
            if (reason != 0) return;
            _ended(live);
        }
        _hold(3, lives[id].length == 0, "not settled by a bounded number of calls");
    }

    /// @dev The call that anyone may make once all time is over, and whether it is the last.
    function _lastResort(Live memory live) private view returns (bytes memory, bool ends) {
        Stage stage = _stageIn(live);
        if (stage == Stage.Matched) return (_expireCall(live), true);
        if (stage == Stage.Cleared) return (_finalizeCall(live), true);
        if (stage == Stage.Posted) return (_drawCall(live, 0), false);
        if (stage == Stage.Panel1) return (_reseatCall(live), false);
        bool byVerdict = stage == Stage.Verdict1 || stage == Stage.Verdict2 || stage == Stage.Appealed
            || (stage == Stage.Panel2 && !live.case_.reseated);
        return (byVerdict ? _settleCall(live) : _voidCall(live), true);
    }

    function _has(address[] memory list, address who) internal pure returns (bool) {
        for (uint256 i; i < list.length; ++i) {
            if (list[i] == who) return true;
        }
        return false;
    }
}
