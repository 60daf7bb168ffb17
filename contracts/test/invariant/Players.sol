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
        // not of the few calls to which a failure is shrunk
        if (turns >= 64) assertGe(2 * effective, turns, "more than half of the turns did nothing");
    }

    function _assertHeld(uint256 invariant) internal view {
        assertEq(broken[invariant], "");
    }
}
