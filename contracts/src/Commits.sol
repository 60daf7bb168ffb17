// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Case, Commit, SECOND_PANEL} from "./types/Deals.sol";
import {TermsLib} from "./types/Terms.sol";
import {MarketStore} from "./MarketStore.sol";

/// @title What seats committed: one word a lane for both panels of its live deal
/// @dev chain 208 | always 1 | bitmap 47 of the seats that committed. The chain binds all commits in their order, so
/// later calls replay them from calldata: a slot of its own for each commit would cost 17,000 gas more.
abstract contract Commits is MarketStore {
    using TermsLib for uint256[9];

    uint256 private constant CHAIN_SHIFT = 48;
    uint256 internal constant NO_COMMITS = 1 << 47;

    /// @dev The seals of both panels by seat, 0 = absent.
    struct Seals_ {
        bytes32[] first;
        bytes32[] second;
    }

    /// @return isNew false where this seat has committed before, and nothing is written
    function _addCommit(uint256[9] memory t, uint256 seat, bytes32 seal) internal returns (bool isNew) {
        uint256 word = _commitsOf(t);
        uint256 bit = uint256(1) << seat;
        if (word & bit != 0) return false;
        uint256 seats = (word & ((1 << CHAIN_SHIFT) - 1)) | NO_COMMITS | bit;
        _setCommits(t, (_next(word >> CHAIN_SHIFT, seat, seal) << CHAIN_SHIFT) | seats);
        return true;
    }

    /// @dev The commits that are replayed, if they are all that there are.
    function _replay(uint256[9] memory t, Case memory c, Commit[] calldata commits)
        internal
        view
        returns (Seals_ memory seals)
    {
        seals.first = new bytes32[](c.firstPanel.length);
        seals.second = new bytes32[](c.secondPanel.length);
        uint256 chain;
        for (uint256 i; i < commits.length; ++i) {
            (uint256 seat, bytes32 seal) = (commits[i].seat, commits[i].seal);
            chain = _next(chain, seat, seal);
            if (seat < SECOND_PANEL) seals.first[seat] = seal;
            else seals.second[seat - SECOND_PANEL] = seal;
        }
        uint256 stored = _commitsOf(t) >> CHAIN_SHIFT;
        if (chain != stored) revert Market_WrongList(bytes32(stored), bytes32(chain));
    }

    /// @dev The lane's next deal starts with none. The word stays in use: writing it again costs 17,000 gas less.
    function _forgetCommits(uint256[9] memory t) internal {
        if (_commitsOf(t) > NO_COMMITS) _setCommits(t, NO_COMMITS);
    }

    function _next(uint256 chain, uint256 seat, bytes32 seal) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(chain, seat, seal))) >> CHAIN_SHIFT;
    }

    function _commitsOf(uint256[9] memory t) private view returns (uint256) {
        return _commits[t.provider()][t.resourceNonce()][t.lane()];
    }

    function _setCommits(uint256[9] memory t, uint256 word) private {
        _commits[t.provider()][t.resourceNonce()][t.lane()] = word;
    }
}
