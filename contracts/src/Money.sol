// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20, IERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IMarketAnnex} from "./interfaces/IMarket.sol";
import {MarketStore} from "./MarketStore.sol";

/// @title Deposits, withdrawals, operators and cancellations
abstract contract Money is IMarketAnnex, MarketStore, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @inheritdoc IMarketAnnex
    function deposit(uint256 amount) external nonReentrant {
        _deposit(msg.sender, amount);
    }

    /// @inheritdoc IMarketAnnex
    function depositWithPermit(address owner, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s)
        external
        nonReentrant
    {
        try IERC20Permit(address(TOKEN)).permit(owner, address(this), amount, deadline, v, r, s) {}
        catch {
            // Used before by somebody else: then exactly this allowance stands. Anything else was not meant.
            uint256 allowance = TOKEN.allowance(owner, address(this));
            if (allowance != amount) revert Market_PermitUnusable(allowance, amount);
        }
        _deposit(owner, amount);
    }

    /// @inheritdoc IMarketAnnex
    function withdraw(uint256 amount, address to) external nonReentrant {
        if (amount == 0) revert Market_ZeroAmount();
        if (to == address(0) || to == address(this)) revert Market_BadRecipient(to);
        uint256 available = _accounts[msg.sender].available;
        if (amount > available) revert Market_BalanceTooLow(amount, available);
        _accounts[msg.sender].available = uint96(available - amount);
        emit Withdrawn(msg.sender, to, amount);
        TOKEN.safeTransfer(to, amount);
    }

    /// @inheritdoc IMarketAnnex
    function burn() external nonReentrant {
        uint256 amount = _accounts[BURN].available;
        if (amount == 0) revert Market_ZeroAmount();
        _accounts[BURN].available = 0;
        emit Burned(amount);
        TOKEN.safeTransfer(BURN, amount);
    }

    /// @inheritdoc IMarketAnnex
    function setOperator(address operator, bool allowed) external {
        _operators[msg.sender][operator] = allowed;
        emit OperatorSet(msg.sender, operator, allowed);
    }

    /// @inheritdoc IMarketAnnex
    function cancelJob(uint64 nonce) external {
        _setNonceBits(msg.sender, nonce, NONCE_CANCELLED);
        emit JobCancelled(msg.sender, nonce);
    }

    /// @inheritdoc IMarketAnnex
    function cancelResource(uint64 nonce) external {
        _resourceUses[msg.sender][nonce].cancelled = true;
        emit ResourceCancelled(msg.sender, nonce);
    }

    /// @inheritdoc IMarketAnnex
    function cancelBelow(uint64 nonce) external {
        uint64 current = _accounts[msg.sender].minNonce;
        if (nonce <= current) revert Market_NonceTooLow(current, nonce);
        _accounts[msg.sender].minNonce = nonce;
        emit NoncesCancelled(msg.sender, nonce);
    }

    /// @dev All credits together never exceed the tokens held, so the bound keeps every later uint96 sum in range.
    function _deposit(address owner, uint256 amount) private {
        if (amount == 0) revert Market_ZeroAmount();
        uint256 before = TOKEN.balanceOf(address(this));
        TOKEN.safeTransferFrom(owner, address(this), amount);
        uint256 total = TOKEN.balanceOf(address(this));
        if (total != before + amount) revert Market_TransferShort(amount, total - before);
        if (total > type(uint96).max) revert Market_TotalTooLarge(total);
        _accounts[owner].available += uint96(amount);
        emit Deposited(owner, amount);
    }
}
