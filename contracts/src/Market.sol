// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {IMarketCore} from "./interfaces/IMarket.sol";
import {OfferHashes} from "./libraries/OfferHashes.sol";
import {MarketConfig} from "./types/Accounts.sol";
import {Annex} from "./Annex.sol";
import {Exits} from "./Exits.sol";
import {Lifecycle} from "./Lifecycle.sol";
import {MarketStore} from "./MarketStore.sol";
import {Matching} from "./Matching.sol";

/// @title The Reckon market: no owner, no pause, no upgrade
/// @notice Its ABI is IMarket: what is not here (IMarketAnnex) is answered by Annex' code on this contract's storage.
/// @dev Two contracts only because one may not exceed 24,576 bytes. The constructor creates the annex, so one
/// deployment has both, and its address can never change.
contract Market is Matching, Exits, Lifecycle {
    /// @inheritdoc IMarketCore
    address public immutable annex;
    uint256 private immutable CHAIN_ID;
    bytes32 private immutable DOMAIN;

    constructor(MarketConfig memory config_) MarketStore(config_) {
        annex = address(new Annex(config_));
        CHAIN_ID = block.chainid;
        DOMAIN = OfferHashes.domainSeparator(address(this));
    }

    /// @dev The annex sees this contract's storage, address and caller. Its answer is this contract's answer.
    fallback() external {
        address target = annex;
        assembly ("memory-safe") {
            let p := mload(0x40)
            calldatacopy(p, 0, calldatasize())
            let ok := delegatecall(gas(), target, p, calldatasize(), 0, 0)
            returndatacopy(p, 0, returndatasize())
            switch ok
            case 0 { revert(p, returndatasize()) }
            default { return(p, returndatasize()) }
        }
    }

    function _digest(bytes32 structHash) internal view override(Matching, Lifecycle) returns (bytes32) {
        bytes32 domain = block.chainid == CHAIN_ID ? DOMAIN : OfferHashes.domainSeparator(address(this));
        return MessageHashUtils.toTypedDataHash(domain, structHash);
    }
}
