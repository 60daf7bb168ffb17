// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Cause, Outcome, Payout, Post, SeatRecord, Verdict, Work} from "../types/Deals.sol";
import {CourtTerms, EngineClass} from "../types/Offers.sol";

/// @notice The record. DealMatched carries the deal's terms; every later event that changes the deal carries the facts
/// that it changed. Whoever has a deal's logs can send its next call without asking the chain anything.
interface IMarketEvents {
    /// @notice Tokens were added to `account`'s available balance.
    event Deposited(address indexed account, uint256 amount);
    /// @notice `account`'s available balance was paid out to `to`.
    event Withdrawn(address indexed account, address indexed to, uint256 amount);
    /// @notice `operator` may, or may no longer, post, decline and commit for `principal`.
    event OperatorSet(address indexed principal, address indexed operator, bool allowed);
    /// @notice `buyer`'s job offers with this nonce start no deal any more.
    event JobCancelled(address indexed buyer, uint64 nonce);
    /// @notice `provider`'s resource offers with this nonce start no deal any more.
    event ResourceCancelled(address indexed provider, uint64 nonce);
    /// @notice All of `account`'s offers with a nonce below `below` start no deal any more.
    event NoncesCancelled(address indexed account, uint64 below);
    /// @notice What deals burned so far left for 0x...dEaD.
    event Burned(uint256 amount);

    /// @notice `mediator` moved `amount` of its available balance to its free stake.
    event Staked(address indexed mediator, uint256 amount);
    /// @notice `mediator` may take `amount` out from `releaseAt` on; 0 takes an earlier request back.
    event UnstakeRequested(address indexed mediator, uint256 amount, uint256 releaseAt);
    /// @notice `amount` went back from `mediator`'s free stake to its available balance.
    event StakeWithdrawn(address indexed mediator, uint256 amount);
    /// @notice A court is known: whom it invites, what it judges, on which terms.
    event CourtFounded(
        bytes32 indexed court, address[] members, EngineClass[] engines, address[] directories, CourtTerms terms
    );
    /// @notice `member` can be seated in deals matched from the next second on.
    event CourtJoined(bytes32 indexed court, address indexed member);
    /// @notice `member` is seated in no deal matched from now on.
    event CourtLeft(bytes32 indexed court, address indexed member);

    /// @notice To Matched. `resourceDirectories` is empty where it equals `jobDirectories`.
    event DealMatched(
        bytes32 indexed dealId,
        address indexed buyer,
        address indexed provider,
        uint256[9] terms,
        bytes32 jobOfferHash,
        bytes32 resourceOfferHash,
        Work work,
        address directory,
        address[] jobDirectories,
        address[] resourceDirectories
    );
    /// @notice To Posted, or Cleared for verification none (post.stage). Without receipt a CaseOpened follows at once.
    event ResultPosted(bytes32 indexed dealId, Post post);
    /// @notice To Cleared: the draw did not hit. Not emitted where acceptance follows at once: it says the same.
    event DealCleared(bytes32 indexed dealId, bool secretShown);
    /// @notice To Disputed (cause Dispute), else to Drawn. `seed` 0: the hash of `seedBlock` will seat the panel.
    event CaseOpened(
        bytes32 indexed dealId, Cause cause, uint64 seedBlock, bytes32 seed, uint40 deadline, bool secretShown
    );
    /// @notice The seed block had become unreadable: this is a new one.
    event SeedRenewed(bytes32 indexed dealId, uint64 seedBlock);
    /// @notice To Panel1, or to Panel2 after a re-seating or appeal; each seat has locked L.
    event PanelSeated(bytes32 indexed dealId, bytes32 seed, uint40 deadline, address[] panel);
    /// @notice A seat committed; the order of these events is the order in which commits are replayed.
    event VerdictCommitted(bytes32 indexed dealId, address indexed mediator, bytes32 seal);
    /// @notice To Verdict1 or Verdict2, by a majority for `digest` and `fuelUsed`.
    event VerdictReached(bytes32 indexed dealId, Verdict verdict, bytes32 digest, uint64 fuelUsed, uint40 deadline);
    /// @notice To Reseated.
    event PanelReseated(bytes32 indexed dealId, uint64 seedBlock, uint40 deadline);
    /// @notice To Appealed.
    event VerdictAppealed(bytes32 indexed dealId, address indexed appellant, uint64 seedBlock, uint40 deadline);
    /// @notice What a seat got and lost. Emitted before the deal's DealSettled.
    event SeatSettled(
        bytes32 indexed dealId, address indexed mediator, SeatRecord record, uint256 fee, uint256 slashed
    );
    /// @notice The end. `price` is pi. `jobFree`: the job offer may be matched again (attempts permitting).
    event DealSettled(bytes32 indexed dealId, Outcome outcome, uint256 price, Payout payout, bool jobFree);
    /// @notice An item of a batch was left out; `reason` is the selector of the error that its single form reverts with.
    event Skipped(uint256 indexed index, bytes4 reason);
}
