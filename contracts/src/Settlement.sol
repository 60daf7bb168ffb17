// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Pricing} from "./libraries/Pricing.sol";
import {Seals} from "./libraries/Seals.sol";
import {Stake} from "./types/Accounts.sol";
import {Case, Cause, Commit, Outcome, Payout, SeatRecord, Verdict} from "./types/Deals.sol";
import {Verification} from "./types/Offers.sol";
import {TermsLib} from "./types/Terms.sol";
import {Commits} from "./Commits.sol";
import {Deal} from "./MarketStore.sol";

/// @title Who gets what after a panel was called (section 7)
/// @dev First every seat is judged and the money computed, then everything is written.
abstract contract Settlement is Commits {
    using TermsLib for uint256[9];

    /// @dev The amounts of one settlement.
    struct Sums {
        uint256 value; // V
        uint256 price; // pi
        uint256 seatLock; // L
        uint256 seatFee;
        uint256 slashed; // of all seats
        uint256 firstFee; // to each matching seat of the first panel
        uint256 secondFee; // to each matching seat of the second, or each that committed where it decided nothing
        uint256 feesBySlashes;
        uint256 feesByPayer;
        uint256 feesByAppellant;
        uint256 buyerLock;
        uint256 providerLock;
        uint256 matchedFirst;
        uint256 matchedSecond;
        Verdict verdict; // the one that stands; None = void
        bool secondDecides; // the second panel's seats are judged by the verdict
    }

    /// @dev A panel, judged.
    struct Bench {
        address[] seats;
        SeatRecord[] records;
        uint256[] fines;
        uint256 payable_; // seats that a fee may go to
    }

    /// @dev The standing verdict. After an appeal only a result replaces the first.
    function _standing(Case memory c) internal pure returns (Verdict) {
        if (c.reseated) return c.secondVerdict;
        if (c.secondVerdict == Verdict.Upheld || c.secondVerdict == Verdict.Overturned) return c.secondVerdict;
        return c.firstVerdict;
    }

    /// @dev Settle by verdict. Guards are the caller's.
    function _settleVerdict(Deal memory d, Case memory c, Commit[] calldata commits) internal {
        Sums memory s = _begin(d, c);
        s.verdict = _standing(c);
        s.secondDecides = c.secondVerdict == Verdict.Upheld || c.secondVerdict == Verdict.Overturned;
        Seals_ memory seals = _replay(d.terms, c, commits);
        Bench memory first = _judge(d, c, s, c.firstPanel, seals.first, true);
        Bench memory second = _judge(d, c, s, c.secondPanel, seals.second, s.secondDecides);
        s.matchedFirst = first.payable_;
        s.matchedSecond = second.payable_;
        _fund(d, c, s);
        Payout memory payout = _share(d, c, s);
        _setSlot(d.terms, FREE);
        if (commits.length != 0) _forgetCommits(d.terms);
        _unseat(d.id, s.seatLock, first, s.firstFee);
        _unseat(d.id, s.seatLock, second, s.secondFee);
        Outcome outcome = s.verdict == Verdict.Upheld
            ? Outcome.Upheld
            : s.verdict == Verdict.Overturned ? Outcome.Overturned : Outcome.InputsUnavailable;
        _pay(d, s, payout, outcome);
    }

    /// @dev Settle without verdict: absent seats pay provider and buyer pi, the rest of their locks burns.
    function _settleVoid(Deal memory d, Case memory c, Commit[] calldata commits) internal {
        uint256[9] memory t = d.terms;
        Sums memory s = _begin(d, c);
        Seals_ memory seals = _replay(d.terms, c, commits);
        Bench memory first = _judge(d, c, s, c.firstPanel, seals.first, false);
        Bench memory second = _judge(d, c, s, c.secondPanel, seals.second, false);
        Payout memory payout;
        uint256 toProvider = s.slashed < s.price ? s.slashed : s.price;
        uint256 left = s.slashed - toProvider;
        uint256 toBuyer = left < s.price ? left : s.price;
        payout.burned = _u96(left - toBuyer);
        toBuyer += s.buyerLock - t.jobSolverFee();
        toProvider += s.providerLock - t.resourceSolverFee();
        if (c.secondPanel.length != 0 && s.slashed == 0) {
            // every seat worked and no majority: the job is not deterministic, and whoever brought it pays
            uint256 seats = c.firstPanel.length + c.secondPanel.length;
            uint256 fee = (uint256(t.n()) + 1) * s.value / seats;
            if (fee > t.leastSeatFee()) fee = t.leastSeatFee();
            s.firstFee = fee;
            s.secondFee = fee;
            payout.toSeats = _u96(fee * seats);
            if (d.post.hasReceipt) toBuyer -= fee * seats;
            else toProvider -= fee * seats;
        }
        payout.toBuyer = _u96(toBuyer);
        payout.toProvider = _u96(toProvider);
        payout.toSolver = _u96(uint256(t.jobSolverFee()) + t.resourceSolverFee());
        _setSlot(d.terms, FREE);
        if (commits.length != 0) _forgetCommits(d.terms);
        if (!d.post.secretShown) _failJob(t);
        _unseat(d.id, s.seatLock, first, s.firstFee);
        _unseat(d.id, s.seatLock, second, s.secondFee);
        _pay(d, s, payout, Outcome.Void);
    }

    // ------------------------------------------------------------------ compute

    function _begin(Deal memory d, Case memory c) private pure returns (Sums memory s) {
        uint256[9] memory t = d.terms;
        s.value = Pricing.value(t);
        s.price = Pricing.paid(t, d.post.fuelUsed);
        s.seatLock = Pricing.seatLock(s.value, t.n(), t.theta());
        s.seatFee = Pricing.seatFee(t, d.post.fuelUsed, c.fuelFound);
        s.buyerLock = Pricing.buyerLock(s.value, t.n(), t.jobSolverFee());
        s.providerLock = Pricing.providerLock(s.value, t.n(), t.theta(), t.resourceSolverFee());
        if (c.cause == Cause.Dispute) s.buyerLock += s.value;
        if (c.appellant != address(0)) {
            if (_buyerAppealed(d, c)) s.buyerLock += _appealLock(s.value, t.n());
            else s.providerLock += _appealLock(s.value, t.n());
        }
    }

    function _appealLock(uint256 value, uint256 n) internal pure returns (uint256) {
        return (2 * n + 1) * value;
    }

    /// @dev An account that is both buyer and provider appeals in the role that the verdict allows.
    function _buyerAppealed(Deal memory d, Case memory c) private pure returns (bool) {
        return c.appellant == d.terms.buyer() && c.firstVerdict != Verdict.Overturned;
    }

    /// @dev Record and fine of each seat. `decides` false: a panel that decided nothing, or a void deal.
    function _judge(
        Deal memory d,
        Case memory c,
        Sums memory s,
        address[] memory panel,
        bytes32[] memory seals,
        bool decides
    ) private pure returns (Bench memory bench) {
        bench.seats = panel;
        bench.records = new SeatRecord[](panel.length);
        bench.fines = new uint256[](panel.length);
        for (uint256 i; i < panel.length; ++i) {
            bytes32 seal = seals[i];
            (SeatRecord record, uint256 fine) = _judgeSeat(d, c, s, panel[i], seal, decides);
            bench.records[i] = record;
            bench.fines[i] = fine;
            s.slashed += fine;
            if (record == SeatRecord.Matched || (record == SeatRecord.Released && seal != 0)) ++bench.payable_;
        }
    }

    function _judgeSeat(Deal memory d, Case memory c, Sums memory s, address seat_, bytes32 seal, bool decides)
        private
        pure
        returns (SeatRecord, uint256)
    {
        if (!decides) {
            // inputs-unavailable as second verdict: nobody of the second panel pays or is paid
            if (c.secondVerdict == Verdict.InputsUnavailable) return (SeatRecord.Released, 0);
            if (seal != 0) return (SeatRecord.Released, 0);
            return (SeatRecord.Absent, s.verdict == Verdict.None ? s.seatLock : _absence(s));
        }
        if (seal == 0) return (SeatRecord.Absent, _absence(s));
        if (seal == Seals.sealOf(d.id, seat_, c.digest, c.fuelFound)) return (SeatRecord.Matched, 0);
        if (seal == Seals.sealOf(d.id, seat_, Seals.INPUTS_UNAVAILABLE, 0)) {
            return (SeatRecord.SaidUnavailable, s.seatFee);
        }
        return (SeatRecord.Outvoted, d.terms.verification() == Verification.A ? s.seatLock : s.seatFee);
    }

    /// @dev The fine for never committing where the deal finds a majority: the seat fee, at least V/5.
    function _absence(Sums memory s) private pure returns (uint256) {
        return s.seatFee > s.value / 5 ? s.seatFee : s.value / 5;
    }

    /// @dev Who pays the seats, and how much each gets.
    function _fund(Deal memory d, Case memory c, Sums memory s) private pure {
        if (s.verdict != Verdict.InputsUnavailable) {
            if (s.secondDecides && (c.reseated || s.verdict != c.firstVerdict)) {
                // re-seating, or an appeal that succeeded: equal shares of slashes, then of the payer's reserve
                uint256 matched = s.matchedFirst + s.matchedSecond;
                uint256 each = (s.slashed + d.terms.n() * s.value) / matched;
                if (each > s.seatFee) each = s.seatFee;
                s.firstFee = each;
                s.secondFee = each;
                uint256 total = each * matched;
                s.feesBySlashes = s.slashed < total ? s.slashed : total;
                s.feesByPayer = total - s.feesBySlashes;
                return;
            }
            s.firstFee = s.seatFee;
            s.feesByPayer = s.seatFee * s.matchedFirst;
        }
        if (c.appellant == address(0) || c.secondPanel.length == 0) return;
        // an appeal that failed: its lock pays the second panel
        if (s.secondDecides) s.secondFee = s.seatFee;
        else if (c.secondVerdict == Verdict.None) s.secondFee = d.terms.leastSeatFee();
        s.feesByAppellant = s.secondFee * s.matchedSecond;
    }

    function _share(Deal memory d, Case memory c, Sums memory s) private pure returns (Payout memory payout) {
        uint256[9] memory t = d.terms;
        uint256 toBuyer = s.buyerLock;
        uint256 toProvider = s.providerLock - t.resourceSolverFee();
        uint256 burned = s.slashed - s.feesBySlashes;
        if (s.verdict == Verdict.Overturned) {
            toBuyer += s.price;
            uint256 owed = s.price + s.feesByPayer + t.jobSolverFee();
            if (t.verification() == Verification.A) {
                uint256 lost = (uint256(t.theta()) + t.n()) * s.value;
                burned += lost - owed;
                owed = lost;
            }
            toProvider -= owed;
        } else {
            toBuyer -= t.jobSolverFee();
            if (s.verdict == Verdict.Upheld) {
                uint256 gain = c.cause == Cause.Dispute ? 2 * s.price : s.price;
                toBuyer -= gain;
                toProvider += gain;
                if (d.post.hasReceipt) toBuyer -= s.feesByPayer;
                else toProvider -= s.feesByPayer;
            }
        }
        if (s.feesByAppellant != 0) {
            if (_buyerAppealed(d, c)) toBuyer -= s.feesByAppellant;
            else toProvider -= s.feesByAppellant;
        }
        payout.toBuyer = _u96(toBuyer);
        payout.toProvider = _u96(toProvider);
        payout.toSolver = _u96(uint256(t.jobSolverFee()) + t.resourceSolverFee());
        payout.toSeats = _u96(s.feesBySlashes + s.feesByPayer + s.feesByAppellant);
        payout.burned = _u96(burned);
    }

    // ------------------------------------------------------------------ write

    /// @dev Give each seat its lock less its fine, and its fee.
    function _unseat(bytes32 dealId, uint256 seatLock, Bench memory bench, uint256 fee) private {
        for (uint256 i; i < bench.seats.length; ++i) {
            address mediator = bench.seats[i];
            SeatRecord record = bench.records[i];
            uint256 earned = record == SeatRecord.Matched || record == SeatRecord.Released ? fee : 0;
            Stake storage s = _stakes[mediator];
            (uint96 free, uint96 seated) = (s.free, s.seated);
            s.free = free + uint96(seatLock - bench.fines[i] + earned);
            s.seated = seated - uint96(seatLock);
            emit SeatSettled(dealId, mediator, record, earned, bench.fines[i]);
        }
    }

    function _pay(Deal memory d, Sums memory s, Payout memory payout, Outcome outcome) private {
        uint256[9] memory t = d.terms;
        _release(t.buyer(), s.buyerLock, payout.toBuyer);
        _release(t.provider(), s.providerLock, payout.toProvider);
        _credit(t.solver(), payout.toSolver);
        _credit(BURN, payout.burned);
        emit DealSettled(d.id, outcome, s.price, payout, outcome == Outcome.Void && !d.post.secretShown);
    }
}
