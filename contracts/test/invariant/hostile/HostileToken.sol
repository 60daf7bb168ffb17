// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {TestToken} from "../../../src/mocks/TestToken.sol";
import {Accomplice} from "./Accomplice.sol";

/// @dev The market's money with two vices, each off until asked for: it takes a fee of every transfer, or it lets an
/// accomplice call the market in the middle of one.
contract HostileToken is TestToken {
    Accomplice private accomplice;
    uint256 private fee;

    function setFee(uint256 fee_) external {
        fee = fee_;
    }

    function setAccomplice(Accomplice accomplice_) external {
        accomplice = accomplice_;
    }

    function _update(address from, address to, uint256 value) internal override {
        bool moves = from != address(0) && to != address(0);
        if (moves && address(accomplice) != address(0)) accomplice.strike();
        super._update(from, to, value);
        if (moves && fee != 0) super._update(to, address(0), fee);
        if (moves && address(accomplice) != address(0)) accomplice.strike();
    }
}
