// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IMarketCore} from "./interfaces/IMarket.sol";
import {OfferHashes} from "./libraries/OfferHashes.sol";
import {Account, Court, MarketConfig, Membership, Stake} from "./types/Accounts.sol";
import {Lifecycle} from "./Lifecycle.sol";
import {MarketStore} from "./MarketStore.sol";
import {Matching} from "./Matching.sol";
import {Money} from "./Money.sol";
import {Panels} from "./Panels.sol";

/// @title The Reckon market: no owner, no pause, no upgrade
/// @notice Its ABI is IMarket: what is not here (IMarketPanels) is answered by Panels' code on this contract's storage.
/// @dev Two contracts only because one may not exceed 24,576 bytes. Panels is created by the constructor, so one
/// deployment has both, and the address can never change.
contract Market is Money, Matching, Lifecycle {
    address public immutable panels;
    uint256 private immutable CHAIN_ID;
    bytes32 private immutable DOMAIN;

    constructor(MarketConfig memory config_) MarketStore(config_) {
        panels = address(new Panels(config_));
        CHAIN_ID = block.chainid;
        DOMAIN = OfferHashes.domainSeparator(address(this));
    }

    /// @dev Panels sees this contract's storage, address and caller. Its answer is this contract's answer.
    fallback() external {
        address target = panels;
        assembly {
            calldatacopy(0, 0, calldatasize())
            let ok := delegatecall(gas(), target, 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            switch ok
            case 0 { revert(0, returndatasize()) }
            default { return(0, returndatasize()) }
        }
    }

    // ------------------------------------------------------------------ views

    /// @inheritdoc IMarketCore
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

    /// @inheritdoc IMarketCore
    function domainSeparator() public view returns (bytes32) {
        return block.chainid == CHAIN_ID ? DOMAIN : OfferHashes.domainSeparator(address(this));
    }

    /// @inheritdoc IMarketCore
    function accounts(address who) external view returns (Account memory) {
        return _accounts[who];
    }

    /// @inheritdoc IMarketCore
    function stakes(address mediator) external view returns (Stake memory) {
        return _stakes[mediator];
    }

    /// @inheritdoc IMarketCore
    function operators(address principal, address operator) external view returns (bool) {
        return _operators[principal][operator];
    }

    /// @inheritdoc IMarketCore
    function lanes(address provider, uint64 resourceNonce, uint16 lane) external view returns (bytes32) {
        return _lanes[provider][resourceNonce][lane];
    }

    /// @inheritdoc IMarketCore
    function jobNonces(address buyer, uint64 nonce) external view returns (bool used, bool cancelled) {
        uint256 bits = _jobNonces[buyer][nonce >> 7] >> (2 * (nonce & 127));
        return (bits & 1 != 0, bits & 2 != 0 || nonce < _accounts[buyer].minNonce);
    }

    /// @inheritdoc IMarketCore
    function resourceUses(address provider, uint64 nonce) external view returns (uint32 used, bool cancelled) {
        return (
            _resourceUses[provider][nonce].used,
            _resourceUses[provider][nonce].cancelled || nonce < _accounts[provider].minNonce
        );
    }

    /// @inheritdoc IMarketCore
    function failures(bytes32 jobOfferHash) external view returns (uint8 count, uint248 chain) {
        uint256 failed = _failures[jobOfferHash];
        return (uint8(failed), uint248(failed >> 8));
    }

    /// @inheritdoc IMarketCore
    function courts(bytes32 court) external view returns (Court memory) {
        return _courts[court];
    }

    /// @inheritdoc IMarketCore
    function memberships(bytes32 court, address member) external view returns (Membership memory) {
        return _memberships[court][member];
    }

    /// @inheritdoc IMarketCore
    function commits(bytes32 dealId, address mediator) external view returns (bytes32) {
        return _commits[dealId][mediator];
    }

    function _digest(bytes32 structHash) internal view override(Matching, Lifecycle) returns (bytes32 digest) {
        bytes32 domain = domainSeparator();
        assembly ("memory-safe") {
            let p := mload(0x40)
            mstore(p, hex"1901")
            mstore(add(p, 2), domain)
            mstore(add(p, 34), structHash)
            digest := keccak256(p, 66)
        }
    }
}
