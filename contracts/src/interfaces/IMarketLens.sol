// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccountView, ChainView, CourtView, JobView, PermitView, ResourceView} from "../types/Views.sol";

/// @title What screens need to know of a market, each answered in one call
/// @notice Reads one market and its token, and nothing else: no state, no owner, no money. Nothing on chain depends on
/// it; anyone can deploy another. The market's own views stay the source.
interface IMarketLens {
    error MarketLens_NoMarket(address given);
    error MarketLens_BadMembers(uint256 index);

    /// @notice The market that is read; fixed at deployment.
    function market() external view returns (address);

    /// @notice The market's token; fixed at deployment.
    function token() external view returns (address);

    /// @notice Money of `who` in the market and in its wallet, and which of `operators` may act for it.
    function accountOf(address who, address[] calldata operators) external view returns (AccountView memory);

    /// @notice What each account has available in the market.
    function fundsOf(address[] calldata accounts) external view returns (uint96[] memory available);

    /// @notice What `owner` needs to sign a permit for a deposit. `supported` is false, and the rest empty, where the
    /// token has no EIP-2612 permit.
    /// @dev The version is that of EIP-5267, else of version(), else "1"; compare `domainSeparator` before signing.
    function permitOf(address owner) external view returns (PermitView memory);

    /// @notice A court's members: who serves, and who has the seat lock L of a deal with V `value`, penalty rate `theta`
    /// and panels of `n` free. `value` 0 asks only who serves.
    /// @dev A panel leaves out buyer, provider, sender of the match and earlier seats: count them off by `members`.
    /// `members` must be strictly ascending, as CourtFounded carries them.
    function courtOf(bytes32 court, address[] calldata members, uint96 value, uint16 theta, uint8 n)
        external
        view
        returns (CourtView memory);

    /// @notice Can a job offer with this nonce still be matched, and how often did it fail?
    function jobOf(address buyer, uint64 nonce) external view returns (JobView memory);

    /// @notice How often was a resource offer matched, and which of its first `lanes` lanes are free?
    function resourceOf(address provider, uint64 nonce, uint16 lanes) external view returns (ResourceView memory);

    /// @notice The chain's clock, and the hashes of those `blocks` that the market can still read.
    function chainOf(uint256[] calldata blocks) external view returns (ChainView memory);
}
