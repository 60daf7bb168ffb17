// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "./Cases.sol";
import {Membership} from "../../../src/types/Accounts.sol";

/// @dev Money that comes and goes, stakes that unbond while they are seated, members that leave and come back, time.
abstract contract Purses is Cases {
    uint256 private constant MOST_AWAY = 5; // members; the others keep the court large enough

    address[] private away;

    function trade(uint256 seed) external turn(seed) {
        uint256 dice = _roll(8);
        if (dice == 0) _deposit(_anybody());
        else if (dice == 1) _withdraw(_anybody());
        else if (dice == 2) _burn();
        else if (dice == 3) _donate();
        else if (dice == 4) _unstake(members[_roll(MEMBERS)]);
        else if (dice == 5) _withdrawStake();
        else if (dice == 6) _stake(members[_roll(MEMBERS)]);
        else _membership(away.length != 0 && _oneIn(2) ? away[0] : members[_roll(MEMBERS)]);
    }

    /// @dev Now and then long enough for everything to be late and for stakes to be free.
    function pass(uint256 seed) external turn(seed) {
        skip(_oneIn(20) ? 10_001 : 1 + _roll(100));
        vm.roll(block.number + 1 + _roll(4) + (_oneIn(20) ? 300 : 0));
        acted = true;
    }

    // ------------------------------------------------------------------ money

    function _deposit(address who) private {
        uint256 amount = 1 + _roll(50e6);
        _fund(who, amount);
        flow += int256(amount);
        acted = true;
    }

    function _withdraw(address who) private {
        uint256 available = _available(who);
        uint256 amount = 1 + _roll(available + available / 4 + 1);
        bytes4 reason = _try(who, abi.encodeCall(IMarketAnnex.withdraw, (amount, who)));
        if (amount > available) {
            _hold(4, reason == Market_BalanceTooLow.selector, "more withdrawn than available");
            return _parried("more than available");
        }
        _hold(4, reason == 0, "own money refused");
        _pays(who, amount);
        flow -= int256(amount);
        acted = true;
    }

    function _burn() private {
        uint256 amount = _available(BURNED);
        bytes4 reason = _try(stranger, abi.encodeCall(IMarketAnnex.burn, ()));
        _hold(2, reason == (amount == 0 ? Market_ZeroAmount.selector : bytes4(0)), "burn");
        _pays(BURNED, amount);
        flow -= int256(amount);
        acted = true;
    }

    /// @dev Tokens sent without a call are nobody's.
    function _donate() private {
        uint256 amount = 1 + _roll(1e6);
        token.faucet(address(market), amount);
        donated += amount;
        acted = true;
    }

    // ------------------------------------------------------------------ stakes

    function _stake(address who) private {
        uint256 amount = 1 + _roll(1_000e6);
        _afford(who, amount);
        _pays(who, amount);
        vm.prank(who);
        market.stake(amount);
        acted = true;
    }

    function _unstake(address who) private {
        Stake memory s = market.stakes(who);
        uint256 whole = uint256(s.free) + s.seated;
        uint256 amount = _roll(whole + 2);
        bytes4 reason = _try(who, abi.encodeCall(IMarketAnnex.unstake, (amount)));
        _hold(4, reason == (amount > whole ? Market_StakeTooLow.selector : bytes4(0)), "unstake");
        acted = true;
    }

    /// @dev Whoever asked for its stake: not before its time, and never what is seated.
    function _withdrawStake() private {
        uint256 start = _roll(MEMBERS);
        for (uint256 i; i < MEMBERS; ++i) {
            address who = members[(start + i) % MEMBERS];
            Stake memory s = market.stakes(who);
            if (s.unbonding == 0) continue;
            bytes4 expected;
            if (block.timestamp < s.releaseAt) expected = Market_StakeBonded.selector;
            else if (s.free == 0) expected = Market_StakeTooLow.selector;
            else _loses(who, s.unbonding < s.free ? s.unbonding : s.free);
            bytes4 reason = _try(who, abi.encodeCall(IMarketAnnex.withdrawStake, ()));
            _hold(4, reason == expected, "stake left before its time, or more than was free");
            return _parried(expected == 0 ? bytes32("stake left in time") : bytes32("bonded stake"));
        }
    }

    // ------------------------------------------------------------------ courts

    function _membership(address who) private {
        Membership memory m = market.memberships(court, who);
        if (m.leftAt == 0) {
            if (away.length == MOST_AWAY) return;
            away.push(who);
            vm.prank(who);
            market.leaveCourt(court);
            acted = true;
            return;
        }
        bool early = block.timestamp < m.leftAt + _config().unbondingTime;
        bytes4 reason = _try(who, abi.encodeCall(IMarketAnnex.joinCourt, (members, courtTerms)));
        _hold(4, reason == (early ? Market_RejoinTooEarly.selector : bytes4(0)), "rejoin");
        if (!early) _isBack(who);
        _parried(early ? bytes32("rejoin too early") : bytes32("rejoined"));
    }

    function _isBack(address who) private {
        for (uint256 i; i < away.length; ++i) {
            if (away[i] == who) away[i] = away[away.length - 1];
        }
        away.pop();
    }
}
