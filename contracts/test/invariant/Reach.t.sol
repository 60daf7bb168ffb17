// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "./Players.sol";

/// @dev The invariants are worth something only if the players get everywhere: fixed walks by the same moves reach every
/// stage, cause, outcome and seat record, every kind of attack is tried and parried, and few turns do nothing.
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

    bytes32[43] private expected = [
        // of matches
        bytes32("used offers"),
        "other market",
        "other chain",
        "altered job offer",
        "altered resource offer",
        "altered input receipt",
        "altered ticket",
        "stale ticket",
        "expired offer",
        "cancelled offer",
        "below the bound",
        "another's signature",
        "one too many at once",
        "one too many ever",
        "bad manners at a match",
        // of further attempts
        "a further attempt",
        "attempts used up",
        "failed before",
        "failures left out",
        "spent job offer again",
        "live job offer again",
        "expired job offer again",
        // of results and verdicts
        "receipt of another deal",
        "acceptance of something else",
        "bad manners at an acceptance",
        "copied seal",
        "right provider kept whole",
        "wrong provider slashed",
        // of callers, times and facts
        "facts of a step ago",
        "forged terms",
        "too early",
        "another posts",
        "another declines",
        "another disputes",
        "another commits",
        "another appeals",
        // of money
        "more than available",
        "bonded stake",
        "stake left in time",
        "rejoin too early",
        "re-entry",
        "harmless call in a transfer",
        "fee on transfer"
    ];

    function test_playersReachEverything() public {
        Tally memory sum;
        bytes32[] memory names = new bytes32[](96);
        uint256 named;
        uint256 start = vm.snapshotState();
        for (uint256 walk; walk < WALKS; ++walk) {
            Tally memory t = this.play(walk);
            vm.revertToState(start);
            _add(sum, t);
            for (uint256 i; i < t.attackNames.length; ++i) {
                if (!_isIn(names, t.attackNames[i])) names[named++] = t.attackNames[i];
            }
        }
        emit log_named_uint("turns", sum.turns);
        emit log_named_uint("turns that did something", sum.effective);
        assertGe(20 * sum.effective, 17 * sum.turns, "more than 15 % of the turns did nothing");
        _assertReached(sum);
        for (uint256 i; i < expected.length; ++i) {
            assertTrue(_isIn(names, expected[i]), string(abi.encodePacked("never parried: ", expected[i])));
        }
    }

    /// @dev External, so that its memory is given back.
    function play(uint256 walk) external returns (Tally memory t) {
        bytes4[] memory moves = _moves();
        for (uint256 i; i < STEPS; ++i) {
            uint256 seed = uint256(keccak256(abi.encode(walk, i)));
            (bool ok,) = address(this).call(abi.encodePacked(moves[seed % moves.length], seed));
            assertTrue(ok, "a move failed");
        }
        for (uint256 i = 1; i <= 12; ++i) {
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

    /// @dev Enum values from 1 on; a seat's record from 0 on.
    function _assertReached(Tally memory t) private {
        for (uint256 i = 1; i < 13; ++i) {
            _assertSome("stage ", i, t.stages[i]);
        }
        for (uint256 i = 1; i < 7; ++i) {
            _assertSome("cause ", i, t.causes[i]);
        }
        for (uint256 i = 1; i < 8; ++i) {
            _assertSome("outcome ", i, t.outcomes[i]);
        }
        for (uint256 i; i < 5; ++i) {
            _assertSome("record ", i, t.records[i]);
        }
    }

    function _assertSome(string memory kind, uint256 i, uint256 times) private {
        string memory name = string.concat(kind, vm.toString(i));
        emit log_named_uint(name, times);
        assertGt(times, 0, name);
    }

    function _isIn(bytes32[] memory list, bytes32 item) private pure returns (bool) {
        for (uint256 i; i < list.length; ++i) {
            if (list[i] == item) return true;
        }
        return false;
    }
}
