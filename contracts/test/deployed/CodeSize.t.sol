// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "../base/Base.sol";

/// @dev About the build that is deployed and no other: coverage and mutation, which measure builds of their own, leave
/// this folder out.
contract CodeSizeTest is Base {
    function test_codeFitsIntoTwoContracts() public view {
        assertLe(address(market).code.length, 24_576);
        assertLe(market.annex().code.length, 24_576);
    }

    function test_creationFitsIntoOneTransaction() public view {
        assertLe(vm.getCode(_artefact()).length + abi.encode(_config()).length, 49_152);
    }
}
