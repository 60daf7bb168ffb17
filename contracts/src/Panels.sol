// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IMarketAnnex} from "./interfaces/IMarket.sol";
import {BlockHashes} from "./libraries/BlockHashes.sol";
import {Lists} from "./libraries/Lists.sol";
import {OfferHashes} from "./libraries/OfferHashes.sol";
import {Pricing} from "./libraries/Pricing.sol";
import {Seals} from "./libraries/Seals.sol";
import {Stake} from "./types/Accounts.sol";
import {Case, Cause, Commit, Post, SECOND_PANEL, Stage, Verdict} from "./types/Deals.sol";
import {CourtTerms, Verification} from "./types/Offers.sol";
import {TermsLib} from "./types/Terms.sol";
import {Courts} from "./Courts.sol";
import {Draws} from "./Draws.sol";
import {Deal} from "./MarketStore.sol";
import {Settlement} from "./Settlement.sol";

/// @title Rows 9 to 15 of section 6: panels, verdicts, appeals and their ends
abstract contract Panels is Courts, Draws, Settlement {
    using TermsLib for uint256[9];

    // ------------------------------------------------------------------ row 9

    /// @inheritdoc IMarketAnnex
    function seat(
        bytes32 dealId,
        uint256[9] calldata terms,
        Post calldata post,
        Case calldata case_,
        address[] calldata members,
        CourtTerms calldata courtTerms
    ) external {
        Deal memory d = Deal(dealId, TermsLib.load(terms), post);
        Case memory c = case_.stage == Stage.None ? _hit(d) : _inCase(d, case_);
        bool first = c.stage == Stage.Drawn || c.stage == Stage.Disputed;
        if (!first && c.stage != Stage.Reseated && c.stage != Stage.Appealed) revert Market_WrongStage(c.stage);
        if (block.timestamp > c.deadline) revert Market_DeadlinePassed(c.deadline, block.timestamp);
        {
            bytes32 court = OfferHashes.courtId(Lists.hash(members), courtTerms);
            if (court != d.terms.court()) revert Market_WrongCourt(d.terms.court(), court);
        }
        if (c.seed == 0) {
            if (block.number <= c.seedBlock) revert Market_BlockNotReached(uint256(c.seedBlock) + 1, block.number);
            c.seed = BlockHashes.read(c.seedBlock);
            if (c.seed == 0) {
                c.seedBlock = uint64(block.number + 2);
                _saveCase(d, c);
                emit SeedRenewed(dealId, c.seedBlock);
                return;
            }
        }
        if (first) {
            c.firstPanel = _choose(d, c, members, d.terms.n(), 1);
            c.stage = Stage.Panel1;
        } else {
            c.secondPanel = _choose(d, c, members, 2 * uint256(d.terms.n()) + 1, 2);
            c.stage = Stage.Panel2;
        }
        c.deadline = uint40(block.timestamp + _panelTime(d.terms.executionWindow()));
        _saveCase(d, c);
        emit PanelSeated(dealId, c.seed, c.deadline, first ? c.firstPanel : c.secondPanel);
    }

    /// @dev The case of a Posted deal whose draw hits now.
    function _hit(Deal memory d) private returns (Case memory) {
        if (!_isPosted(d)) revert Market_NotLive(d.id);
        if (d.post.stage != Stage.Posted) revert Market_WrongStage(d.post.stage);
        (, Cause cause, bytes32 seed) = _recordDraw(d, 0);
        if (cause == Cause.None) revert Market_NotHit(d.id);
        return _openDrawn(d, cause, seed);
    }

    /// @dev The `needed` lowest scores among the members who may sit here and have L free; locks L of each.
    function _choose(Deal memory d, Case memory c, address[] calldata members, uint256 needed, uint256 round)
        private
        returns (address[] memory panel)
    {
        uint256 seatLock = Pricing.seatLock(Pricing.value(d.terms), d.terms.n(), d.terms.theta());
        uint256[] memory scores = new uint256[](members.length);
        bytes32 seed = c.seed;
        for (uint256 i; i < members.length; ++i) {
            // low six bits: the member's index
            scores[i] = (uint256(keccak256(abi.encode(seed, d.id, round, members[i]))) & ~uint256(63)) | i;
        }
        panel = new address[](needed);
        uint256 seated;
        for (uint256 tried; seated < needed; ++tried) {
            if (tried == members.length) revert Market_TooFewSeats(needed, seated);
            address member = members[_takeLowest(scores)];
            if (!_maySit(d.terms, c, member)) continue;
            Stake storage s = _stakes[member];
            (uint96 free, uint96 locked) = (s.free, s.seated);
            if (free < seatLock) continue;
            s.free = free - uint96(seatLock);
            s.seated = locked + uint96(seatLock);
            panel[seated++] = member;
        }
    }

    function _maySit(uint256[9] memory t, Case memory c, address member) private view returns (bool) {
        if (member == t.buyer() || member == t.provider() || member == t.solver()) return false;
        if (Lists.hasMemory(c.firstPanel, member)) return false;
        return _servesIn(t.court(), member, t.matchedAt());
    }

    /// @dev Index of the lowest score, which is struck out.
    function _takeLowest(uint256[] memory scores) private pure returns (uint256 index) {
        uint256 lowest = type(uint256).max;
        for (uint256 i; i < scores.length; ++i) {
            uint256 score = scores[i];
            if (score < lowest) (lowest, index) = (score, i);
        }
        scores[index] = type(uint256).max;
    }

    // ------------------------------------------------------------------ row 10

    /// @inheritdoc IMarketAnnex
    function commitVerdict(
        bytes32 dealId,
        uint256[9] calldata terms,
        Post calldata post,
        Case calldata case_,
        address mediator,
        bytes32 seal
    ) external {
        Deal memory d = Deal(dealId, TermsLib.load(terms), post);
        _commit(d, _inCase(d, case_), mediator, seal);
    }

    /// @return number the seat's, as Commit has it
    function _commit(Deal memory d, Case memory c, address mediator, bytes32 seal) private returns (uint256 number) {
        address[] memory panel = _sitting(c);
        if (block.timestamp > c.deadline) revert Market_DeadlinePassed(c.deadline, block.timestamp);
        while (number < panel.length && panel[number] != mediator) {
            ++number;
        }
        if (number == panel.length || !_isOperator(mediator, msg.sender)) revert Market_NotSeat(mediator, msg.sender);
        if (seal == 0) revert Market_ZeroSeal();
        if (c.stage == Stage.Panel2) number += SECOND_PANEL;
        if (!_addCommit(d.terms, number, seal)) revert Market_AlreadyCommitted(mediator);
        emit VerdictCommitted(d.id, mediator, seal);
    }

    // ------------------------------------------------------------------ row 11

    /// @inheritdoc IMarketAnnex
    function resolve(
        bytes32 dealId,
        uint256[9] calldata terms,
        Post calldata post,
        Case calldata case_,
        Commit[] calldata commits,
        bytes32 digest,
        uint64 fuelUsed
    ) external {
        Deal memory d = Deal(dealId, TermsLib.load(terms), post);
        Case memory c = _inCase(d, case_);
        _resolve(d, c, _replay(d.terms, c, commits), digest, fuelUsed);
    }

    /// @inheritdoc IMarketAnnex
    function commitAndResolve(
        bytes32 dealId,
        uint256[9] calldata terms,
        Post calldata post,
        Case calldata case_,
        Commit[] calldata commits,
        address mediator,
        bytes32 digest,
        uint64 fuelUsed
    ) external {
        Deal memory d = Deal(dealId, TermsLib.load(terms), post);
        Case memory c = _inCase(d, case_);
        Seals_ memory seals = _replay(d.terms, c, commits);
        bytes32 seal = Seals.sealOf(dealId, mediator, digest, fuelUsed);
        uint256 number = _commit(d, c, mediator, seal);
        if (number < SECOND_PANEL) seals.first[number] = seal;
        else seals.second[number - SECOND_PANEL] = seal;
        _resolve(d, c, seals, digest, fuelUsed);
    }

    function _resolve(Deal memory d, Case memory c, Seals_ memory seals, bytes32 digest, uint64 fuelUsed) private {
        address[] memory panel = _sitting(c);
        {
            bytes32[] memory given = c.stage == Stage.Panel1 ? seals.first : seals.second;
            uint256 matching;
            bool all = true;
            for (uint256 i; i < panel.length; ++i) {
                if (given[i] == 0) all = false;
                else if (given[i] == Seals.sealOf(d.id, panel[i], digest, fuelUsed)) ++matching;
            }
            if (!all && block.timestamp <= c.deadline) revert Market_PanelOpen(c.deadline, block.timestamp);
            if (2 * matching <= panel.length) revert Market_NoMajority(matching, panel.length);
        }
        Verdict verdict = _verdictOf(d, digest, fuelUsed);
        if (c.stage == Stage.Panel1) {
            c.stage = Stage.Verdict1;
            c.firstVerdict = verdict;
            c.deadline = uint40(block.timestamp + APPEAL_WINDOW);
        } else {
            c.stage = Stage.Verdict2;
            c.secondVerdict = verdict;
            c.deadline = uint40(block.timestamp);
        }
        if (c.stage == Stage.Verdict1 || c.reseated || verdict != Verdict.InputsUnavailable) {
            c.digest = digest;
            c.fuelFound = fuelUsed;
        }
        _saveCase(d, c);
        emit VerdictReached(d.id, verdict, digest, fuelUsed, c.deadline);
    }

    /// @dev Right = the provider's seal holds the majority's digest and fuel.
    function _verdictOf(Deal memory d, bytes32 digest, uint64 fuelUsed) private pure returns (Verdict) {
        if (digest == Seals.INPUTS_UNAVAILABLE) {
            if (fuelUsed != 0) revert Market_FuelAboveLimit(0, fuelUsed);
            return Verdict.InputsUnavailable;
        }
        bool right =
            d.post.fuelUsed == fuelUsed && d.post.seal == Seals.sealOf(d.id, d.terms.provider(), digest, fuelUsed);
        return right ? Verdict.Upheld : Verdict.Overturned;
    }

    // ------------------------------------------------------------------ rows 12 and 13

    /// @inheritdoc IMarketAnnex
    function reseat(bytes32 dealId, uint256[9] calldata terms, Post calldata post, Case calldata case_) external {
        Deal memory d = Deal(dealId, TermsLib.load(terms), post);
        Case memory c = _inCase(d, case_);
        if (c.stage != Stage.Panel1) revert Market_WrongStage(c.stage);
        _requireOver(c.deadline + GRACE);
        c.reseated = true;
        _awaitSeats(c, Stage.Reseated);
        _saveCase(d, c);
        emit PanelReseated(dealId, c.seedBlock, c.deadline);
    }

    /// @inheritdoc IMarketAnnex
    function appeal(bytes32 dealId, uint256[9] calldata terms, Post calldata post, Case calldata case_) external {
        Deal memory d = Deal(dealId, TermsLib.load(terms), post);
        Case memory c = _inCase(d, case_);
        if (c.stage != Stage.Verdict1) revert Market_WrongStage(c.stage);
        if (block.timestamp > c.deadline) revert Market_DeadlinePassed(c.deadline, block.timestamp);
        bool asBuyer = msg.sender == d.terms.buyer() && c.firstVerdict != Verdict.Overturned;
        bool asProvider = msg.sender == d.terms.provider() && c.firstVerdict != Verdict.Upheld;
        if (!asBuyer && !asProvider) revert Market_NotAppellant(msg.sender);
        _lockAvailable(msg.sender, _appealLock(Pricing.value(d.terms), d.terms.n()));
        c.appellant = msg.sender;
        _awaitSeats(c, Stage.Appealed);
        _saveCase(d, c);
        emit VerdictAppealed(dealId, msg.sender, c.seedBlock, c.deadline);
    }

    // ------------------------------------------------------------------ rows 14 and 15

    /// @inheritdoc IMarketAnnex
    function settle(
        bytes32 dealId,
        uint256[9] calldata terms,
        Post calldata post,
        Case calldata case_,
        Commit[] calldata commits
    ) external {
        Deal memory d = Deal(dealId, TermsLib.load(terms), post);
        Case memory c = _inCase(d, case_);
        if (c.stage == Stage.Verdict1 || c.stage == Stage.Appealed) {
            _requireOver(c.deadline);
        } else if (c.stage == Stage.Panel2 && !c.reseated) {
            _requireOver(c.deadline + GRACE);
        } else if (c.stage != Stage.Verdict2) {
            revert Market_WrongStage(c.stage);
        }
        _settleVerdict(d, c, commits);
    }

    /// @inheritdoc IMarketAnnex
    function voidDeal(
        bytes32 dealId,
        uint256[9] calldata terms,
        Post calldata post,
        Case calldata case_,
        Commit[] calldata commits
    ) external {
        Deal memory d = Deal(dealId, TermsLib.load(terms), post);
        Case memory c = _inCase(d, case_);
        if (c.stage == Stage.Drawn || c.stage == Stage.Disputed || c.stage == Stage.Reseated) {
            _requireOver(c.deadline);
        } else if (c.stage == Stage.Panel2 && c.reseated) {
            _requireOver(c.deadline + GRACE);
        } else {
            revert Market_WrongStage(c.stage);
        }
        _settleVoid(d, c, commits);
    }

    // ------------------------------------------------------------------ helpers

    /// @dev The case as replayed, if the deal is in it.
    function _inCase(Deal memory d, Case memory c) private view returns (Case memory) {
        if (!_isInCase(d, c)) revert Market_NotLive(d.id);
        return c;
    }

    /// @dev The panel that is sitting; reverts where none is.
    function _sitting(Case memory c) private pure returns (address[] memory) {
        if (c.stage == Stage.Panel1) return c.firstPanel;
        if (c.stage == Stage.Panel2) return c.secondPanel;
        revert Market_WrongStage(c.stage);
    }

    function _requireOver(uint256 deadline) private view {
        if (block.timestamp <= deadline) revert Market_DeadlineNotPassed(deadline, block.timestamp);
    }
}
