// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {TermsLib} from "../types/Terms.sol";

/// @dev Section 3: prices, locks and fees of a deal. Prices and fines round down, seat locks up. Prices and fees have 96
/// bits, fuel 64, theta 16, n 8: V has at most 161 and nothing here can overflow, so nothing is checked for it.
library Pricing {
    using TermsLib for uint256[9];

    /// @dev fuelPrice is the price of this much fuel.
    uint256 internal constant FUEL_UNIT = 1e9;

    function price(uint256 basePrice, uint256 fuelPrice, uint256 fuel) internal pure returns (uint256) {
        unchecked {
            return basePrice + fuel * fuelPrice / FUEL_UNIT;
        }
    }

    /// @dev V
    function value(uint256[9] memory t) internal pure returns (uint256) {
        return price(t.basePrice(), t.fuelPrice(), t.fuelLimit());
    }

    /// @dev pi
    function paid(uint256[9] memory t, uint256 fuelUsed) internal pure returns (uint256) {
        uint256 pi = price(t.basePrice(), t.fuelPrice(), fuelUsed);
        uint256 v = value(t);
        return pi < v ? pi : v;
    }

    /// @dev What one matching seat is paid; also the fine of a seat that was wrong about availability.
    function seatFee(uint256[9] memory t, uint256 fuelPosted, uint256 fuelFound) internal pure returns (uint256 fee) {
        fee = paid(t, fuelPosted < fuelFound ? fuelPosted : fuelFound);
        if (fee < t.leastSeatFee()) fee = t.leastSeatFee();
    }

    /// @dev L = max(ceil((theta + n + 1) * V / f), V), f = 3 * (n + 1) / 2
    function seatLock(uint256 v, uint256 n, uint256 theta) internal pure returns (uint256 lock) {
        unchecked {
            uint256 f = 3 * (n + 1) / 2;
            lock = ((theta + n + 1) * v + f - 1) / f;
        }
        if (lock < v) lock = v;
    }

    function buyerLock(uint256 v, uint256 n, uint256 solverFee) internal pure returns (uint256) {
        unchecked {
            return v + n * v + solverFee;
        }
    }

    /// @dev n = 0 is verification none.
    function providerLock(uint256 v, uint256 n, uint256 theta, uint256 solverFee) internal pure returns (uint256) {
        if (n == 0 && theta == 0) theta = 1;
        unchecked {
            return (theta + n) * v + solverFee;
        }
    }
}
