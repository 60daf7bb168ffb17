// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IMarketCore} from "./interfaces/IMarket.sol";
import {Pricing} from "./libraries/Pricing.sol";
import {Outcome, Payout} from "./types/Deals.sol";
import {TermsLib} from "./types/Terms.sol";
import {MarketStore} from "./MarketStore.sol";

/// @title Rows 3 and 4 of section 6: the ways out without a result
abstract contract Exits is IMarketCore, MarketStore {
    using TermsLib for uint256[9];

    /// @inheritdoc IMarketCore
    function expire(bytes32 dealId, uint256[9] calldata terms) external {
        uint256[9] memory t = TermsLib.load(terms);
        if (!_isMatched(dealId, t)) revert Market_NotLive(dealId);
        uint256 deadline = t.matchedAt() + t.executionWindow() + GRACE;
        if (block.timestamp <= deadline) revert Market_DeadlineNotPassed(deadline, block.timestamp);
        uint256 v = Pricing.value(t);
        _settleWithoutResult(dealId, t, v, Outcome.Missed, v / 5);
    }

    /// @inheritdoc IMarketCore
    function decline(bytes32 dealId, uint256[9] calldata terms) external {
        uint256[9] memory t = TermsLib.load(terms);
        if (!_isMatched(dealId, t)) revert Market_NotLive(dealId);
        if (!_isOperator(t.provider(), msg.sender)) revert Market_NotProvider(t.provider(), msg.sender);
        uint256 elapsed = block.timestamp - t.matchedAt();
        if (elapsed > t.executionWindow()) elapsed = t.executionWindow();
        uint256 v = Pricing.value(t);
        _settleWithoutResult(dealId, t, v, Outcome.Declined, v * elapsed / (5 * uint256(t.executionWindow())));
    }

    /// @dev The buyer gets all back and the provider's penalty; the provider also loses its own solver fee.
    function _settleWithoutResult(bytes32 dealId, uint256[9] memory t, uint256 v, Outcome outcome, uint256 penalty)
        private
    {
        uint256 buyerLock = Pricing.buyerLock(v, t.n(), t.jobSolverFee());
        uint256 providerLock = Pricing.providerLock(v, t.n(), t.theta(), t.resourceSolverFee());
        Payout memory payout = Payout({
            toBuyer: uint96(buyerLock + penalty),
            toProvider: uint96(providerLock - penalty - t.resourceSolverFee()),
            toSolver: t.resourceSolverFee(),
            toSeats: 0,
            burned: 0
        });
        _setSlot(t, FREE);
        _failJob(t);
        _release(t.buyer(), buyerLock, payout.toBuyer);
        _release(t.provider(), providerLock, payout.toProvider);
        _credit(t.solver(), payout.toSolver);
        emit DealSettled(dealId, outcome, 0, payout, true);
    }
}
