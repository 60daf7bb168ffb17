// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "../base/MatchBase.sol";

/// @dev Section 10, time: "until" includes the second named; who joins or leaves in the second of the match.
contract TimesTest is MatchBase {
    function test_disputeInTheLastSecond() public {
        Live memory live = _posted();
        vm.warp(live.post.reviewEndsAt);
        assertEq(uint8(_disputed(live).case_.stage), uint8(Stage.Disputed));
    }

    function test_appealInTheLastSecond() public {
        Live memory live = _seat(_disputed(_posted()));
        _commitAll(live, RIGHT, FUEL);
        live = _resolve(live, RIGHT, FUEL);
        vm.warp(live.case_.deadline);
        assertEq(uint8(_appeal(live, buyer.addr).case_.stage), uint8(Stage.Appealed));
    }

    function test_panelIsOpenThroughItsLastSecond() public {
        _three();
        Live memory live = _seat(_disputed(_posted()));
        _commitMany(live, 0, 2, RIGHT, FUEL);
        uint256 end = live.case_.deadline;
        vm.warp(end);
        vm.expectRevert(_e(Market_PanelOpen.selector, end, end));
        market.resolve(live.id, live.terms, live.post, live.case_, _commitsOf(live), RIGHT, FUEL);
    }

    function test_declineInTheLastSecondOfTheWindow() public {
        Live memory live = _started();
        skip(29);
        uint256 start = vm.snapshotState();
        uint256 penalty = _value() * 29 / 150;
        vm.prank(provider.addr);
        market.decline(live.id, live.terms);
        _assertNet(int256(penalty), -int256(penalty + resource.solverFee), resource.solverFee, 0);
        vm.revertToState(start);
        skip(1);
        penalty = _value() / 5;
        vm.prank(provider.addr);
        market.decline(live.id, live.terms);
        _assertNet(int256(penalty), -int256(penalty + resource.solverFee), resource.solverFee, 0);
    }

    /// @dev Four members for four seats: the one that leaves in the second of the match sits in one of the panels.
    function test_leavingInTheSecondOfTheMatch() public {
        _fourMembers();
        vm.prank(members[2]);
        market.leaveCourt(court);
        Live memory live = _bothPanels(_started());
        bool sits = live.case_.firstPanel[0] == members[2];
        for (uint256 i; i < 3; ++i) {
            sits = sits || live.case_.secondPanel[i] == members[2];
        }
        assertTrue(sits);
    }

    function test_leavingASecondBefore() public {
        _fourMembers();
        _join(4, 5);
        skip(1);
        vm.prank(members[2]);
        market.leaveCourt(court);
        skip(1);
        for (uint64 nonce; nonce < 4; ++nonce) {
            uint256 start = vm.snapshotState();
            job.nonce = nonce;
            Live memory live = _bothPanels(_started());
            _assertNotSeated(live, members[2]);
            vm.revertToState(start);
        }
    }

    /// @dev Five could fill four seats, but the fifth joined in the second of the match.
    function test_joiningInTheSecondOfTheMatch() public {
        _fourMembers();
        _join(4, 5);
        for (uint64 nonce; nonce < 4; ++nonce) {
            uint256 start = vm.snapshotState();
            job.nonce = nonce;
            Live memory live = _bothPanels(_started());
            _assertNotSeated(live, members[4]);
            vm.revertToState(start);
        }
    }

    // ------------------------------------------------------------------ steps

    function _fourMembers() private {
        courtTerms.maxFuel += 1;
        _foundAgain();
        _join(0, 4);
        skip(1);
    }

    /// @dev Disputed, seated, not resolved, seated again.
    function _bothPanels(Live memory live) private returns (Live memory) {
        live = _seat(_disputed(_post(live, RIGHT, FUEL, true)));
        vm.warp(live.case_.deadline + GRACE + 1);
        return _seat(_reseat(live));
    }

    function _assertNotSeated(Live memory live, address member) private pure {
        assertTrue(live.case_.firstPanel[0] != member);
        for (uint256 i; i < 3; ++i) {
            assertTrue(live.case_.secondPanel[i] != member);
        }
    }
}
