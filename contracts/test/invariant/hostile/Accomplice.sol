// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IMarket} from "../../../src/interfaces/IMarket.sol";

/// @dev An account of the market that makes a planned call whenever the token lets it, before and after the transfer.
contract Accomplice {
    IMarket private immutable MARKET;
    bytes private plan;
    uint256 public strikes;
    uint256 public successes;
    bytes4 public lastRefusal;

    constructor(IMarket market, IERC20 token) {
        MARKET = market;
        token.approve(address(market), type(uint256).max);
    }

    function prepare(bytes calldata plan_) external {
        plan = plan_;
        strikes = 0;
        successes = 0;
        lastRefusal = 0;
    }

    function strike() external {
        if (plan.length == 0) return;
        ++strikes;
        (bool ok, bytes memory answer) = address(MARKET).call(plan);
        if (ok) ++successes;
        else lastRefusal = bytes4(answer);
    }

    /// @dev A call of its own, outside of any transfer.
    function act(bytes calldata data) external {
        (bool ok, bytes memory answer) = address(MARKET).call(data);
        if (!ok) {
            assembly {
                revert(add(answer, 32), mload(answer))
            }
        }
    }
}
