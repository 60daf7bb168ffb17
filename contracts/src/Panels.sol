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
import {Terms} from "./types/Terms.sol";
import {Courts} from "./Courts.sol";
import {Draws} from "./Draws.sol";
import {Deal} from "./MarketStore.sol";
import {Settlement} from "./Settlement.sol";

/// @title Rows 9 to 15 of section 6: panels, verdicts, appeals and their ends
abstract contract Panels is Courts, Draws, Settlement {
    // ------------------------------------------------------------------ row 9

    /// @inheritdoc IMarketAnnex
    function seat(
        bytes32 dealId,
        uint256[10] calldata terms,
        Post calldata post,
        Case calldata case_,
        address[] calldata members,
        CourtTerms calldata courtTerms
    ) external {
        Deal memory d;
        _loadSeatable(d, dealId, terms, post, case_);
        Case memory c = d.case_;
        bool first = c.stage == Stage.Drawn || c.stage == Stage.Disputed;
        if (!first && c.stage != Stage.Reseated && c.stage != Stage.Appealed) revert Market_WrongStage(c.stage);
        if (block.timestamp > c.deadline) revert Market_DeadlinePassed(c.deadline, block.timestamp);
        {
            bytes32 court = OfferHashes.courtId(Lists.hash(members), courtTerms);
            if (court != d.terms.court) revert Market_WrongCourt(d.terms.court, court);
        }
        if (c.seed == 0) {
            if (block.number <= c.seedBlock) revert Market_BlockNotReached(uint256(c.seedBlock) + 1, block.number);
            c.seed = BlockHashes.read(c.seedBlock);
            if (c.seed == 0) {
                c.seedBlock = uint64(block.number + 2);
                _saveCase(d);
                emit SeedRenewed(dealId, c.seedBlock);
                return;
            }
        }
        if (first) {
            c.firstPanel = _choose(d, members, d.terms.n, 1);
            c.stage = Stage.Panel1;
        } else {
            c.secondPanel = _choose(d, members, 2 * uint256(d.terms.n) + 1, 2);
            c.stage = Stage.Panel2;
        }
        c.deadline = uint40(block.timestamp + _panelTime(d.terms.executionWindow));
        _saveCase(d);
        emit PanelSeated(dealId, c.seed, c.deadline, first ? c.firstPanel : c.secondPanel);
    }

    /// @dev A deal that waits for seats, or a Posted one whose draw hits now.
    function _loadSeatable(
        Deal memory d,
        bytes32 dealId,
        uint256[10] calldata terms,
        Post calldata post,
        Case calldata case_
    ) private {
        if (case_.stage != Stage.None) return _loadCase(d, dealId, terms, post, case_);
        _load(d, dealId, terms);
        d.post = post;
        if (!_isPosted(d)) revert Market_NotLive(dealId);
        if (post.stage != Stage.Posted) revert Market_WrongStage(post.stage);
        (, bool isClear) = _recordDraw(d, 0);
        if (isClear) revert Market_NotHit(dealId);
    }

    /// @dev The `needed` lowest scores among the members who may sit here and have L free; locks L of each.
    function _choose(Deal memory d, address[] calldata members, uint256 needed, uint256 round)
        private
        returns (address[] memory panel)
    {
        uint256 seatLock = Pricing.seatLock(d.terms);
        uint256[] memory scores = new uint256[](members.length);
        bytes32 seed = d.case_.seed;
        for (uint256 i; i < members.length; ++i) {
            // low six bits: the member's index
            scores[i] = (uint256(keccak256(abi.encode(seed, d.id, round, members[i]))) & ~uint256(63)) | i;
        }
        panel = new address[](needed);
        uint256 seated;
        for (uint256 tried; seated < needed; ++tried) {
            if (tried == members.length) revert Market_TooFewSeats(needed, seated);
            address member = members[_takeLowest(scores)];
            if (!_maySit(d, member)) continue;
            Stake storage s = _stakes[member];
            (uint96 free, uint96 locked) = (s.free, s.seated);
            if (free < seatLock) continue;
            s.free = free - uint96(seatLock);
            s.seated = locked + uint96(seatLock);
            panel[seated++] = member;
        }
    }

    function _maySit(Deal memory d, address member) private view returns (bool) {
        Terms memory t = d.terms;
        if (member == t.buyer || member == t.provider || member == t.solver) return false;
        if (Lists.hasMemory(d.case_.firstPanel, member)) return false;
        return _servesIn(t.court, member, t.matchedAt);
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
        uint256[10] calldata terms,
        Post calldata post,
        Case calldata case_,
        address mediator,
        bytes32 seal
    ) external {
        Deal memory d;
        _loadCase(d, dealId, terms, post, case_);
        _commit(d, mediator, seal);
    }

    /// @return number the seat's, as Commit has it
    function _commit(Deal memory d, address mediator, bytes32 seal) private returns (uint256 number) {
        Case memory c = d.case_;
        address[] memory panel = _sitting(c);
        if (block.timestamp > c.deadline) revert Market_DeadlinePassed(c.deadline, block.timestamp);
        while (number < panel.length && panel[number] != mediator) {
            ++number;
        }
        if (number == panel.length || !_isOperator(mediator, msg.sender)) revert Market_NotSeat(mediator, msg.sender);
        if (seal == 0) revert Market_ZeroSeal();
        if (c.stage == Stage.Panel2) number += SECOND_PANEL;
        if (!_addCommit(d, number, seal)) revert Market_AlreadyCommitted(mediator);
        emit VerdictCommitted(d.id, mediator, seal);
    }

    // ------------------------------------------------------------------ row 11

    /// @inheritdoc IMarketAnnex
    function resolve(
        bytes32 dealId,
        uint256[10] calldata terms,
        Post calldata post,
        Case calldata case_,
        Commit[] calldata commits,
        bytes32 digest,
        uint64 fuelUsed
    ) external {
        Deal memory d;
        _loadCase(d, dealId, terms, post, case_);
        _resolve(d, _replay(d, commits), digest, fuelUsed);
    }

    /// @inheritdoc IMarketAnnex
    function commitAndResolve(
        bytes32 dealId,
        uint256[10] calldata terms,
        Post calldata post,
        Case calldata case_,
        Commit[] calldata commits,
        address mediator,
        bytes32 digest,
        uint64 fuelUsed
    ) external {
        Deal memory d;
        _loadCase(d, dealId, terms, post, case_);
        Seals_ memory seals = _replay(d, commits);
        bytes32 seal = Seals.sealOf(dealId, mediator, digest, fuelUsed);
        uint256 number = _commit(d, mediator, seal);
        if (number < SECOND_PANEL) seals.first[number] = seal;
        else seals.second[number - SECOND_PANEL] = seal;
        _resolve(d, seals, digest, fuelUsed);
    }

    function _resolve(Deal memory d, Seals_ memory seals, bytes32 digest, uint64 fuelUsed) private {
        Case memory c = d.case_;
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
        _saveCase(d);
        emit VerdictReached(d.id, verdict, digest, fuelUsed, c.deadline);
    }

    /// @dev Right = the provider's seal holds the majority's digest and fuel.
    function _verdictOf(Deal memory d, bytes32 digest, uint64 fuelUsed) private pure returns (Verdict) {
        if (digest == Seals.INPUTS_UNAVAILABLE) {
            if (fuelUsed != 0) revert Market_FuelAboveLimit(0, fuelUsed);
            return Verdict.InputsUnavailable;
        }
        bool right =
            d.post.fuelUsed == fuelUsed && d.post.seal == Seals.sealOf(d.id, d.terms.provider, digest, fuelUsed);
        return right ? Verdict.Upheld : Verdict.Overturned;
    }

    // ------------------------------------------------------------------ rows 12 and 13

    /// @inheritdoc IMarketAnnex
    function reseat(bytes32 dealId, uint256[10] calldata terms, Post calldata post, Case calldata case_) external {
        Deal memory d;
        _loadCase(d, dealId, terms, post, case_);
        Case memory c = d.case_;
        if (c.stage != Stage.Panel1) revert Market_WrongStage(c.stage);
        _requireOver(c.deadline + GRACE);
        c.reseated = true;
        _awaitSeats(c, Stage.Reseated);
        _saveCase(d);
        emit PanelReseated(dealId, c.seedBlock, c.deadline);
    }

    /// @inheritdoc IMarketAnnex
    function appeal(bytes32 dealId, uint256[10] calldata terms, Post calldata post, Case calldata case_) external {
        Deal memory d;
        _loadCase(d, dealId, terms, post, case_);
        Case memory c = d.case_;
        if (c.stage != Stage.Verdict1) revert Market_WrongStage(c.stage);
        if (block.timestamp > c.deadline) revert Market_DeadlinePassed(c.deadline, block.timestamp);
        bool asBuyer = msg.sender == d.terms.buyer && c.firstVerdict != Verdict.Overturned;
        bool asProvider = msg.sender == d.terms.provider && c.firstVerdict != Verdict.Upheld;
        if (!asBuyer && !asProvider) revert Market_NotAppellant(msg.sender);
        _lockAvailable(msg.sender, _appealLock(Pricing.value(d.terms), d.terms.n));
        c.appellant = msg.sender;
        _awaitSeats(c, Stage.Appealed);
        _saveCase(d);
        emit VerdictAppealed(dealId, msg.sender, c.seedBlock, c.deadline);
    }

    // ------------------------------------------------------------------ rows 14 and 15

    /// @inheritdoc IMarketAnnex
    function settle(
        bytes32 dealId,
        uint256[10] calldata terms,
        Post calldata post,
        Case calldata case_,
        Commit[] calldata commits
    ) external {
        Deal memory d;
        _loadCase(d, dealId, terms, post, case_);
        Case memory c = d.case_;
        if (c.stage == Stage.Verdict1 || c.stage == Stage.Appealed) {
            _requireOver(c.deadline);
        } else if (c.stage == Stage.Panel2 && !c.reseated) {
            _requireOver(c.deadline + GRACE);
        } else if (c.stage != Stage.Verdict2) {
            revert Market_WrongStage(c.stage);
        }
        _settleVerdict(d, commits);
    }

    /// @inheritdoc IMarketAnnex
    function voidDeal(
        bytes32 dealId,
        uint256[10] calldata terms,
        Post calldata post,
        Case calldata case_,
        Commit[] calldata commits
    ) external {
        Deal memory d;
        _loadCase(d, dealId, terms, post, case_);
        Case memory c = d.case_;
        if (c.stage == Stage.Drawn || c.stage == Stage.Disputed || c.stage == Stage.Reseated) {
            _requireOver(c.deadline);
        } else if (c.stage == Stage.Panel2 && c.reseated) {
            _requireOver(c.deadline + GRACE);
        } else {
            revert Market_WrongStage(c.stage);
        }
        _settleVoid(d, commits);
    }

    // ------------------------------------------------------------------ helpers

    function _loadCase(
        Deal memory d,
        bytes32 dealId,
        uint256[10] calldata terms,
        Post calldata post,
        Case calldata case_
    ) private view {
        _load(d, dealId, terms);
        d.post = post;
        d.case_ = case_;
        if (!_isInCase(d)) revert Market_NotLive(dealId);
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
