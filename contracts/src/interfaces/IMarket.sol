// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Account, Stake, Court, Membership, MarketConfig} from "../types/Accounts.sol";
import {
    Cause,
    Commit,
    Stage,
    Outcome,
    SeatRecord,
    Post,
    Case,
    Verdict,
    Payout,
    Work,
    PostItem,
    DrawItem,
    AcceptItem,
    FinalizeItem
} from "../types/Deals.sol";
import {JobSide, ResourceSide, CourtTerms, EngineClass} from "../types/Offers.sol";

/// @notice What can go wrong, with the compared values. docs/errors.md says why and what to do.
interface IMarketErrors {
    // money
    error Market_ZeroAmount();
    error Market_BadRecipient(address to);
    error Market_TransferShort(uint256 expected, uint256 received);
    error Market_TotalTooLarge(uint256 total);
    error Market_PermitUnusable(uint256 allowance, uint256 amount);
    error Market_BalanceTooLow(uint256 needed, uint256 available);
    error Market_StakeTooLow(uint256 needed, uint256 free);
    error Market_StakeBonded(uint256 releaseAt, uint256 now_);
    error Market_NothingUnbonding();
    error Market_NonceTooLow(uint256 current, uint256 given);

    // deployment
    error Market_BadConfig(uint256 limit, uint256 given);

    // who
    error Market_NotProvider(address provider, address caller);
    error Market_NotBuyer(address buyer, address caller);
    error Market_NotSeat(address mediator, address caller);
    error Market_NotAppellant(address caller);

    // replayed facts
    error Market_NotLive(bytes32 dealId);
    error Market_WrongStage(Stage stage);
    error Market_WrongList(bytes32 expected, bytes32 given);
    error Market_WrongCourt(bytes32 expected, bytes32 given);

    // match: use of offers
    error Market_JobExpired(uint256 expiry, uint256 now_);
    error Market_ResourceExpired(uint256 expiry, uint256 now_);
    error Market_JobCancelled(uint256 nonce, uint256 minNonce);
    error Market_JobUsed(uint256 nonce);
    error Market_ResourceCancelled(uint256 nonce, uint256 minNonce);
    error Market_ResourceUsedUp(uint256 used, uint256 total);
    error Market_LaneOutOfRange(uint256 lane, uint256 concurrent);
    error Market_LaneBusy(uint256 lane);
    error Market_AttemptsUsed(uint256 failed, uint256 attempts);
    error Market_FailedBefore(address provider);
    error Market_WrongSolver(address expected, address caller);
    error Market_ProviderNotListed(address provider);
    error Market_BadJobSignature(address buyer);
    error Market_BadResourceSignature(address provider);
    error Market_TicketStale(uint256 until, uint256 now_);
    error Market_BadTicketSignature(address ticketKey);

    // match: feasibility
    error Market_ResourcesTooSmall(uint256 required, uint256 offered);
    error Market_GpuModelDiffers(bytes32 required, bytes32 offered);
    error Market_BasePriceTooHigh(uint256 max, uint256 price);
    error Market_FuelPriceTooHigh(uint256 max, uint256 price);
    error Market_EngineNotListed(bytes32 engine);
    error Market_EngineNotInCourt(bytes32 engine);
    error Market_ModuleNotListed(bytes32 moduleId);
    error Market_CourtNotListed(bytes32 court);
    error Market_VerificationNotAccepted(uint256 verification, uint256 accepted);
    error Market_DirectoryNotListed(address directory);
    error Market_BadReceiptSignature(address directory);
    error Market_ReceiptTooShort(uint256 needed, uint256 heldUntil);
    error Market_WindowTooShort(uint256 needed, uint256 given);
    error Market_WindowTooLong(uint256 max, uint256 given);
    error Market_ValueOutOfRange(uint256 value, uint256 max);
    error Market_ThetaOutOfRange(uint256 theta, uint256 bound);
    error Market_BadPanelSize(uint256 n, uint256 max);
    error Market_NoSuchCourt(bytes32 court);
    error Market_CourtTooSmall(uint256 needed, uint256 joined);
    error Market_CourtRefuses(uint256 limit, uint256 asked);
    error Market_SeatFeeTooHigh(uint256 max, uint256 fee);
    error Market_SolverFeeTooHigh(uint256 max, uint256 fee);
    error Market_BadAuditRate(uint256 auditBps);
    error Market_AuditRateTooLow(uint256 needed, uint256 given);
    error Market_PublicDrawsDisabled();
    error Market_NothingToVerify();
    error Market_BuyerBalanceTooLow(uint256 needed, uint256 available);
    error Market_ProviderBalanceTooLow(uint256 needed, uint256 available);

    // life of a deal
    error Market_DeadlinePassed(uint256 deadline, uint256 now_);
    error Market_DeadlineNotPassed(uint256 deadline, uint256 now_);
    error Market_FuelAboveLimit(uint256 limit, uint256 used);
    error Market_ZeroSeal();
    error Market_ReceiptRequired();
    error Market_BlockNotReached(uint256 needed, uint256 current);
    error Market_WrongSecret(bytes32 expected, bytes32 given);
    error Market_BadAcceptSignature(address buyer);
    error Market_NotVerified();
    error Market_NotHit(bytes32 dealId);

    // panels
    error Market_TooFewSeats(uint256 needed, uint256 free);
    error Market_AlreadyCommitted(address mediator);
    error Market_PanelOpen(uint256 deadline, uint256 now_);
    error Market_NoMajority(uint256 matching, uint256 seats);

    // courts
    error Market_CourtExists(bytes32 court);
    error Market_BadMembers(uint256 index);
    error Market_TooManyMembers(uint256 size, uint256 max);
    error Market_BadCourtTerms();
    error Market_NotMember(address caller);
    error Market_AlreadyJoined(address member);
    error Market_NotJoined(address member);
    error Market_RejoinTooEarly(uint256 allowedAt, uint256 now_);
}

/// @notice The record. DealMatched carries the deal's terms; every later event that changes the deal carries the facts
/// that it changed. Whoever has a deal's logs can send its next call without asking the chain anything.
interface IMarketEvents {
    event Deposited(address indexed account, uint256 amount);
    event Withdrawn(address indexed account, address indexed to, uint256 amount);
    event OperatorSet(address indexed principal, address indexed operator, bool allowed);
    event JobCancelled(address indexed buyer, uint64 nonce);
    event ResourceCancelled(address indexed provider, uint64 nonce);
    event NoncesCancelled(address indexed account, uint64 below);
    event Burned(uint256 amount);

    event Staked(address indexed mediator, uint256 amount);
    event UnstakeRequested(address indexed mediator, uint256 amount, uint256 releaseAt);
    event StakeWithdrawn(address indexed mediator, uint256 amount);
    event CourtFounded(
        bytes32 indexed court, address[] members, EngineClass[] engines, address[] directories, CourtTerms terms
    );
    event CourtJoined(bytes32 indexed court, address indexed member);
    event CourtLeft(bytes32 indexed court, address indexed member);

    /// @notice To Matched. `resourceDirectories` is empty where it equals `jobDirectories`.
    event DealMatched(
        bytes32 indexed dealId,
        address indexed buyer,
        address indexed provider,
        uint256[10] terms,
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

/// @title The way of most deals: match, result, draw, acceptance (Market.sol)
interface IMarketCore is IMarketErrors, IMarketEvents {
    // ------------------------------------------------------------------ life of a deal (section 6)

    /// @notice Row 1, single form: reverts with the first thing that is wrong.
    function matchDeal(ResourceSide calldata resource, JobSide calldata job) external returns (bytes32 dealId);

    /// @notice Row 1, many jobs on one resource offer: starts what is feasible, skips the rest.
    function matchDeals(ResourceSide calldata resource, JobSide[] calldata jobs) external;

    /// @notice Row 2, by provider or operator.
    function postResult(PostItem calldata item) external;
    function postResults(PostItem[] calldata items) external;

    /// @notice Row 3, after deadline + grace.
    function expire(bytes32 dealId, uint256[10] calldata terms) external;

    /// @notice Row 4, by provider or operator.
    function decline(bytes32 dealId, uint256[10] calldata terms) external;

    /// @notice Row 5. Public draw: needs block.number > post.drawBlock. Private: the secret, or the review window over.
    function draw(DrawItem calldata item) external;
    function draws(DrawItem[] calldata items) external;

    /// @notice Row 6, by the buyer, or by anyone with the buyer's EIP-712 Acceptance. Where the draw is not recorded yet
    /// this records it first (row 5), and where it hits the deal ends up Drawn instead of accepted.
    function accept(AcceptItem calldata item) external;
    function acceptBatch(AcceptItem[] calldata items) external;

    /// @notice Row 7, after the review window. Records the draw first where nobody has, as accept does.
    function finalize(FinalizeItem calldata item) external;
    function finalizeBatch(FinalizeItem[] calldata items) external;

    /// @notice Row 8, by the buyer in the review window; locks a further V.
    function dispute(bytes32 dealId, uint256[10] calldata terms, Post calldata post) external;

    /// @notice The code that answers IMarketAnnex, by delegatecall; fixed at deployment.
    function annex() external view returns (address);
}

/// @title Everything else: money, exits, courts, panels, views (Annex.sol, called through the market)
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
        uint256[10] calldata terms,
        Post calldata post,
        Case calldata case_,
        address[] calldata members,
        CourtTerms calldata courtTerms
    ) external;

    /// @notice Row 10, by the seat `mediator` or its operator.
    function commitVerdict(
        bytes32 dealId,
        uint256[10] calldata terms,
        Post calldata post,
        Case calldata case_,
        address mediator,
        bytes32 seal
    ) external;

    /// @notice Row 11. `commits` are the deal's so far, of both panels, in order. When all committed or the deadline passed, and more than half of the panel's seats match.
    function resolve(
        bytes32 dealId,
        uint256[10] calldata terms,
        Post calldata post,
        Case calldata case_,
        Commit[] calldata commits,
        bytes32 digest,
        uint64 fuelUsed
    ) external;

    /// @notice Rows 10 and 11 at once, for the last seat to commit. `commits` are those before it.
    function commitAndResolve(
        bytes32 dealId,
        uint256[10] calldata terms,
        Post calldata post,
        Case calldata case_,
        Commit[] calldata commits,
        address mediator,
        bytes32 digest,
        uint64 fuelUsed
    ) external;

    /// @notice Row 12, after the first panel's deadline + grace (the grace is for resolve).
    function reseat(bytes32 dealId, uint256[10] calldata terms, Post calldata post, Case calldata case_) external;

    /// @notice Row 13, by buyer or provider as the verdict says; locks (2n+1)*V.
    function appeal(bytes32 dealId, uint256[10] calldata terms, Post calldata post, Case calldata case_) external;

    /// @notice Row 14. Verdict1 after its appeal window; Verdict2; Appealed after the seat wait; Panel2 of an appeal after
    /// deadline + grace.
    function settle(
        bytes32 dealId,
        uint256[10] calldata terms,
        Post calldata post,
        Case calldata case_,
        Commit[] calldata commits
    ) external;

    /// @notice Row 15. Drawn, Disputed, Reseated after the seat wait; Panel2 of a re-seating after deadline + grace.
    function voidDeal(
        bytes32 dealId,
        uint256[10] calldata terms,
        Post calldata post,
        Case calldata case_,
        Commit[] calldata commits
    ) external;

    // ------------------------------------------------------------------ views

    function config() external view returns (MarketConfig memory);
    function domainSeparator() external view returns (bytes32);
    function accounts(address who) external view returns (Account memory);
    function stakes(address mediator) external view returns (Stake memory);
    function operators(address principal, address operator) external view returns (bool);
    /// @notice 0 = never used, 2 = free, odd = hash of the live deal.
    function lanes(address provider, uint64 resourceNonce, uint16 lane) external view returns (bytes32);
    function jobNonces(address buyer, uint64 nonce) external view returns (bool used, bool cancelled);
    function resourceUses(address provider, uint64 nonce) external view returns (uint32 used, bool cancelled);
    /// @notice How many deals of the job failed, and the chain of hashes h = keccak256(abi.encode(h, provider)) >> 8.
    function failures(bytes32 jobOfferHash) external view returns (uint8 count, uint248 chain);
    function courts(bytes32 court) external view returns (Court memory);
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
