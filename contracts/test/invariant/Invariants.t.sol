// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "./Players.sol";

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
