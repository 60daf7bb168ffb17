// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IMarketAnnex} from "./interfaces/IMarket.sol";
import {OfferHashes} from "./libraries/OfferHashes.sol";
import {Account, Court, MarketConfig, Membership, Stake} from "./types/Accounts.sol";
import {MarketStore} from "./MarketStore.sol";
import {Money} from "./Money.sol";
import {Panels} from "./Panels.sol";

/// @title The second half of the market's code
/// @dev Runs on the market's storage by delegatecall. Called directly it acts on its own, which no deal is in.
contract Annex is Money, Panels {
    constructor(MarketConfig memory config_) MarketStore(config_) {}

    // ------------------------------------------------------------------ views

    /// @inheritdoc IMarketAnnex
    function config() external view returns (MarketConfig memory) {
        return MarketConfig({
            token: address(TOKEN),
            grace: uint32(GRACE),
            appealWindow: uint32(APPEAL_WINDOW),
            seatWait: uint32(SEAT_WAIT),
            maxExecutionWindow: uint32(MAX_EXECUTION_WINDOW),
            maxReviewWindow: uint32(MAX_REVIEW_WINDOW),
            unbondingTime: uint32(UNBONDING_TIME),
            publicDraws: PUBLIC_DRAWS
        });
    }

    /// @inheritdoc IMarketAnnex
    function accounts(address who) external view returns (Account memory) {
        return _accounts[who];
    }

    /// @inheritdoc IMarketAnnex
    function stakes(address mediator) external view returns (Stake memory) {
        return _stakes[mediator];
    }

    /// @inheritdoc IMarketAnnex
    function operators(address principal, address operator) external view returns (bool) {
        return _operators[principal][operator];
    }

    /// @inheritdoc IMarketAnnex
    function lanes(address provider, uint64 resourceNonce, uint16 lane) external view returns (bytes32) {
        return _lanes[provider][resourceNonce][lane];
    }

    /// @inheritdoc IMarketAnnex
    function jobNonces(address buyer, uint64 nonce) external view returns (bool used, bool cancelled) {
        uint256 bits = _nonceBits(buyer, nonce);
        used = bits & NONCE_USED != 0 && _failures[buyer][nonce] & FAILURES_FREE == 0;
        return (used, bits & NONCE_CANCELLED != 0 || nonce < _accounts[buyer].minNonce);
    }

    /// @inheritdoc IMarketAnnex
    function resourceUses(address provider, uint64 nonce) external view returns (uint32 used, bool cancelled) {
        return (
            _resourceUses[provider][nonce].used,
            _resourceUses[provider][nonce].cancelled || nonce < _accounts[provider].minNonce
        );
    }

    /// @inheritdoc IMarketAnnex
    function failures(address buyer, uint64 nonce) external view returns (uint8 count, uint240 chain) {
        uint256 failed = _failures[buyer][nonce];
        return (uint8(failed), uint240(failed >> 16));
    }

    /// @inheritdoc IMarketAnnex
    function courts(bytes32 court) external view returns (Court memory) {
        return _courts[court];
    }

    /// @inheritdoc IMarketAnnex
    function memberships(bytes32 court, address member) external view returns (Membership memory) {
        return _memberships[court][member];
    }

    /// @inheritdoc IMarketAnnex
    function commits(address provider, uint64 resourceNonce, uint16 lane) external view returns (uint256) {
        return _commits[provider][resourceNonce][lane];
    }

    /// @inheritdoc IMarketAnnex
    function domainSeparator() external view returns (bytes32) {
        return OfferHashes.domainSeparator(address(this));
    }
}
