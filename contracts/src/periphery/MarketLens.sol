// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {IMarketAnnex} from "../interfaces/IMarket.sol";
import {IMarketLens} from "../interfaces/IMarketLens.sol";
import {BlockHashes} from "../libraries/BlockHashes.sol";
import {Pricing} from "../libraries/Pricing.sol";
import {Membership, Stake} from "../types/Accounts.sol";
import {AccountView, ChainView, CourtView, JobView, MemberView, PermitView, ResourceView} from "../types/Views.sol";

/// @title Answers for screens, each in one call
contract MarketLens is IMarketLens {
    /// @dev A token without the function asked for may burn all the gas that it is given.
    uint256 private constant OPTIONAL_GAS = 100_000;

    /// @inheritdoc IMarketLens
    address public immutable market;
    /// @inheritdoc IMarketLens
    address public immutable token;

    constructor(address market_) {
        if (market_.code.length == 0) revert MarketLens_NoMarket(market_);
        market = market_;
        token = IMarketAnnex(market_).config().token;
    }

    /// @inheritdoc IMarketLens
    function accountOf(address who, address[] calldata operators) external view returns (AccountView memory view_) {
        IMarketAnnex m = IMarketAnnex(market);
        view_.account = m.accounts(who);
        view_.stake = m.stakes(who);
        view_.coins = who.balance;
        view_.tokens = IERC20(token).balanceOf(who);
        view_.allowance = IERC20(token).allowance(who, address(m));
        (, view_.permitNonce) = _permitNonce(who);
        view_.operates = new bool[](operators.length);
        for (uint256 i; i < operators.length; ++i) {
            view_.operates[i] = m.operators(who, operators[i]);
        }
    }

    /// @inheritdoc IMarketLens
    function fundsOf(address[] calldata accounts) external view returns (uint96[] memory available) {
        available = new uint96[](accounts.length);
        for (uint256 i; i < accounts.length; ++i) {
            available[i] = IMarketAnnex(market).accounts(accounts[i]).available;
        }
    }

    /// @inheritdoc IMarketLens
    function permitOf(address owner) external view returns (PermitView memory view_) {
        (bool hasNonces, uint256 nonce) = _permitNonce(owner);
        (bool hasDomain, bytes memory domain) = _ask(abi.encodeCall(IERC20Permit.DOMAIN_SEPARATOR, ()));
        if (!hasNonces || !hasDomain) return view_;
        view_.supported = true;
        view_.nonce = nonce;
        view_.domainSeparator = abi.decode(domain, (bytes32));
        (view_.name, view_.version) = _domainNames();
    }

    /// @inheritdoc IMarketLens
    function courtOf(bytes32 court, address[] calldata members, uint96 value, uint16 theta, uint8 n)
        external
        view
        returns (CourtView memory view_)
    {
        view_.court = IMarketAnnex(market).courts(court);
        view_.seatLock = Pricing.seatLock(value, n, theta);
        view_.members = new MemberView[](members.length);
        for (uint256 i; i < members.length; ++i) {
            if (i != 0 && members[i] <= members[i - 1]) revert MarketLens_BadMembers(i);
            MemberView memory member = _memberOf(court, members[i], view_.seatLock);
            if (member.serves) ++view_.serving;
            if (member.seatable) ++view_.seatable;
            view_.members[i] = member;
        }
    }

    /// @inheritdoc IMarketLens
    function jobOf(address buyer, uint64 nonce) external view returns (JobView memory view_) {
        (view_.used, view_.cancelled) = IMarketAnnex(market).jobNonces(buyer, nonce);
        (view_.failed,) = IMarketAnnex(market).failures(buyer, nonce);
    }

    /// @inheritdoc IMarketLens
    function resourceOf(address provider, uint64 nonce, uint16 lanes)
        external
        view
        returns (ResourceView memory view_)
    {
        (view_.used, view_.cancelled) = IMarketAnnex(market).resourceUses(provider, nonce);
        uint16[] memory free = new uint16[](lanes);
        uint256 count;
        for (uint16 lane; lane < lanes; ++lane) {
            if (uint256(IMarketAnnex(market).lanes(provider, nonce, lane)) & 1 == 0) free[count++] = lane;
        }
        view_.freeLanes = new uint16[](count);
        for (uint256 i; i < count; ++i) {
            view_.freeLanes[i] = free[i];
        }
    }

    /// @inheritdoc IMarketLens
    function chainOf(uint256[] calldata blocks) external view returns (ChainView memory view_) {
        view_.number = block.number;
        view_.time = block.timestamp;
        view_.hashes = new bytes32[](blocks.length);
        for (uint256 i; i < blocks.length; ++i) {
            if (blocks[i] < block.number) view_.hashes[i] = BlockHashes.read(blocks[i]);
        }
    }

    // ------------------------------------------------------------------ courts

    /// @dev A member that joined in this very second is not counted by a match of this second.
    function _memberOf(bytes32 court, address who, uint256 seatLock) private view returns (MemberView memory member) {
        Membership memory m = IMarketAnnex(market).memberships(court, who);
        Stake memory s = IMarketAnnex(market).stakes(who);
        member.membership = m;
        member.serves =
            m.joinedAt != 0 && m.joinedAt < block.timestamp && (m.leftAt == 0 || m.leftAt >= block.timestamp);
        member.seatable = member.serves && s.free >= seatLock;
        (member.free, member.seated) = (s.free, s.seated);
    }

    // ------------------------------------------------------------------ the token's optional functions

    function _permitNonce(address owner) private view returns (bool known, uint256 nonce) {
        bytes memory answer;
        (known, answer) = _ask(abi.encodeCall(IERC20Permit.nonces, (owner)));
        if (known) nonce = abi.decode(answer, (uint256));
    }

    /// @dev EIP-5267 says both at once; older tokens have name() and perhaps version().
    function _domainNames() private view returns (string memory name, string memory version) {
        (bool known, bytes memory answer) = _ask(abi.encodeCall(IERC5267.eip712Domain, ()));
        if (known) {
            (, name, version,,,,) = abi.decode(answer, (bytes1, string, string, uint256, address, bytes32, uint256[]));
            return (name, version);
        }
        name = IERC20Metadata(token).name();
        (known, answer) = _ask(abi.encodeWithSignature("version()"));
        version = known ? abi.decode(answer, (string)) : "1";
    }

    /// @dev `known` only where the token answered at least one word.
    function _ask(bytes memory data) private view returns (bool known, bytes memory answer) {
        (known, answer) = token.staticcall{gas: OPTIONAL_GAS}(data);
        known = known && answer.length >= 32;
    }
}
