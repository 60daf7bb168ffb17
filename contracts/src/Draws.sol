// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {BlockHashes} from "./libraries/BlockHashes.sol";
import {Fail} from "./libraries/Fail.sol";
import {Case, Cause, Post, Stage} from "./types/Deals.sol";
import {Deal, MarketStore} from "./MarketStore.sol";

/// @title The draw of section 4, by itself or as the first half of another step
abstract contract Draws is MarketStore {
    /// @dev Draws a Posted deal's lot. Not hit: `post` is Cleared, and the caller saves or settles. Hit, or never to be
    /// read: the deal is Drawn and saved.
    /// @return reason why there is nothing to draw yet
    /// @return isClear the lot did not hit
    function _recordDraw(Deal memory d, bytes32 secret) internal returns (bytes4 reason, bool isClear) {
        Post memory p = d.post;
        bytes32 lot;
        Cause cause;
        if (d.terms.drawCommit == 0) {
            if (block.number <= p.drawBlock) {
                return (Fail.no(Market_BlockNotReached.selector, uint256(p.drawBlock) + 1, block.number), false);
            }
            bytes32 seed = BlockHashes.read(p.drawBlock);
            if (seed == 0) {
                _openDrawn(d, Cause.UnreadableBlock);
                return (0, false);
            }
            d.case_.seed = seed;
            cause = Cause.PublicDraw;
            lot = keccak256(abi.encode(seed, d.id));
        } else if (secret != 0) {
            bytes32 given = keccak256(abi.encode(secret));
            if (given != d.terms.drawCommit) {
                return (Fail.no(Market_WrongSecret.selector, d.terms.drawCommit, given), false);
            }
            if (block.timestamp > p.reviewEndsAt) {
                return (Fail.no(Market_DeadlinePassed.selector, p.reviewEndsAt, block.timestamp), false);
            }
            p.secretShown = true;
            cause = Cause.PrivateDraw;
            lot = keccak256(abi.encode(secret, p.seal, d.id));
        } else {
            if (block.timestamp <= p.reviewEndsAt) {
                return (Fail.no(Market_DeadlineNotPassed.selector, p.reviewEndsAt, block.timestamp), false);
            }
            _openDrawn(d, Cause.SecretWithheld);
            return (0, false);
        }
        if (uint256(lot) % 10_000 < d.terms.auditBps) {
            _openDrawn(d, cause);
            return (0, false);
        }
        p.stage = Stage.Cleared;
        return (0, true);
    }

    /// @dev To Drawn. A public draw that was read brings its seed along; every other panel waits for a block.
    function _openDrawn(Deal memory d, Cause cause) internal {
        Case memory c = d.case_;
        bytes32 seed = c.seed;
        _awaitSeats(c, Stage.Drawn);
        c.cause = cause;
        if (cause == Cause.PublicDraw) {
            c.seed = seed;
            c.seedBlock = d.post.drawBlock;
        }
        _saveCase(d);
        emit CaseOpened(d.id, cause, c.seedBlock, c.seed, c.deadline, d.post.secretShown);
    }
}
