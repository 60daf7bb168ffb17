// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "./Players.sol";

/// @dev The invariants are worth something only if the players get everywhere: fixed walks by the same moves reach every
/// stage, cause, outcome and seat record, and every attack of theirs was tried.
contract ReachTest is Players {
    uint256 private constant WALKS = 20;
    uint256 private constant STEPS = 96;

    struct Tally {
        uint256[13] stages;
        uint256[7] causes;
        uint256[8] outcomes;
        uint256[5] records;
        uint256 turns;
        uint256 effective;
        bytes32[] attackNames;
    }

    mapping(bytes32 => bool) private seen;

    function test_playersReachEverything() public {
        Tally memory sum;
        bytes32[] memory names = new bytes32[](64);
        uint256 named;
        uint256 start = vm.snapshotState();
        for (uint256 walk; walk < WALKS; ++walk) {
            Tally memory t = this.play(walk);
            _add(sum, t);
            vm.revertToState(start);
            for (uint256 i; i < t.attackNames.length; ++i) {
                if (!_isIn(names, t.attackNames[i])) names[named++] = t.attackNames[i];
            }
        }
        for (uint256 i; i < named; ++i) {
            emit log_named_string("parried", string(abi.encodePacked(names[i])));
        }
        emit log_named_uint("turns", sum.turns);
        emit log_named_uint("turns that did something", sum.effective);
        _assertReached(sum);
        assertGe(10 * sum.effective, 9 * sum.turns, "more than a tenth of the turns did nothing");
    }

    /// @dev External, so that its memory is given back.
    function play(uint256 walk) external returns (Tally memory t) {
        bytes4[] memory moves = _moves();
        for (uint256 i; i < STEPS; ++i) {
            uint256 seed = uint256(keccak256(abi.encode(walk, i)));
            (bool ok, bytes memory why) = address(this).call(abi.encodePacked(moves[seed % moves.length], seed));
            if (!ok) {
                emit log_named_uint("move", seed % moves.length);
                emit log_named_bytes("why", why);
            }
            assertTrue(ok, "a move failed");
        }
        for (uint256 i = 1; i < 13; ++i) {
            assertEq(broken[i], "");
        }
        (t.stages, t.causes, t.outcomes, t.records) = (stages, causes, outcomes, records);
        (t.turns, t.effective, t.attackNames) = (turns, effective, attackNames);
    }

    function _add(Tally memory sum, Tally memory t) private pure {
        for (uint256 i; i < 13; ++i) {
            sum.stages[i] += t.stages[i];
        }
        for (uint256 i; i < 7; ++i) {
            sum.causes[i] += t.causes[i];
        }
        for (uint256 i; i < 8; ++i) {
            sum.outcomes[i] += t.outcomes[i];
        }
        for (uint256 i; i < 5; ++i) {
            sum.records[i] += t.records[i];
        }
        sum.turns += t.turns;
        sum.effective += t.effective;
    }

    function _assertReached(Tally memory t) private {
        for (uint256 i = 1; i < 13; ++i) {
            emit log_named_uint(string.concat("stage ", vm.toString(i)), t.stages[i]);
            assertGt(t.stages[i], 0, string.concat("stage ", vm.toString(i)));
        }
        for (uint256 i = 1; i < 7; ++i) {
            emit log_named_uint(string.concat("cause ", vm.toString(i)), t.causes[i]);
            assertGt(t.causes[i], 0, string.concat("cause ", vm.toString(i)));
        }
        for (uint256 i = 1; i < 8; ++i) {
            emit log_named_uint(string.concat("outcome ", vm.toString(i)), t.outcomes[i]);
            assertGt(t.outcomes[i], 0, string.concat("outcome ", vm.toString(i)));
        }
        for (uint256 i; i < 5; ++i) {
            emit log_named_uint(string.concat("record ", vm.toString(i)), t.records[i]);
            assertGt(t.records[i], 0, string.concat("record ", vm.toString(i)));
        }
    }

    function _isIn(bytes32[] memory list, bytes32 item) private pure returns (bool) {
        for (uint256 i; i < list.length; ++i) {
            if (list[i] == item) return true;
        }
        return false;
    }
}
