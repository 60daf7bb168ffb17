// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Stage} from "../types/Deals.sol";

/// @notice What can go wrong, with the compared values. docs/errors.md says why and what to do.
interface IMarketErrors {
    // money
    /// @notice There is nothing to move: the amount, or what waits to be burned, is 0.
    error Market_ZeroAmount();
    /// @notice Money would be paid out to the zero address or to the market itself, where nobody could reach
    /// it.
    error Market_BadRecipient(address to);
    /// @notice The token moved less (or more) than it was asked to: it takes a fee on transfers.
    error Market_TransferShort(uint256 expected, uint256 received);
    /// @notice An amount, or all the market would hold, is above 2^96 − 1 units.
    error Market_TotalTooLarge(uint256 total);
    /// @notice The permit is invalid, expired or was used, and no allowance of exactly this amount stands.
    error Market_PermitUnusable(uint256 allowance, uint256 amount);
    /// @notice A withdrawal, stake, dispute (V) or appeal ((2n+1)·V) is above the available balance.
    error Market_BalanceTooLow(uint256 needed, uint256 available);
    /// @notice More was asked for than is staked, or all of it is seated.
    error Market_StakeTooLow(uint256 needed, uint256 free);
    /// @notice The unbonding time since unstake has not passed.
    error Market_StakeBonded(uint256 releaseAt, uint256 now_);
    /// @notice withdrawStake was called with nothing asked back.
    error Market_NothingUnbonding();
    /// @notice cancelBelow can only rise.
    error Market_NonceTooLow(uint256 current, uint256 given);

    // deployment
    /// @notice The constructor was given a token without code, a longest window of 0 or above 7 days, or an
    /// unbonding time below the longest life of a deal.
    error Market_BadConfig(uint256 limit, uint256 given);

    // who
    /// @notice postResult or decline by somebody who is neither the deal's provider nor its operator.
    error Market_NotProvider(address provider, address caller);
    /// @notice dispute or accept by somebody who is not the buyer, with no signature of the buyer's.
    error Market_NotBuyer(address buyer, address caller);
    /// @notice The mediator has no seat in the sitting panel, or the caller is not its operator.
    error Market_NotSeat(address mediator, address caller);
    /// @notice After upheld only the buyer appeals, after overturned only the provider, after inputs-
    /// unavailable either, once.
    error Market_NotAppellant(address caller);

    // replayed facts
    /// @notice Terms, post or case are not what the deal's slot holds: the deal moved on, was settled, or a
    /// value was changed.
    error Market_NotLive(bytes32 dealId);
    /// @notice The facts are right, but this call does not apply to this stage.
    error Market_WrongStage(Stage stage);
    /// @notice A list that was sent does not hash to what was signed or founded, or is not all that was
    /// committed.
    error Market_WrongList(bytes32 expected, bytes32 given);
    /// @notice Members and terms do not hash to the deal's court.
    error Market_WrongCourt(bytes32 expected, bytes32 given);

    // match: use of offers
    /// @notice The job offer's expiry is past.
    error Market_JobExpired(uint256 expiry, uint256 now_);
    /// @notice The resource offer's expiry is past.
    error Market_ResourceExpired(uint256 expiry, uint256 now_);
    /// @notice The nonce was cancelled alone, or is below minNonce.
    error Market_JobCancelled(uint256 nonce, uint256 minNonce);
    /// @notice matchDeal takes a side of one job; matchDeals takes any number.
    error Market_NotOneJob(uint256 jobs);
    /// @notice The nonce has a live deal, or had one that ended with a result.
    error Market_JobUsed(uint256 nonce);
    /// @notice The nonce was cancelled alone, or is below minNonce.
    error Market_ResourceCancelled(uint256 nonce, uint256 minNonce);
    /// @notice The offer started as many deals as total allows.
    error Market_ResourceUsedUp(uint256 used, uint256 total);
    /// @notice The lane is not below the offer's concurrent.
    error Market_LaneOutOfRange(uint256 lane, uint256 concurrent);
    /// @notice The lane has a live deal.
    error Market_LaneBusy(uint256 lane);
    /// @notice The job failed as often as its buyer allowed.
    error Market_AttemptsUsed(uint256 failed, uint256 attempts);
    /// @notice This provider missed, declined or voided this job before.
    error Market_FailedBefore(address provider);
    /// @notice The offer names one solver, and somebody else sends the match.
    error Market_WrongSolver(address expected, address caller);
    /// @notice The buyer's list of providers does not hold this one.
    error Market_ProviderNotListed(address provider);
    /// @notice The job offer's signature is not the buyer's: other values, another market or chain, a high s,
    /// or its ERC-1271 wallet refused.
    error Market_BadJobSignature(address buyer);
    /// @notice The resource offer's signature is not the provider's, for the same reasons.
    error Market_BadResourceSignature(address provider);
    /// @notice There is no ticket, it expired, or it ends more than 10 minutes ahead.
    error Market_TicketStale(uint256 until, uint256 now_);
    /// @notice The ticket is not signed by the offer's ticketKey (a plain key; no contract), or is for another
    /// offer or time.
    error Market_BadTicketSignature(address ticketKey);

    // match: feasibility
    /// @notice The job asks for more of a resource than is offered (the first that is too small).
    error Market_ResourcesTooSmall(uint256 required, uint256 offered);
    /// @notice The job names a GPU model, and the machine has another.
    error Market_GpuModelDiffers(bytes32 required, bytes32 offered);
    /// @notice The offered base price is above the buyer's maximum.
    error Market_BasePriceTooHigh(uint256 max, uint256 price);
    /// @notice The offered fuel price is above the buyer's maximum.
    error Market_FuelPriceTooHigh(uint256 max, uint256 price);
    /// @notice The provider does not run this engine.
    error Market_EngineNotListed(bytes32 engine);
    /// @notice The court does not judge this engine at the job's class.
    error Market_EngineNotInCourt(bytes32 engine);
    /// @notice The module is not on the provider's list; without a list only class A runs.
    error Market_ModuleNotListed(bytes32 moduleId);
    /// @notice The provider does not accept the job's court.
    error Market_CourtNotListed(bytes32 court);
    /// @notice The provider does not accept this kind of verification.
    error Market_VerificationNotAccepted(uint256 verification, uint256 accepted);
    /// @notice The directory of the receipt is not on the list of buyer, provider or court.
    error Market_DirectoryNotListed(address directory);
    /// @notice The receipt is not signed by the directory that is named, or is for other contents.
    error Market_BadReceiptSignature(address directory);
    /// @notice The directory promises to hold the contents for less time than the deal can last.
    error Market_ReceiptTooShort(uint256 needed, uint256 heldUntil);
    /// @notice The execution window is below what the provider needs for this fuel limit, or a window is 0.
    error Market_WindowTooShort(uint256 needed, uint256 given);
    /// @notice A window is above what the market or the provider allows.
    error Market_WindowTooLong(uint256 max, uint256 given);
    /// @notice V is 0, or above the provider's maxValue.
    error Market_ValueOutOfRange(uint256 value, uint256 max);
    /// @notice The penalty rate is 0, below the provider's least or above its most.
    error Market_ThetaOutOfRange(uint256 theta, uint256 bound);
    /// @notice n is even, 0, or above 15 or the provider's most.
    error Market_BadPanelSize(uint256 n, uint256 max);
    /// @notice Nobody founded this court on this market.
    error Market_NoSuchCourt(bytes32 court);
    /// @notice Fewer than 3n + 1 members, besides buyer, provider and sender, joined before this second.
    error Market_CourtTooSmall(uint256 needed, uint256 joined);
    /// @notice A resource, the fuel limit or the execution window exceeds the court's terms.
    error Market_CourtRefuses(uint256 limit, uint256 asked);
    /// @notice The court's least seat fee is above V/2.
    error Market_SeatFeeTooHigh(uint256 max, uint256 fee);
    /// @notice The buyer's solver fee is above (theta − 1)·V: an overturned provider could not pay it.
    error Market_SolverFeeTooHigh(uint256 max, uint256 fee);
    /// @notice auditBps is not from 1 to 10,000.
    error Market_BadAuditRate(uint256 auditBps);
    /// @notice auditBps · (theta + n + 1) is below 12,500: making results up would pay.
    error Market_AuditRateTooLow(uint256 needed, uint256 given);
    /// @notice This market was deployed without public draws, since its chain's block hashes are weak.
    error Market_PublicDrawsDisabled();
    /// @notice Verification none, but with an audit rate, panel, court or draw secret.
    error Market_NothingToVerify();
    /// @notice The buyer's available balance does not cover V + n·V + its solver fee.
    error Market_BuyerBalanceTooLow(uint256 needed, uint256 available);
    /// @notice The provider's available balance does not cover (theta + n)·V + its solver fee.
    error Market_ProviderBalanceTooLow(uint256 needed, uint256 available);

    // life of a deal
    /// @notice It is too late for this call.
    error Market_DeadlinePassed(uint256 deadline, uint256 now_);
    /// @notice It is too early for this call.
    error Market_DeadlineNotPassed(uint256 deadline, uint256 now_);
    /// @notice More fuel was posted than the job's limit (or fuel was given with inputs-unavailable).
    error Market_FuelAboveLimit(uint256 limit, uint256 used);
    /// @notice The seal is empty.
    error Market_ZeroSeal();
    /// @notice Without verification a result needs a directory's receipt.
    error Market_ReceiptRequired();
    /// @notice The block whose hash decides is not past yet.
    error Market_BlockNotReached(uint256 needed, uint256 current);
    /// @notice The secret's hash is not the offer's drawCommit.
    error Market_WrongSecret(bytes32 expected, bytes32 given);
    /// @notice The Acceptance is not signed by the buyer, or is for another deal, seal or fuel.
    error Market_BadAcceptSignature(address buyer);
    /// @notice The deal was made with verification none: it knows no dispute and no panel.
    error Market_NotVerified();
    /// @notice A Posted deal was to be seated at once, and its draw does not hit: there is no panel to seat.
    error Market_NotHit(bytes32 dealId);

    // panels
    /// @notice Too few members who may sit have the seat lock free.
    error Market_TooFewSeats(uint256 needed, uint256 free);
    /// @notice The mediator has committed in this deal; a commit stands.
    error Market_AlreadyCommitted(address mediator);
    /// @notice Not all seats have committed, and the deadline is not past.
    error Market_PanelOpen(uint256 deadline, uint256 now_);
    /// @notice Not more than half of all seats, absent ones counted, committed this digest and fuel.
    error Market_NoMajority(uint256 matching, uint256 seats);

    // courts
    /// @notice The same members and terms were founded before.
    error Market_CourtExists(bytes32 court);
    /// @notice Members are not strictly ascending, hold a zero address, or are none (the first wrong entry).
    error Market_BadMembers(uint256 index);
    /// @notice A court has at most 64 members.
    error Market_TooManyMembers(uint256 size, uint256 max);
    /// @notice No engine, no directory, no execution window, or an engine of class none.
    error Market_BadCourtTerms();
    /// @notice The caller is not among the members that were sent.
    error Market_NotMember(address caller);
    /// @notice The member serves in this court already.
    error Market_AlreadyJoined(address member);
    /// @notice The member does not serve in this court.
    error Market_NotJoined(address member);
    /// @notice The unbonding time since it left has not passed: deals from before may still seat it.
    error Market_RejoinTooEarly(uint256 allowedAt, uint256 now_);
}
