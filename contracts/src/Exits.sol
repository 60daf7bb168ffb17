// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IMarketCore} from "./interfaces/IMarket.sol";
import {Pricing} from "./libraries/Pricing.sol";
import {Outcome, Payout} from "./types/Deals.sol";
import {Terms} from "./types/Terms.sol";
import {Deal, MarketStore} from "./MarketStore.sol";

/// @title Rows 3 and 4 of section 6: the ways out without a result
abstract contract Exits is IMarketCore, MarketStore {
    /// @inheritdoc IMarketCore
    function expire(bytes32 dealId, uint256[10] calldata terms) external {
        Deal memory d;
        _load(d, dealId, terms);
        if (!_isMatched(d)) revert Market_NotLive(dealId);
        uint256 deadline = d.terms.matchedAt + d.terms.executionWindow + GRACE;
        if (block.timestamp <= deadline) revert Market_DeadlineNotPassed(deadline, block.timestamp);
        _settleWithoutResult(d, Outcome.Missed, Pricing.value(d.terms) / 5);
    }

    /// @inheritdoc IMarketCore
    function decline(bytes32 dealId, uint256[10] calldata terms) external {
        Deal memory d;
        _load(d, dealId, terms);
        Terms memory t = d.terms;
        if (!_isMatched(d)) revert Market_NotLive(dealId);
        if (!_isOperator(t.provider, msg.sender)) revert Market_NotProvider(t.provider, msg.sender);
        uint256 elapsed = block.timestamp - t.matchedAt;
        if (elapsed > t.executionWindow) elapsed = t.executionWindow;
        _settleWithoutResult(d, Outcome.Declined, Pricing.value(t) * elapsed / (5 * uint256(t.executionWindow)));
    }

    /// @dev The buyer gets all back and the provider's penalty; the provider also loses its own solver fee.
    function _settleWithoutResult(Deal memory d, Outcome outcome, uint256 penalty) private {
        Terms memory t = d.terms;
        uint256 v = Pricing.value(t);
        uint256 buyerLock = Pricing.buyerLock(v, t.n, t.jobSolverFee);
        uint256 providerLock = Pricing.providerLock(v, t.n, t.theta, t.resourceSolverFee);
        Payout memory payout;
        payout.toBuyer = uint96(buyerLock + penalty);
        payout.toProvider = uint96(providerLock - penalty - t.resourceSolverFee);
        payout.toSolver = t.resourceSolverFee;
        _setSlot(d, FREE);
        _failJob(t);
        _release(t.buyer, buyerLock, payout.toBuyer);
        _release(t.provider, providerLock, payout.toProvider);
        _credit(t.solver, payout.toSolver);
        emit DealSettled(d.id, outcome, 0, payout, true);
    }
}
