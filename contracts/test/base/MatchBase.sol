// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "./Base.sol";

/// @dev For tests of one condition of "feasible" each.
abstract contract MatchBase is Base {
    function _no(bytes memory reason) internal {
        _no(_matchItem(), reason);
    }

    function _no(Match memory m, bytes memory reason) internal {
        vm.expectRevert(reason);
        vm.prank(solver);
        _matchDeal(m);
    }

    function _e(bytes4 selector, uint256 a, uint256 b) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(selector, a, b);
    }

    function _useCourt(bytes32 id) internal {
        court = id;
        job.court = id;
        courtList[0] = id;
        resource.courtsHash = _hashOf(courtList);
    }

    function _foundAgain() internal {
        _useCourt(market.foundCourt(members, courtEngines, directories, courtTerms));
    }

    function _join(uint256 from, uint256 to) internal {
        for (uint256 i = from; i < to; ++i) {
            vm.prank(members[i]);
            market.joinCourt(members, courtTerms);
        }
    }
}
