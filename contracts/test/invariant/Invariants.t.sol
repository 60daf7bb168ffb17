// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "./handlers/Impostors.sol";

/// @dev Which of the handlers' functions the fuzzer calls. The test contract is its own handler.
abstract contract Players is Impostors {
    function setUp() public virtual override {
        super.setUp();
        bytes4[] memory selectors = _moves();
        targetContract(address(this));
        targetSelector(FuzzSelector({addr: address(this), selectors: selectors}));
        targetSender(address(0xf022e4));
    }

    function _moves() internal view returns (bytes4[] memory s) {
        s = new bytes4[](11);
        (s[0], s[1], s[2], s[3]) = (this.open.selector, this.work.selector, this.review.selector, this.judge.selector);
        (s[4], s[5], s[6]) = (this.retry.selector, this.cancel.selector, this.trade.selector);
        (s[7], s[8]) = (this.pass.selector, this.reenter.selector);
        (s[9], s[10]) = (this.replay.selector, this.pretend.selector);
    }

    /// @dev Turns that did nothing are rare, so that depth is depth.
    function afterInvariant() public view {
        assertGe(4 * effective, 3 * turns, "more than a quarter of the turns did nothing");
    }

    function _assertHeld(uint256 invariant) internal view {
        assertEq(broken[invariant], "");
    }
}

/// @dev Invariants of section 8 that are checked in every turn, or from the state that it left.
contract InvariantsTest is Players {
    function invariant_I1_tokenBalanceCoversAllClaims() public view {
        uint256 sum;
        for (uint256 i; i < holders.length; ++i) {
            sum += _holdings(holders[i]);
        }
        assertEq(sum + donated, token.balanceOf(address(market)));
    }

    function invariant_I2_everyTurnConservesMoney() public view {
        _assertHeld(2);
        assertEq(uint256(inMarket) + donated, token.balanceOf(address(market)));
    }

    function invariant_I4_onlyTheOwnerSpends() public view {
        _assertHeld(4);
    }

    function invariant_I5_offersHaveLimitsAndSignaturesOnePlace() public view {
        _assertHeld(5);
    }

    function invariant_I7_justiceByHonestMajorities() public view {
        _assertHeld(7);
    }

    function invariant_I8_verifiedDealsDeter() public view {
        _assertHeld(8);
    }

    function invariant_I9_copiedSealsNeverCount() public view {
        _assertHeld(9);
    }

    function invariant_I11_dealsPayFromTheirOwnLocks() public view {
        _assertHeld(11);
        for (uint256 i; i < holders.length; ++i) {
            assertEq(_locked(holders[i]), lockOf[holders[i]]);
            assertEq(market.stakes(holders[i]).seated, seatLockOf[holders[i]]);
        }
    }
}
