// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "../base/Base.sol";

/// @dev Calls that do two rows of section 6 at once: the draw and the seats, the last commit and the verdict.
contract ShortcutsTest is Base {
    // ------------------------------------------------------------------ rows 5 and 9

    function test_seatDrawsFirst() public {
        Live memory live = _ready(true);
        vm.recordLogs();
        _seatPosted(live);
        live = _lastDeal();
        assertEq(uint8(live.case_.stage), uint8(Stage.Panel1));
        assertEq(uint8(live.case_.cause), uint8(Cause.PublicDraw));
        assertEq(live.case_.firstPanel.length, 1);
        assertEq(live.case_.seed, blockhash(live.post.drawBlock));
        _commitAll(live, RIGHT, FUEL);
        assertEq(uint8(_resolve(live, RIGHT, FUEL).case_.firstVerdict), uint8(Verdict.Upheld));
    }

    function test_seatOfADealThatIsNotHit() public {
        Live memory live = _ready(false);
        vm.expectRevert(abi.encodeWithSelector(Market_NotHit.selector, live.id));
        _seatPosted(live);
        live = _drawn(live, false);
        vm.expectRevert(abi.encodeWithSelector(Market_WrongStage.selector, Stage.Cleared));
        _seatPosted(live);
    }

    function test_seatBeforeTheDrawsBlock() public {
        Live memory live = _posted();
        vm.roll(live.post.drawBlock);
        vm.expectRevert(
            abi.encodeWithSelector(Market_BlockNotReached.selector, live.post.drawBlock + 1, live.post.drawBlock)
        );
        _seatPosted(live);
    }

    function test_seatOfAChangedPost() public {
        Live memory live = _ready(true);
        live.post.fuelUsed += 1;
        vm.expectRevert(abi.encodeWithSelector(Market_NotLive.selector, live.id));
        _seatPosted(live);
    }

    // ------------------------------------------------------------------ rows 10 and 11

    function test_onlySeatCommitsAndResolves() public {
        Live memory live = _seat(_drawn(_posted(), true));
        live = _commitAndResolve(live, live.case_.firstPanel[0], RIGHT);
        assertEq(uint8(live.case_.stage), uint8(Stage.Verdict1));
        assertEq(uint8(live.case_.firstVerdict), uint8(Verdict.Upheld));
        assertEq(live.case_.digest, RIGHT);
        _settleLater(live);
        _assertOutcome(Outcome.Upheld);
    }

    function test_lastOfThreeCommitsAndResolves() public {
        _three();
        Live memory live = _seat(_drawn(_posted(), true));
        _commit(live, live.case_.firstPanel[0], WRONG, FUEL);
        _commit(live, live.case_.firstPanel[2], RIGHT, FUEL);
        live = _commitAndResolve(live, live.case_.firstPanel[1], RIGHT);
        assertEq(uint8(live.case_.firstVerdict), uint8(Verdict.Upheld));
        _settleLater(live);
        uint256 pi = _price(FUEL);
        _assertSeat(live, live.case_.firstPanel[0], -int256(_seatLock()));
        _assertSeat(live, live.case_.firstPanel[1], int256(pi));
        _assertSeat(live, live.case_.firstPanel[2], int256(pi));
    }

    function test_lastOfTheSecondPanel() public {
        Live memory live = _seat(_drawn(_posted(), true));
        vm.warp(live.case_.deadline + GRACE + 1);
        live = _seat(_reseat(live));
        _commitMany(live, 0, 2, WRONG, FUEL);
        live = _commitAndResolve(live, live.case_.secondPanel[2], WRONG);
        assertEq(uint8(live.case_.stage), uint8(Stage.Verdict2));
        assertEq(uint8(live.case_.secondVerdict), uint8(Verdict.Overturned));
    }

    /// @dev The call reverts whole: the seat has not committed, and can.
    function test_commitWithoutMajorityIsUndone() public {
        _three();
        Live memory live = _seat(_drawn(_posted(), true));
        address[] memory panel = live.case_.firstPanel;
        _commit(live, panel[0], WRONG, FUEL);
        _commit(live, panel[1], keccak256("a third result"), FUEL);
        Commit[] memory commits = _commitsOf(live);
        vm.expectRevert(abi.encodeWithSelector(Market_NoMajority.selector, 1, 3));
        vm.prank(panel[2]);
        market.commitAndResolve(live.id, live.terms, live.post, live.case_, commits, panel[2], RIGHT, FUEL);
        _commit(live, panel[2], RIGHT, FUEL);
        assertEq(_commitsOf(live).length, 3);
    }

    function test_commitsThatAreNotAllThereAre() public {
        _three();
        Live memory live = _seat(_drawn(_posted(), true));
        _commitAll(live, RIGHT, FUEL);
        Commit[] memory commits = _commitsOf(live);
        (commits[0], commits[1]) = (commits[1], commits[0]);
        vm.expectPartialRevert(Market_WrongList.selector);
        market.resolve(live.id, live.terms, live.post, live.case_, commits, RIGHT, FUEL);
    }

    // ------------------------------------------------------------------ steps

    /// @dev Posted, the draw's block mined, not drawn.
    function _ready(bool hit) private returns (Live memory live) {
        live = _posted();
        vm.roll(live.post.drawBlock + 1);
        vm.setBlockhash(live.post.drawBlock, _hashFor(live, hit));
    }

    function _seatPosted(Live memory live) private {
        Case memory none;
        market.seat(live.id, live.terms, live.post, none, members, courtTerms);
    }

    function _commitAndResolve(Live memory live, address mediator, bytes32 digest) private returns (Live memory) {
        Commit[] memory commits = _commitsOf(live);
        vm.recordLogs();
        vm.prank(mediator);
        market.commitAndResolve(live.id, live.terms, live.post, live.case_, commits, mediator, digest, FUEL);
        return _lastDeal();
    }

    function _settleLater(Live memory live) private {
        vm.warp(live.case_.deadline + 1);
        _settle(live);
    }
}
