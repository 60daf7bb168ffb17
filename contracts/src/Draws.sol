// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {BlockHashes} from "./libraries/BlockHashes.sol";
import {Fail} from "./libraries/Fail.sol";
import {Case, Cause, Post, Stage} from "./types/Deals.sol";
import {TermsLib} from "./types/Terms.sol";
import {Deal, MarketStore} from "./MarketStore.sol";

/// @title The draw of section 4, by itself or as the first half of another step
abstract contract Draws is MarketStore {
    using TermsLib for uint256[9];

    /// @dev Draws a Posted deal's lot. Not hit: `post` is Cleared, and the caller saves or settles. Hit, or never to be
    /// read: the caller opens a case.
    /// @return reason why there is nothing to draw yet
    /// @return cause of the case that the draw opens; None = the lot did not hit
    /// @return seed of a public draw, else 0
    function _recordDraw(Deal memory d, bytes32 secret)
        internal
        view
        returns (bytes4 reason, Cause cause, bytes32 seed)
    {
        Post memory p = d.post;
        bytes32 commit = d.terms.drawCommit();
        bytes32 lot;
        if (commit == 0) {
            if (block.number <= p.drawBlock) {
                reason = Fail.no(Market_BlockNotReached.selector, uint256(p.drawBlock) + 1, block.number);
                return (reason, Cause.None, 0);
            }
            seed = BlockHashes.read(p.drawBlock);
            if (seed == 0) return (0, Cause.UnreadableBlock, 0);
            cause = Cause.PublicDraw;
            lot = Hashes.efficientKeccak256(seed, d.id);
        } else if (secret != 0) {
            bytes32 given = keccak256(abi.encode(secret));
            if (given != commit) return (Fail.no(Market_WrongSecret.selector, commit, given), Cause.None, 0);
            if (block.timestamp > p.reviewEndsAt) {
                return (Fail.no(Market_DeadlinePassed.selector, p.reviewEndsAt, block.timestamp), Cause.None, 0);
            }
            p.secretShown = true;
            cause = Cause.PrivateDraw;
            lot = keccak256(abi.encode(secret, p.seal, d.id));
        } else {
            if (block.timestamp <= p.reviewEndsAt) {
                return (Fail.no(Market_DeadlineNotPassed.selector, p.reviewEndsAt, block.timestamp), Cause.None, 0);
            }
            return (0, Cause.SecretWithheld, 0);
        }
        if (uint256(lot) % 10_000 >= d.terms.auditBps()) {
            cause = Cause.None;
            p.stage = Stage.Cleared;
        }
    }

    /// @dev To Drawn. A public draw that was read brings its seed along; every other panel waits for a block.
    function _openDrawn(Deal memory d, Cause cause, bytes32 seed) internal returns (Case memory c) {
        _awaitSeats(c, Stage.Drawn);
        c.cause = cause;
        if (cause == Cause.PublicDraw) {
            c.seed = seed;
            c.seedBlock = d.post.drawBlock;
        }
        _saveCase(d, c);
        emit CaseOpened(d.id, cause, c.seedBlock, c.seed, c.deadline, d.post.secretShown);
    }
}
