// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "./World.sol";
import {Account as Balance, Stake} from "../../src/types/Accounts.sol";

/// @dev Everybody's money, kept beside the market: what section 3 says that live deals lock, and after every turn which
/// accounts changed and whether they might. The market's storage writes say which accounts to look at.
abstract contract Ledger is World {
    address[] internal holders;
    mapping(bytes32 slot => address) private accountAt;
    mapping(bytes32 slot => address) private stakeAt;
    mapping(address => Balance) private accountOf;
    mapping(address => Stake) private stakeOf;

    mapping(address => uint256) internal lockOf; // of its live deals
    mapping(address => uint256) internal seatLockOf;
    mapping(address => uint256) private mayPay; // in this turn: of its available balance
    mapping(address => uint256) private mayLose; // in this turn: of its stake
    address[] private spenders;

    int256 internal flow; // tokens in and out by deposits and withdrawals of this turn
    int256 internal inMarket; // the same of all turns
    uint256 internal donated; // tokens sent to the market without a call

    function setUp() public virtual override {
        super.setUp();
        for (uint256 i; i < PEOPLE; ++i) {
            _follow(people[i].addr);
        }
        for (uint256 i; i < MEMBERS; ++i) {
            if (members[i] != people[3].addr) _follow(members[i]);
        }
        _follow(solver);
        _follow(stranger);
        _follow(operator);
        _follow(BURNED);
        inMarket = int256(token.balanceOf(address(market)));
    }

    function _follow(address who) internal {
        holders.push(who);
        vm.record();
        accountOf[who] = market.accounts(who);
        accountAt[_slotRead()] = who;
        vm.record();
        stakeOf[who] = market.stakes(who);
        (bytes32[] memory reads,) = vm.accesses(address(market));
        for (uint256 i; i < reads.length; ++i) {
            stakeAt[reads[i]] = who;
        }
    }

    function _slotRead() private returns (bytes32) {
        (bytes32[] memory reads,) = vm.accesses(address(market));
        return reads[0];
    }

    // ------------------------------------------------------------------ what may happen in a turn

    /// @dev `who` itself, or an offer that it signed, spends this much of its available balance.
    function _pays(address who, uint256 amount) internal {
        mayPay[who] += amount;
        spenders.push(who);
    }

    /// @dev The terms of a court that `who` joined cost it this much of its stake.
    function _loses(address who, uint256 amount) internal {
        mayLose[who] += amount;
        spenders.push(who);
    }

    /// @dev Every handler's turn: dice, then the books.
    modifier turn(uint256 seed) {
        ++turns;
        acted = false;
        _shake(seed);
        vm.record();
        _;
        _closeBooks();
        if (acted) ++effective;
    }

    function _closeBooks() private {
        (, bytes32[] memory writes) = vm.accesses(address(market));
        int256 change;
        for (uint256 i; i < writes.length; ++i) {
            if (accountAt[writes[i]] != address(0)) change += _closeAccount(accountAt[writes[i]]);
            else if (stakeAt[writes[i]] != address(0)) change += _closeStake(stakeAt[writes[i]]);
        }
        _hold(2, change == flow, "holdings changed by other than what came in or went out");
        inMarket += flow;
        flow = 0;
        for (uint256 i; i < spenders.length; ++i) {
            delete mayPay[spenders[i]];
            delete mayLose[spenders[i]];
        }
        delete spenders;
    }

    function _closeAccount(address who) private returns (int256 change) {
        Balance memory was = accountOf[who];
        Balance memory is_ = market.accounts(who);
        _hold(4, uint256(is_.available) + mayPay[who] >= was.available, "available fell for no reason of its owner's");
        _hold(11, is_.locked == lockOf[who], "locked differs from the locks of the account's live deals");
        accountOf[who] = is_;
        return int256(uint256(is_.available) + is_.locked) - int256(uint256(was.available) + was.locked);
    }

    function _closeStake(address who) private returns (int256 change) {
        Stake memory was = stakeOf[who];
        Stake memory is_ = market.stakes(who);
        change = int256(uint256(is_.free) + is_.seated) - int256(uint256(was.free) + was.seated);
        _hold(4, change + int256(mayLose[who]) >= 0, "a stake fell for no reason of its owner's court");
        _hold(11, is_.seated == seatLockOf[who], "seated differs from the seats in live deals");
        stakeOf[who] = is_;
    }

    // ------------------------------------------------------------------ locks (sections 3 and 6)

    function _keep(Live memory live) internal virtual override {
        if (lives[live.id].length != 0) _unbook(abi.decode(lives[live.id], (Live)));
        _book(live);
        super._keep(live);
    }

    function _book(Live memory live) private {
        (uint256 b, uint256 p) = _locksOf(live);
        lockOf[facts[live.id].buyer] += b;
        lockOf[facts[live.id].provider] += p;
        uint256 l = _seatLockIn(live.id);
        for (uint256 i; i < live.case_.firstPanel.length; ++i) {
            seatLockOf[live.case_.firstPanel[i]] += l;
        }
        for (uint256 i; i < live.case_.secondPanel.length; ++i) {
            seatLockOf[live.case_.secondPanel[i]] += l;
        }
    }

    function _unbook(Live memory live) internal {
        (uint256 b, uint256 p) = _locksOf(live);
        lockOf[facts[live.id].buyer] -= b;
        lockOf[facts[live.id].provider] -= p;
        uint256 l = _seatLockIn(live.id);
        for (uint256 i; i < live.case_.firstPanel.length; ++i) {
            seatLockOf[live.case_.firstPanel[i]] -= l;
        }
        for (uint256 i; i < live.case_.secondPanel.length; ++i) {
            seatLockOf[live.case_.secondPanel[i]] -= l;
        }
    }

    function _locksOf(Live memory live) internal view returns (uint256 buyerLock, uint256 providerLock) {
        Facts memory f = facts[live.id];
        buyerLock = f.value + f.n * f.value + f.jobFee;
        providerLock = (f.n == 0 && f.theta == 0 ? 1 : f.theta + f.n) * f.value + f.offerFee;
        if (live.case_.cause == Cause.Dispute) buyerLock += f.value;
        if (live.case_.appellant == address(0)) return (buyerLock, providerLock);
        if (_buyerAppealed(live)) buyerLock += _appealLock(live.id);
        else providerLock += _appealLock(live.id);
    }

    /// @dev Who is buyer and provider at once appeals as the one whom the verdict lets.
    function _buyerAppealed(Live memory live) internal view returns (bool) {
        return live.case_.appellant == facts[live.id].buyer && live.case_.firstVerdict != Verdict.Overturned;
    }

    function _appealLock(bytes32 id) internal view returns (uint256) {
        return (2 * facts[id].n + 1) * facts[id].value;
    }

    /// @dev L
    function _seatLockIn(bytes32 id) internal view returns (uint256) {
        Facts memory f = facts[id];
        uint256 fail = 3 * (f.n + 1) / 2;
        uint256 l = ((f.theta + f.n + 1) * f.value + fail - 1) / fail;
        return l > f.value ? l : f.value;
    }
}
