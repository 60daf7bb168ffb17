// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @notice The money of local chains: 6 decimals, permit, and a faucet for everybody. Never deployed elsewhere.
contract TestToken is ERC20, ERC20Permit {
    error TestToken_TooMuch(uint256 cap, uint256 amount);

    /// @notice Most that one faucet call mints: 1,000,000 tUSD.
    uint256 public constant FAUCET_CAP = 1_000_000e6;

    constructor() ERC20("Test Dollar", "tUSD") ERC20Permit("Test Dollar") {}

    function decimals() public pure override returns (uint8) {
        return 6;
    }

    /// @notice Mint `amount` for `to`, at most FAUCET_CAP.
    function faucet(address to, uint256 amount) external {
        if (amount > FAUCET_CAP) revert TestToken_TooMuch(FAUCET_CAP, amount);
        _mint(to, amount);
    }
}
