// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Account, Stake, Court, Membership, MarketConfig} from "../types/Accounts.sol";
import {AcceptItem, Case, Commit, DrawItem, FinalizeItem, Post, PostItem} from "../types/Deals.sol";
import {CourtTerms, EngineClass, JobSide, ResourceSide} from "../types/Offers.sol";
import {IMarketErrors} from "./IMarketErrors.sol";
import {IMarketEvents} from "./IMarketEvents.sol";

/// @title The way of most deals: match, result, draw, acceptance, and the ways out of it (Market.sol)
interface IMarketCore is IMarketErrors, IMarketEvents {
    // ------------------------------------------------------------------ life of a deal (section 6)

    /// @notice Row 1, single form, for a side of one job: reverts with the first thing that is wrong.
    function matchDeal(ResourceSide calldata resource, JobSide calldata job) external returns (bytes32 dealId);

    /// @notice Row 1, many jobs on one resource offer: starts what is feasible, skips the rest. Skipped counts the items
    /// of all sides in their order.
    function matchDeals(ResourceSide calldata resource, JobSide[] calldata jobs) external;

    /// @notice Row 2, by provider or operator.
    function postResult(PostItem calldata item) external;

    /// @notice Row 2, many at once: skips what cannot be posted.
    function postResults(PostItem[] calldata items) external;

    /// @notice Row 3, after deadline + grace.
    function expire(bytes32 dealId, uint256[9] calldata terms) external;

    /// @notice Row 4, by provider or operator.
    function decline(bytes32 dealId, uint256[9] calldata terms) external;

    /// @notice Row 5. Public draw: needs block.number > post.drawBlock. Private: the secret, or the review window over.
    function draw(DrawItem calldata item) external;

    /// @notice Row 5, many at once: skips what cannot be drawn.
    function draws(DrawItem[] calldata items) external;

    /// @notice Row 6, by the buyer, or by anyone with the buyer's EIP-712 Acceptance. Where the draw is not recorded yet
    /// this records it first (row 5), and where it hits the deal ends up Drawn instead of accepted.
    function accept(AcceptItem calldata item) external;

    /// @notice Row 6, many at once: skips what cannot be accepted.
    function acceptBatch(AcceptItem[] calldata items) external;

    /// @notice Row 7, after the review window. Records the draw first where nobody has, as accept does.
    function finalize(FinalizeItem calldata item) external;

    /// @notice Row 7, many at once: skips what is not due.
    function finalizeBatch(FinalizeItem[] calldata items) external;

    /// @notice Row 8, by the buyer in the review window; locks a further V. A post that says Posted is taken for a deal
    /// that a public draw has cleared meanwhile too: nobody can spoil a late dispute by recording the draw.
    function dispute(bytes32 dealId, uint256[9] calldata terms, Post calldata post) external;

    /// @notice The code that answers IMarketAnnex, by delegatecall; fixed at deployment.
    function annex() external view returns (address);
}

/// @title Everything else: money, courts, panels, views (Annex.sol, called through the market)
interface IMarketAnnex is IMarketErrors, IMarketEvents {
    // ------------------------------------------------------------------ money

    /// @notice Move `amount` of the token from the caller to its available balance (allowance needed).
    function deposit(uint256 amount) external;

    /// @notice The same for `owner`, by its EIP-2612 permit. Anyone may send it; only `owner` is credited.
    /// @dev A permit that somebody used first is no obstacle as long as the allowance is exactly `amount`.
    function depositWithPermit(address owner, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external;

    /// @notice Pay `amount` of the caller's available balance out to `to`.
    function withdraw(uint256 amount, address to) external;

    /// @notice Allow or forbid a hot key to post, decline and commit for the caller. It can never move money.
    function setOperator(address operator, bool allowed) external;

    /// @notice Send what was burned so far to 0x...dEaD.
    function burn() external;

    // ------------------------------------------------------------------ cancellations

    /// @notice The caller's job offers with this nonce can no longer be matched. A live deal goes on.
    function cancelJob(uint64 nonce) external;

    /// @notice The caller's resource offers with this nonce (and their tickets) can no longer be matched.
    function cancelResource(uint64 nonce) external;

    /// @notice All of the caller's job and resource offers with a nonce below `nonce` can no longer be matched.
    function cancelBelow(uint64 nonce) external;

    // ------------------------------------------------------------------ stakes and courts

    /// @notice Move `amount` from the caller's available balance to its free stake.
    function stake(uint256 amount) external;

    /// @notice Ask for `amount` of free stake back; replaces an earlier request. It stays seatable until withdrawn.
    function unstake(uint256 amount) external;

    /// @notice Move what was asked for, as far as it is free, to the available balance. Not before releaseAt.
    function withdrawStake() external;

    /// @notice Record a court of `members` (strictly ascending, at most 64). Anyone may; nobody is bound until it joins.
    function foundCourt(
        address[] calldata members,
        EngineClass[] calldata engines,
        address[] calldata directories,
        CourtTerms calldata terms
    ) external returns (bytes32 court);

    /// @notice The caller serves in the court from now on, on its terms.
    function joinCourt(address[] calldata members, CourtTerms calldata terms) external;

    /// @notice The caller serves in no deal matched from now on. It may join again after the unbonding time.
    function leaveCourt(bytes32 court) external;

    // ------------------------------------------------------------------ panels (section 6)

    /// @notice Row 9. `members` and `courtTerms` are the deal's court's. Sets a new seed block where the old is unreadable.
    /// A Posted deal (case_ all zeros) is drawn first (row 5), and refused with Market_NotHit where the draw does not hit.
    function seat(
        bytes32 dealId,
        uint256[9] calldata terms,
        Post calldata post,
        Case calldata case_,
        address[] calldata members,
        CourtTerms calldata courtTerms
    ) external;

    /// @notice Row 10, by the seat `mediator` or its operator.
    function commitVerdict(
        bytes32 dealId,
        uint256[9] calldata terms,
        Post calldata post,
        Case calldata case_,
        address mediator,
        bytes32 seal
    ) external;

    /// @notice Row 11. `commits` are the deal's so far, of both panels, in order. When all committed or the deadline passed, and more than half of the panel's seats match.
    function resolve(
        bytes32 dealId,
        uint256[9] calldata terms,
        Post calldata post,
        Case calldata case_,
        Commit[] calldata commits,
        bytes32 digest,
        uint64 fuelUsed
    ) external;

    /// @notice Rows 10 and 11 at once, for the last seat to commit. `commits` are those before it.
    /// @dev Without a majority for `digest` the whole call reverts, the commit too: then commitVerdict is the call.
    function commitAndResolve(
        bytes32 dealId,
        uint256[9] calldata terms,
        Post calldata post,
        Case calldata case_,
        Commit[] calldata commits,
        address mediator,
        bytes32 digest,
        uint64 fuelUsed
    ) external;

    /// @notice Row 12, after the first panel's deadline + grace (the grace is for resolve).
    function reseat(bytes32 dealId, uint256[9] calldata terms, Post calldata post, Case calldata case_) external;

    /// @notice Row 13, by buyer or provider as the verdict says; locks (2n+1)*V.
    function appeal(bytes32 dealId, uint256[9] calldata terms, Post calldata post, Case calldata case_) external;

    /// @notice Row 14. Verdict1 after its appeal window; Verdict2; Appealed after the seat wait; Panel2 of an appeal after
    /// deadline + grace.
    function settle(
        bytes32 dealId,
        uint256[9] calldata terms,
        Post calldata post,
        Case calldata case_,
        Commit[] calldata commits
    ) external;

    /// @notice Row 15. Drawn, Disputed, Reseated after the seat wait; Panel2 of a re-seating after deadline + grace.
    function voidDeal(
        bytes32 dealId,
        uint256[9] calldata terms,
        Post calldata post,
        Case calldata case_,
        Commit[] calldata commits
    ) external;

    // ------------------------------------------------------------------ views

    /// @notice What was fixed at deployment.
    function config() external view returns (MarketConfig memory);
    /// @notice The EIP-712 domain separator of everything that is signed for this market.
    function domainSeparator() external view returns (bytes32);
    /// @notice An account's money, and the nonce below which its offers are cancelled.
    function accounts(address who) external view returns (Account memory);
    /// @notice A mediator's stake: what is free, what is locked by seats, and what it asked back.
    function stakes(address mediator) external view returns (Stake memory);
    /// @notice Whether `operator` may post, decline and commit for `principal`.
    function operators(address principal, address operator) external view returns (bool);
    /// @notice 0 = never used, 2 = free, odd = hash of the live deal.
    function lanes(address provider, uint64 resourceNonce, uint16 lane) external view returns (bytes32);
    /// @notice Whether a job offer's nonce has a live or finished deal, and whether it is cancelled.
    function jobNonces(address buyer, uint64 nonce) external view returns (bool used, bool cancelled);
    /// @notice How many deals a resource offer's nonce started (uncounted where `total` is 2^32 - 1), and whether
    /// it is cancelled.
    function resourceUses(address provider, uint64 nonce) external view returns (uint32 used, bool cancelled);
    /// @notice How many deals of a job offer's nonce failed, and the chain of hashes
    /// h = keccak256(abi.encode(h, provider)) >> 16 over their providers.
    function failures(address buyer, uint64 nonce) external view returns (uint8 count, uint240 chain);
    /// @notice A court as stored; foundedAt 0 = there is none.
    function courts(bytes32 court) external view returns (Court memory);
    /// @notice When a member joined and left a court.
    function memberships(bytes32 court, address member) external view returns (Membership memory);
    /// @notice 0 or 2^47 = none, else the chain of the live deal's commits (Commits.sol).
    function commits(address provider, uint64 resourceNonce, uint16 lane) external view returns (uint256);
}

/// @title The Reckon market
/// @notice Buyers and providers trade computation; committed audits, panels and locks keep both honest.
/// docs/protocol.md specifies the behaviour; section numbers are its.
/// @dev `terms` is always the packed form of TermsLib, `post` and `case_` what the deal's last event carried: the
/// contract stores only their hash. Wrong or stale facts revert with Market_NotLive.
interface IMarket is IMarketCore, IMarketAnnex {}
