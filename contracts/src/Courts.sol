// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IMarketAnnex} from "./interfaces/IMarket.sol";
import {Lists} from "./libraries/Lists.sol";
import {OfferHashes} from "./libraries/OfferHashes.sol";
import {Account, Court, Membership, Stake} from "./types/Accounts.sol";
import {CourtTerms, EngineClass, Verification} from "./types/Offers.sol";
import {MarketStore} from "./MarketStore.sol";

/// @title Mediators' stakes, and courts that they join by their own transactions
abstract contract Courts is IMarketAnnex, MarketStore {
    uint256 private constant MAX_MEMBERS = 64;

    // ------------------------------------------------------------------ stakes

    /// @inheritdoc IMarketAnnex
    function stake(uint256 amount) external {
        if (amount == 0) revert Market_ZeroAmount();
        Account memory a = _accounts[msg.sender];
        if (a.available < amount) revert Market_BalanceTooLow(amount, a.available);
        _accounts[msg.sender].available = a.available - uint96(amount);
        _stakes[msg.sender].free += uint96(amount);
        emit Staked(msg.sender, amount);
    }

    /// @inheritdoc IMarketAnnex
    function unstake(uint256 amount) external {
        Stake memory s = _stakes[msg.sender];
        if (amount > uint256(s.free) + s.seated) revert Market_StakeTooLow(amount, uint256(s.free) + s.seated);
        s.unbonding = uint96(amount);
        s.releaseAt = uint40(block.timestamp + UNBONDING_TIME);
        _stakes[msg.sender] = s;
        emit UnstakeRequested(msg.sender, amount, s.releaseAt);
    }

    /// @inheritdoc IMarketAnnex
    function withdrawStake() external {
        Stake memory s = _stakes[msg.sender];
        if (s.unbonding == 0) revert Market_NothingUnbonding();
        if (block.timestamp < s.releaseAt) revert Market_StakeBonded(s.releaseAt, block.timestamp);
        uint96 amount = s.unbonding < s.free ? s.unbonding : s.free;
        if (amount == 0) revert Market_StakeTooLow(s.unbonding, 0);
        s.free -= amount;
        s.unbonding -= amount;
        _stakes[msg.sender] = s;
        _credit(msg.sender, amount);
        emit StakeWithdrawn(msg.sender, amount);
    }

    // ------------------------------------------------------------------ courts

    /// @inheritdoc IMarketAnnex
    function foundCourt(
        address[] calldata members,
        EngineClass[] calldata engines,
        address[] calldata directories,
        CourtTerms calldata terms
    ) external returns (bytes32 court) {
        if (members.length > MAX_MEMBERS) {
            revert Market_TooManyMembers(members.length, MAX_MEMBERS);
        }
        if (members.length == 0) revert Market_BadMembers(0);
        for (uint256 i; i < members.length; ++i) {
            if (members[i] <= (i == 0 ? address(0) : members[i - 1])) revert Market_BadMembers(i);
        }
        bytes32 given = Lists.hash(engines);
        if (given != terms.enginesHash) revert Market_WrongList(terms.enginesHash, given);
        given = Lists.hash(directories);
        if (given != terms.directoriesHash) revert Market_WrongList(terms.directoriesHash, given);
        for (uint256 i; i < engines.length; ++i) {
            if (engines[i].class_ == Verification.None) revert Market_BadCourtTerms();
        }
        if (engines.length == 0 || directories.length == 0 || terms.maxExecutionWindow == 0) {
            revert Market_BadCourtTerms();
        }
        court = OfferHashes.courtId(Lists.hash(members), terms);
        Court storage c = _courts[court];
        if (c.foundedAt != 0) revert Market_CourtExists(court);
        c.foundedAt = uint40(block.timestamp);
        c.size = uint8(members.length);
        emit CourtFounded(court, members, engines, directories, terms);
    }

    /// @inheritdoc IMarketAnnex
    function joinCourt(address[] calldata members, CourtTerms calldata terms) external {
        bytes32 court = OfferHashes.courtId(Lists.hash(members), terms);
        if (_courts[court].foundedAt == 0) revert Market_NoSuchCourt(court);
        uint256 index;
        while (index < members.length && members[index] != msg.sender) {
            ++index;
        }
        if (index == members.length) revert Market_NotMember(msg.sender);
        Membership memory m = _memberships[court][msg.sender];
        if (m.joinedAt != 0) {
            if (m.leftAt == 0) revert Market_AlreadyJoined(msg.sender);
            // Deals matched before it left may still seat it: it cannot slip out of them by leaving and coming back.
            uint256 allowedAt = m.leftAt + UNBONDING_TIME;
            if (block.timestamp < allowedAt) revert Market_RejoinTooEarly(allowedAt, block.timestamp);
        }
        _memberships[court][msg.sender] =
            Membership({joinedAt: uint40(block.timestamp), leftAt: 0, index: uint8(index)});
        _changeCourt(court, index, true);
        emit CourtJoined(court, msg.sender);
    }

    /// @inheritdoc IMarketAnnex
    function leaveCourt(bytes32 court) external {
        Membership memory m = _memberships[court][msg.sender];
        if (m.joinedAt == 0 || m.leftAt != 0) revert Market_NotJoined(msg.sender);
        _memberships[court][msg.sender].leftAt = uint40(block.timestamp);
        _changeCourt(court, m.index, false);
        emit CourtLeft(court, msg.sender);
    }

    /// @dev Matches of this second count the members as they were before it, as seating does.
    function _changeCourt(bytes32 court, uint256 index, bool joined) private {
        Court memory c = _courts[court];
        if (c.lastChange < block.timestamp) {
            c.joinedEarlier = c.joined;
            c.lastChange = uint40(block.timestamp);
        }
        uint64 bit = uint64(1) << uint64(index);
        c.joined = joined ? c.joined | bit : c.joined & ~bit;
        _courts[court] = c;
    }

    /// @dev May `member` be seated in a deal matched at `matchedAt`?
    function _servesIn(bytes32 court, address member, uint256 matchedAt) internal view returns (bool) {
        Membership memory m = _memberships[court][member];
        return m.joinedAt != 0 && m.joinedAt < matchedAt && (m.leftAt == 0 || m.leftAt >= matchedAt);
    }
}
