// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "./Purses.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Accomplice} from "../hostile/Accomplice.sol";

/// @dev The token calls an accomplice in the middle of the market's transfers, or keeps a fee of them.
abstract contract Reentries is Purses {
    Accomplice internal accomplice;

    function setUp() public virtual override {
        super.setUp();
        accomplice = new Accomplice(market, token);
        _fund(address(accomplice), 100e6);
        inMarket += 100e6;
        _follow(address(accomplice));
        token.faucet(address(accomplice), 100e6);
    }

    function reenter(uint256 seed) external turn(seed) {
        if (_oneIn(4)) return _takeFee();
        bool moves = _oneIn(4);
        accomplice.prepare(moves ? _harmless() : _greedy());
        HostileToken(address(token)).setAccomplice(accomplice);
        _moveTokens();
        HostileToken(address(token)).setAccomplice(Accomplice(address(0)));
        _hold(2, accomplice.strikes() >= 2, "the token never got its turn");
        if (moves) return _parried("harmless call in a transfer");
        bytes4 guarded = ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector;
        _hold(2, accomplice.successes() == 0, "money moved inside a transfer");
        _hold(2, accomplice.lastRefusal() == guarded, "money was not moved inside a transfer for want of money only");
        _parried("re-entry");
    }

    /// @dev Calls that move tokens while tokens move.
    function _greedy() private returns (bytes memory) {
        uint256 dice = _roll(4);
        if (dice == 0) return abi.encodeCall(IMarketAnnex.withdraw, (1e6, address(accomplice)));
        if (dice == 1) return abi.encodeCall(IMarketAnnex.deposit, (1e6));
        if (dice == 2) return abi.encodeCall(IMarketAnnex.burn, ());
        return abi.encodeCall(IMarketAnnex.depositWithPermit, (address(accomplice), 1e6, type(uint256).max, 27, 0, 0));
    }

    /// @dev Moves no tokens: allowed, and must leave the books in order.
    function _harmless() private returns (bytes memory) {
        _afford(address(accomplice), 1e6);
        uint256 share = _available(address(accomplice)) / 16;
        _pays(address(accomplice), 4 * share);
        return abi.encodeCall(IMarketAnnex.stake, (share));
    }

    /// @dev A transfer to or from the market, of the accomplice's own or of another's.
    function _moveTokens() private {
        uint256 amount = 1 + _roll(1e6);
        address who = _oneIn(2) ? address(accomplice) : _anybody();
        if (_oneIn(2)) {
            token.faucet(who, amount);
            vm.prank(who);
            token.approve(address(market), amount);
            vm.prank(who);
            market.deposit(amount);
            flow += int256(amount);
            return;
        }
        _afford(who, amount);
        _pays(who, amount);
        if (who == address(accomplice)) accomplice.act(abi.encodeCall(IMarketAnnex.withdraw, (amount, who)));
        else assertEq(_try(who, abi.encodeCall(IMarketAnnex.withdraw, (amount, who))), bytes4(0), "withdraw");
        flow -= int256(amount);
    }

    /// @dev What arrives short is refused, and says by how much.
    function _takeFee() private {
        uint256 amount = 2 + _roll(1e6);
        uint256 fee = 1 + _roll(amount - 1);
        address who = _anybody();
        token.faucet(who, amount);
        vm.prank(who);
        token.approve(address(market), amount);
        HostileToken(address(token)).setFee(fee);
        vm.expectRevert(abi.encodeWithSelector(Market_TransferShort.selector, amount, amount - fee));
        vm.prank(who);
        market.deposit(amount);
        HostileToken(address(token)).setFee(0);
        _parried("fee on transfer");
    }
}
