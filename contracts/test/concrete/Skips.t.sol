// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "../base/MatchBase.sol";

/// @dev Section 6, batch forms: whatever a single call reverts with, a batch skips and reports, and nothing is written.
contract SkipsTest is MatchBase {
    function test_offersNotUsable() public {
        job.expiry = uint40(block.timestamp - 1);
        _skipped(Market_JobExpired.selector);
    }

    function test_offersThatDoNotFit() public {
        resource.memoryMiB = job.memoryMiB - 1;
        _skipped(Market_ResourcesTooSmall.selector);
    }

    function test_listsThatDoNotFit() public {
        engines[0] = keccak256("another engine");
        _skipped(Market_WrongList.selector);
    }

    function test_directoryThatTheProviderDoesNotList() public {
        resource.directoriesHash = keccak256("other");
        _skipped(Market_WrongList.selector);
    }

    function test_directoryThatTheCourtDoesNotList() public {
        address[] memory others = new address[](1);
        others[0] = stranger;
        courtTerms.directoriesHash = _hashOf(others);
        _useCourt(market.foundCourt(members, courtEngines, others, courtTerms));
        _skipped(Market_WrongList.selector);
    }

    function test_unverifiedThatBuysAPanel() public {
        _none();
        job.panelSize = 1;
        _skipped(Market_NothingToVerify.selector);
    }

    function test_verifiedWithoutAPenalty() public {
        job.penaltyRate = 0;
        _skipped(Market_ThetaOutOfRange.selector);
    }

    function test_jobThatHasADeal() public {
        _started();
        Match memory m = _matchItem();
        m.lane = 1;
        Match[] memory items = new Match[](1);
        items[0] = m;
        vm.expectEmit(true, true, true, true, address(market));
        emit Skipped(0, Market_JobUsed.selector);
        vm.prank(solver);
        _matchDeals(items);
    }

    function test_jobWithoutAttempts() public {
        job.attempts = 0;
        _skipped(Market_AttemptsUsed.selector);
    }

    function test_balanceTooLow() public {
        uint256 all = _available(buyer.addr);
        vm.prank(buyer.addr);
        market.withdraw(all, buyer.addr);
        _skipped(Market_BuyerBalanceTooLow.selector);
    }

    function test_signatureOfAnother() public {
        Match memory m = _matchItem();
        m.jobSignature = _sign(provider, _jobHash());
        _skipped(m, Market_BadJobSignature.selector);
    }

    function test_postWithoutAGoodReceipt() public {
        Live memory live = _started();
        PostItem[] memory items = new PostItem[](2);
        items[0] = _postItem(live, RIGHT, FUEL, true);
        items[0].heldUntil += 1;
        items[1] = _postItem(live, RIGHT, FUEL, true);
        vm.expectEmit(true, true, true, true, address(market));
        emit Skipped(0, Market_BadReceiptSignature.selector);
        vm.recordLogs();
        vm.prank(provider.addr);
        market.postResults(items);
        assertEq(uint8(_lastDeal().post.stage), uint8(Stage.Posted));
    }

    function test_acceptBeforeTheDraw() public {
        Live memory live = _posted();
        AcceptItem[] memory items = new AcceptItem[](1);
        items[0] = AcceptItem(live.id, live.terms, live.post, 0, "");
        vm.expectEmit(true, true, true, true, address(market));
        emit Skipped(0, Market_BlockNotReached.selector);
        vm.prank(buyer.addr);
        market.acceptBatch(items);
        assertGt(_locked(buyer.addr), 0);
    }

    function test_finalizeBeforeTheDraw() public {
        Live memory live = _posted();
        vm.warp(live.post.reviewEndsAt + 1);
        FinalizeItem[] memory items = new FinalizeItem[](1);
        items[0] = FinalizeItem(live.id, live.terms, live.post);
        vm.expectEmit(true, true, true, true, address(market));
        emit Skipped(0, Market_BlockNotReached.selector);
        market.finalizeBatch(items);
        assertGt(_locked(buyer.addr), 0);
    }

    // ------------------------------------------------------------------ single calls

    function test_errorWithoutValuesIsItsSelectorAlone() public {
        Live memory live = _started();
        PostItem memory item = _postItem(live, RIGHT, FUEL, true);
        item.seal = 0;
        vm.prank(provider.addr);
        (bool ok, bytes memory answer) = address(market).call(abi.encodeCall(market.postResult, (item)));
        assertFalse(ok);
        assertEq(answer, abi.encodePacked(Market_ZeroSeal.selector));
    }

    // ------------------------------------------------------------------ steps

    function _skipped(bytes4 reason) private {
        _skipped(_matchItem(), reason);
    }

    function _skipped(Match memory m, bytes4 reason) private {
        Match[] memory items = new Match[](1);
        items[0] = m;
        vm.expectEmit(true, true, true, true, address(market));
        emit Skipped(0, reason);
        vm.prank(solver);
        _matchDeals(items);
        assertEq(_locked(buyer.addr) + _locked(provider.addr), 0);
    }
}
