// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {Memory} from "@openzeppelin/contracts/utils/Memory.sol";
import {IMarketCore} from "./interfaces/IMarket.sol";
import {Fail} from "./libraries/Fail.sol";
import {Lists} from "./libraries/Lists.sol";
import {OfferHashes} from "./libraries/OfferHashes.sol";
import {Pricing} from "./libraries/Pricing.sol";
import {Signatures} from "./libraries/Signatures.sol";
import {
    AcceptItem,
    Case,
    Cause,
    DrawItem,
    FinalizeItem,
    Outcome,
    Payout,
    Post,
    PostItem,
    Stage
} from "./types/Deals.sol";
import {Verification} from "./types/Offers.sol";
import {TermsLib} from "./types/Terms.sol";
import {Draws} from "./Draws.sol";
import {Deal} from "./MarketStore.sol";

/// @title Rows 2 and 5 to 8 of section 6: results, draws, acceptance, disputes
abstract contract Lifecycle is IMarketCore, Draws {
    using Lists for address[];
    using TermsLib for uint256[9];

    // ------------------------------------------------------------------ row 2

    /// @inheritdoc IMarketCore
    function postResult(PostItem calldata item) external {
        _post(item);
    }

    /// @inheritdoc IMarketCore
    function postResults(PostItem[] calldata items) external {
        Memory.Pointer mark = Memory.getFreeMemoryPointer();
        for (uint256 i; i < items.length; ++i) {
            bytes4 reason = _post(items[i]);
            if (reason != 0) emit Skipped(i, reason);
            Memory.unsafeSetFreeMemoryPointer(mark);
        }
    }

    function _post(PostItem calldata item) private returns (bytes4) {
        uint256[9] memory t = TermsLib.load(item.terms);
        if (!_isMatched(item.dealId, t)) return Fail.no(Market_NotLive.selector, item.dealId);
        if (!_isOperator(t.provider(), msg.sender)) {
            return Fail.no(Market_NotProvider.selector, t.provider(), msg.sender);
        }
        {
            uint256 deadline = t.matchedAt() + t.executionWindow() + GRACE;
            if (block.timestamp > deadline) {
                return Fail.no(Market_DeadlinePassed.selector, deadline, block.timestamp);
            }
        }
        if (item.fuelUsed > t.fuelLimit()) {
            return Fail.no(Market_FuelAboveLimit.selector, t.fuelLimit(), item.fuelUsed);
        }
        if (item.seal == 0) return Fail.no(Market_ZeroSeal.selector);

        Deal memory d = Deal(item.dealId, t, _postOf(item, t));
        Post memory p = d.post;
        if (p.hasReceipt) {
            bytes4 reason = _whyNotReceipt(item, t.directoriesHash(), p.reviewEndsAt + RESULT_HELD);
            if (reason != 0) return reason;
        } else if (p.stage == Stage.Cleared) {
            return Fail.no(Market_ReceiptRequired.selector);
        }
        emit ResultPosted(d.id, p);
        if (p.hasReceipt) _savePost(d);
        else _openDrawn(d, Cause.NoReceipt, 0);
        return 0;
    }

    function _postOf(PostItem calldata item, uint256[9] memory t) private view returns (Post memory) {
        bool isVerified = t.verification() != Verification.None;
        bool hasReceipt = item.directory != address(0);
        return Post({
            stage: isVerified ? Stage.Posted : Stage.Cleared,
            seal: item.seal,
            fuelUsed: item.fuelUsed,
            reviewEndsAt: uint40(block.timestamp + t.reviewWindow()),
            drawBlock: hasReceipt && isVerified && t.drawCommit() == 0 ? uint64(block.number + 2) : 0,
            hasReceipt: hasReceipt,
            secretShown: false
        });
    }

    function _whyNotReceipt(PostItem calldata item, bytes32 expected, uint256 needed) private view returns (bytes4) {
        {
            bytes32 jobs = item.jobDirectories.hash();
            bytes32 resources = jobs;
            if (item.resourceDirectories.length != 0) resources = item.resourceDirectories.hash();
            bytes32 given = Hashes.efficientKeccak256(jobs, resources);
            if (given != expected) return Fail.no(Market_WrongList.selector, expected, given);
        }
        if (
            !item.jobDirectories.has(item.directory)
                || (item.resourceDirectories.length != 0 && !item.resourceDirectories.has(item.directory))
        ) return Fail.no(Market_DirectoryNotListed.selector, item.directory);
        if (item.heldUntil < needed) return Fail.no(Market_ReceiptTooShort.selector, needed, item.heldUntil);
        bytes32 receipt = keccak256(
            abi.encode(OfferHashes.RESULT_RECEIPT_TYPEHASH, item.dealId, item.seal, item.fuelUsed, item.heldUntil)
        );
        if (!Signatures.isValid(item.directory, _digest(receipt), item.receiptSignature)) {
            return Fail.no(Market_BadReceiptSignature.selector, item.directory);
        }
        return 0;
    }

    // ------------------------------------------------------------------ row 5

    /// @inheritdoc IMarketCore
    function draw(DrawItem calldata item) external {
        _draw(item);
    }

    /// @inheritdoc IMarketCore
    function draws(DrawItem[] calldata items) external {
        Memory.Pointer mark = Memory.getFreeMemoryPointer();
        for (uint256 i; i < items.length; ++i) {
            bytes4 reason = _draw(items[i]);
            if (reason != 0) emit Skipped(i, reason);
            Memory.unsafeSetFreeMemoryPointer(mark);
        }
    }

    function _draw(DrawItem calldata item) private returns (bytes4) {
        Deal memory d = Deal(item.dealId, TermsLib.load(item.terms), item.post);
        if (!_isPosted(d)) return Fail.no(Market_NotLive.selector, d.id);
        if (d.post.stage != Stage.Posted) return Fail.no(Market_WrongStage.selector, uint256(d.post.stage));
        (bytes4 reason, bool isClear) = _drawOrOpen(d, item.secret);
        if (isClear) {
            _savePost(d);
            emit DealCleared(d.id, d.post.secretShown);
        }
        return reason;
    }

    /// @dev The draw; where it hits, the deal is Drawn and saved.
    function _drawOrOpen(Deal memory d, bytes32 secret) private returns (bytes4 reason, bool isClear) {
        Cause cause;
        bytes32 seed;
        (reason, cause, seed) = _recordDraw(d, secret);
        isClear = reason == 0 && cause == Cause.None;
        if (cause != Cause.None) _openDrawn(d, cause, seed);
    }

    // ------------------------------------------------------------------ rows 6 and 7

    /// @inheritdoc IMarketCore
    function accept(AcceptItem calldata item) external {
        _accept(item);
    }

    /// @inheritdoc IMarketCore
    function acceptBatch(AcceptItem[] calldata items) external {
        Memory.Pointer mark = Memory.getFreeMemoryPointer();
        for (uint256 i; i < items.length; ++i) {
            bytes4 reason = _accept(items[i]);
            if (reason != 0) emit Skipped(i, reason);
            Memory.unsafeSetFreeMemoryPointer(mark);
        }
    }

    function _accept(AcceptItem calldata item) private returns (bytes4) {
        Deal memory d = Deal(item.dealId, TermsLib.load(item.terms), item.post);
        if (!_isPosted(d)) return Fail.no(Market_NotLive.selector, d.id);
        address buyer = d.terms.buyer();
        if (msg.sender != buyer) {
            if (item.signature.length == 0) {
                return Fail.no(Market_NotBuyer.selector, buyer, msg.sender);
            }
            bytes32 acceptance =
                keccak256(abi.encode(OfferHashes.ACCEPTANCE_TYPEHASH, d.id, d.post.seal, d.post.fuelUsed));
            if (!Signatures.isValid(buyer, _digest(acceptance), item.signature)) {
                return Fail.no(Market_BadAcceptSignature.selector, buyer);
            }
        }
        return _settleIfClear(d, item.secret);
    }

    /// @inheritdoc IMarketCore
    function finalize(FinalizeItem calldata item) external {
        _finalize(item);
    }

    /// @inheritdoc IMarketCore
    function finalizeBatch(FinalizeItem[] calldata items) external {
        Memory.Pointer mark = Memory.getFreeMemoryPointer();
        for (uint256 i; i < items.length; ++i) {
            bytes4 reason = _finalize(items[i]);
            if (reason != 0) emit Skipped(i, reason);
            Memory.unsafeSetFreeMemoryPointer(mark);
        }
    }

    function _finalize(FinalizeItem calldata item) private returns (bytes4) {
        Deal memory d = Deal(item.dealId, TermsLib.load(item.terms), item.post);
        if (!_isPosted(d)) return Fail.no(Market_NotLive.selector, d.id);
        if (block.timestamp <= d.post.reviewEndsAt) {
            return Fail.no(Market_DeadlineNotPassed.selector, d.post.reviewEndsAt, block.timestamp);
        }
        return _settleIfClear(d, 0);
    }

    /// @dev A draw that nobody has recorded yet comes first: where it hits, the deal goes to its panel instead.
    function _settleIfClear(Deal memory d, bytes32 secret) private returns (bytes4) {
        if (d.post.stage == Stage.Posted) {
            (bytes4 reason, bool isClear) = _drawOrOpen(d, secret);
            if (!isClear) return reason;
        }
        _settleAccepted(d);
        return 0;
    }

    function _settleAccepted(Deal memory d) private {
        uint256[9] memory t = d.terms;
        uint256 v = Pricing.value(t);
        uint256 price = Pricing.paid(t, d.post.fuelUsed);
        uint256 buyerLock = Pricing.buyerLock(v, t.n(), t.jobSolverFee());
        uint256 providerLock = Pricing.providerLock(v, t.n(), t.theta(), t.resourceSolverFee());
        Payout memory payout = Payout({
            toBuyer: uint96(buyerLock - price - t.jobSolverFee()),
            toProvider: uint96(providerLock - t.resourceSolverFee() + price),
            toSolver: _u96(uint256(t.jobSolverFee()) + t.resourceSolverFee()),
            toSeats: 0,
            burned: 0
        });
        _setSlot(t, FREE);
        _release(t.buyer(), buyerLock, payout.toBuyer);
        _release(t.provider(), providerLock, payout.toProvider);
        _credit(t.solver(), payout.toSolver);
        emit DealSettled(d.id, Outcome.Accepted, price, payout, false);
    }

    // ------------------------------------------------------------------ row 8

    /// @inheritdoc IMarketCore
    function dispute(bytes32 dealId, uint256[9] calldata terms, Post calldata post) external {
        Deal memory d = Deal(dealId, TermsLib.load(terms), post);
        if (!_isPosted(d)) {
            // a draw that missed meanwhile must not cost the buyer its last moment to dispute
            d.post.stage = Stage.Cleared;
            if (post.stage != Stage.Posted || !_isPosted(d)) revert Market_NotLive(dealId);
        }
        if (msg.sender != d.terms.buyer()) revert Market_NotBuyer(d.terms.buyer(), msg.sender);
        if (d.terms.verification() == Verification.None) revert Market_NotVerified();
        if (block.timestamp > post.reviewEndsAt) revert Market_DeadlinePassed(post.reviewEndsAt, block.timestamp);
        _lockAvailable(msg.sender, Pricing.value(d.terms));
        Case memory c;
        c.cause = Cause.Dispute;
        _awaitSeats(c, Stage.Disputed);
        _saveCase(d, c);
        emit CaseOpened(dealId, Cause.Dispute, c.seedBlock, 0, c.deadline, post.secretShown);
    }

    /// @dev The EIP-712 digest of a struct hash.
    function _digest(bytes32 structHash) internal view virtual returns (bytes32);
}
