// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "../base/Base.sol";

/// @dev Section 6 rows 2, 5, 6, 7 and 8: guards, and where each leads.
contract ResultsTest is Base {
    address private constant HISTORY = 0x0000F90827F1C53a10cb7A02335B175320002935;

    // ------------------------------------------------------------------ row 2: post

    function test_postUntilDeadlineAndGrace() public {
        Live memory live = _started();
        uint256 deadline = block.timestamp + 30 + GRACE;
        vm.warp(deadline + 1);
        _noPost(
            _postItem(live, RIGHT, FUEL, true),
            abi.encodeWithSelector(Market_DeadlinePassed.selector, deadline, deadline + 1)
        );
        vm.warp(deadline);
        live = _post(live, RIGHT, FUEL, true);
        assertEq(uint8(live.post.stage), uint8(Stage.Posted));
        assertEq(live.post.reviewEndsAt, deadline + 60);
        assertEq(live.post.drawBlock, block.number + 2);
    }

    function test_postOnlyByTheProviderOrItsOperator() public {
        Live memory live = _started();
        PostItem memory item = _postItem(live, RIGHT, FUEL, true);
        vm.expectRevert(abi.encodeWithSelector(Market_NotProvider.selector, provider.addr, stranger));
        vm.prank(stranger);
        market.postResult(item);
        vm.prank(provider.addr);
        market.setOperator(stranger, true);
        vm.prank(stranger);
        market.postResult(item);
    }

    function test_postOnce() public {
        Live memory live = _started();
        PostItem memory item = _postItem(live, RIGHT, FUEL, true);
        _post(live, RIGHT, FUEL, true);
        _noPost(item, abi.encodeWithSelector(Market_NotLive.selector, live.id));
    }

    function test_fuelWithinTheLimit() public {
        Live memory live = _started();
        _noPost(
            _postItem(live, RIGHT, job.fuelLimit + 1, true),
            abi.encodeWithSelector(Market_FuelAboveLimit.selector, job.fuelLimit, job.fuelLimit + 1)
        );
        PostItem memory item = _postItem(live, RIGHT, FUEL, true);
        item.seal = 0;
        _noPost(item, abi.encodeWithSelector(Market_ZeroSeal.selector));
        _post(live, RIGHT, job.fuelLimit, true);
    }

    function test_resultReceipt() public {
        Live memory live = _started();
        PostItem memory item = _postItem(live, RIGHT, FUEL, true);
        item.directory = stranger;
        _noPost(item, abi.encodeWithSelector(Market_DirectoryNotListed.selector, stranger));

        item = _postItem(live, RIGHT, FUEL, true);
        item.jobDirectories = new address[](1);
        item.jobDirectories[0] = stranger;
        item.directory = stranger;
        bytes32 one = _hashOf(directories);
        bytes32 two = _hashOf(item.jobDirectories);
        _noPost(
            item,
            abi.encodeWithSelector(
                Market_WrongList.selector, keccak256(abi.encode(one, one)), keccak256(abi.encode(two, two))
            )
        );

        uint256 needed = block.timestamp + 60 + 7 days;
        item = _postItem(live, RIGHT, FUEL, true);
        item.heldUntil = uint40(needed - 1);
        item.receiptSignature = _signResult(item);
        _noPost(item, abi.encodeWithSelector(Market_ReceiptTooShort.selector, needed, needed - 1));

        item.heldUntil = uint40(needed);
        _noPost(item, abi.encodeWithSelector(Market_BadReceiptSignature.selector, directory.addr));

        // a receipt for another fuel
        item = _postItem(live, RIGHT, FUEL, true);
        item.fuelUsed -= 1;
        _noPost(item, abi.encodeWithSelector(Market_BadReceiptSignature.selector, directory.addr));
    }

    /// @dev I5: a receipt of one deal is none for another.
    function test_receiptOfAnotherDeal() public {
        Live memory first = _started();
        PostItem memory item = _postItem(first, RIGHT, FUEL, true);
        job.nonce = 8;
        Match memory m = _matchItem();
        m.lane = 1;
        Live memory second = _start(m);
        item.dealId = second.id;
        item.terms = second.terms;
        _noPost(item, abi.encodeWithSelector(Market_BadReceiptSignature.selector, directory.addr));
    }

    function test_secondDirectoryList() public {
        address[] memory others = new address[](2);
        (others[0], others[1]) = (stranger, directory.addr);
        resource.directoriesHash = _hashOf(others);
        Match memory m = _matchItem();
        m.resourceDirectories = others;
        Live memory live = _start(m);
        PostItem memory item = _postItem(live, RIGHT, FUEL, true);
        item.resourceDirectories = others;
        vm.prank(provider.addr);
        market.postResult(item);
    }

    function test_unverified() public {
        _none();
        job.reviewWindow = 60;
        Live memory live = _started();
        assertEq(_locked(buyer.addr), _value() + job.solverFee);
        assertEq(_locked(provider.addr), _value() + resource.solverFee);
        _noPost(_postItem(live, RIGHT, FUEL, false), abi.encodeWithSelector(Market_ReceiptRequired.selector));
        live = _post(live, RIGHT, FUEL, true);
        assertEq(uint8(live.post.stage), uint8(Stage.Cleared));
        vm.expectRevert(abi.encodeWithSelector(Market_NotVerified.selector));
        vm.prank(buyer.addr);
        market.dispute(live.id, live.terms, live.post);
        vm.warp(live.post.reviewEndsAt + 1);
        vm.recordLogs();
        market.finalize(FinalizeItem(live.id, live.terms, live.post));
        uint256 pi = _price(FUEL);
        _assertNet(-int256(pi + job.solverFee), int256(pi) - int256(uint256(resource.solverFee)), _fees(), 0);
    }

    function test_unverifiedWithAPenaltyRate() public {
        _none();
        job.penaltyRate = 3;
        Live memory live = _started();
        assertEq(_locked(provider.addr), 3 * _value() + resource.solverFee);
        skip(100);
        market.expire(live.id, live.terms);
        uint256 late = _value() / 5;
        _assertNet(int256(late), -int256(late + resource.solverFee), resource.solverFee, 0);
    }

    // ------------------------------------------------------------------ row 5: public draw

    function test_drawWaitsForItsBlock() public {
        Live memory live = _posted();
        vm.roll(live.post.drawBlock);
        _noDraw(
            live,
            0,
            abi.encodeWithSelector(Market_BlockNotReached.selector, live.post.drawBlock + 1, live.post.drawBlock)
        );
        Live memory cleared = _drawn(live, false);
        assertEq(uint8(cleared.post.stage), uint8(Stage.Cleared));
        _noDraw(live, 0, abi.encodeWithSelector(Market_NotLive.selector, live.id));
        _noDraw(cleared, 0, abi.encodeWithSelector(Market_WrongStage.selector, Stage.Cleared));
    }

    function test_hitBringsItsSeed() public {
        Live memory live = _posted();
        Live memory drawn = _drawn(live, true);
        assertEq(uint8(drawn.case_.cause), uint8(Cause.PublicDraw));
        assertEq(drawn.case_.seed, _hashFor(live, true));
        assertEq(drawn.case_.seedBlock, live.post.drawBlock);
        assertEq(drawn.case_.deadline, block.timestamp + SEAT_WAIT);
    }

    /// @dev Waiting until the block is unreadable never helps.
    function test_unreadableBlockMeansDrawn() public {
        Live memory live = _posted();
        vm.roll(live.post.drawBlock + 300);
        vm.recordLogs();
        market.draw(DrawItem(live.id, live.terms, live.post, 0));
        live = _lastDeal();
        assertEq(uint8(live.case_.cause), uint8(Cause.UnreadableBlock));
        assertEq(live.case_.seed, 0);
        assertEq(live.case_.seedBlock, block.number + 2);
    }

    function test_historyContractReachesFurther() public {
        Live memory live = _posted();
        bytes32 h = _hashFor(live, false);
        vm.etch(HISTORY, hex"5f355f5260205ff3"); // answers with the word it was asked for
        vm.mockCall(HISTORY, abi.encode(live.post.drawBlock), abi.encode(h));
        vm.roll(live.post.drawBlock + 5_000);
        vm.recordLogs();
        market.draw(DrawItem(live.id, live.terms, live.post, 0));
        assertEq(uint8(_lastDeal().post.stage), uint8(Stage.Cleared));
    }

    function test_historyContractWithoutTheBlock() public {
        Live memory live = _posted();
        vm.etch(HISTORY, hex"5f5ffd");
        vm.roll(live.post.drawBlock + 300);
        vm.recordLogs();
        market.draw(DrawItem(live.id, live.terms, live.post, 0));
        assertEq(uint8(_lastDeal().case_.cause), uint8(Cause.UnreadableBlock));
    }

    // ------------------------------------------------------------------ row 5: private draw

    function test_privateDrawClears() public {
        (Live memory live, bytes32 secret) = _private(false);
        assertEq(live.post.drawBlock, 0);
        _noDraw(
            live,
            keccak256("wrong"),
            abi.encodeWithSelector(
                Market_WrongSecret.selector, job.drawCommit, keccak256(abi.encode(keccak256("wrong")))
            )
        );
        _noDraw(
            live, 0, abi.encodeWithSelector(Market_DeadlineNotPassed.selector, live.post.reviewEndsAt, block.timestamp)
        );
        vm.recordLogs();
        market.draw(DrawItem(live.id, live.terms, live.post, secret));
        live = _lastDeal();
        assertEq(uint8(live.post.stage), uint8(Stage.Cleared));
        assertTrue(live.post.secretShown);
    }

    function test_privateDrawHits() public {
        (Live memory live, bytes32 secret) = _private(true);
        vm.recordLogs();
        market.draw(DrawItem(live.id, live.terms, live.post, secret));
        live = _lastDeal();
        assertEq(uint8(live.case_.cause), uint8(Cause.PrivateDraw));
        assertEq(live.case_.seed, 0);
        // void: the secret is out, so the offer is used up
        vm.warp(live.case_.deadline + 1);
        _void(live);
        (,,, bool jobFree) = _settlement();
        assertFalse(jobFree);
        (bool used,) = market.jobNonces(buyer.addr, job.nonce);
        assertTrue(used);
    }

    function test_withheldSecretMeansDrawn() public {
        (Live memory live, bytes32 secret) = _private(false);
        uint40 end = live.post.reviewEndsAt;
        vm.warp(end + 1);
        _noDraw(live, secret, abi.encodeWithSelector(Market_DeadlinePassed.selector, end, end + 1));
        vm.recordLogs();
        vm.prank(stranger);
        market.draw(DrawItem(live.id, live.terms, live.post, 0));
        assertEq(uint8(_lastDeal().case_.cause), uint8(Cause.SecretWithheld));
    }

    // ------------------------------------------------------------------ rows 6 and 7

    function test_acceptDrawsFirst() public {
        Live memory live = _posted();
        vm.expectRevert(
            abi.encodeWithSelector(Market_BlockNotReached.selector, live.post.drawBlock + 1, block.number)
        );
        vm.prank(buyer.addr);
        market.accept(AcceptItem(live.id, live.terms, live.post, 0, ""));
        _reachDraw(live, false);
        vm.recordLogs();
        vm.prank(buyer.addr);
        market.accept(AcceptItem(live.id, live.terms, live.post, 0, ""));
        _assertOutcome(Outcome.Accepted);
        _assertNet(-int256(_price(FUEL) + job.solverFee), int256(_price(FUEL)) - int256(uint256(resource.solverFee)), _fees(), 0);
    }

    /// @dev Not even the buyer can skip the draw.
    function test_acceptThatTheDrawHits() public {
        Live memory live = _posted();
        _reachDraw(live, true);
        vm.recordLogs();
        vm.prank(buyer.addr);
        market.accept(AcceptItem(live.id, live.terms, live.post, 0, ""));
        live = _lastDeal();
        assertEq(uint8(live.case_.stage), uint8(Stage.Drawn));
        assertEq(uint8(live.case_.cause), uint8(Cause.PublicDraw));
        _seat(live);
    }

    function test_finalizeDrawsFirst() public {
        Live memory live = _posted();
        _reachDraw(live, false);
        vm.warp(live.post.reviewEndsAt + 1);
        vm.recordLogs();
        market.finalize(FinalizeItem(live.id, live.terms, live.post));
        _assertOutcome(Outcome.Accepted);
    }

    function test_finalizeThatTheDrawHits() public {
        Live memory live = _posted();
        _reachDraw(live, true);
        vm.warp(live.post.reviewEndsAt + 1);
        vm.recordLogs();
        market.finalize(FinalizeItem(live.id, live.terms, live.post));
        assertEq(uint8(_lastDeal().case_.stage), uint8(Stage.Drawn));
    }

    function _reachDraw(Live memory live, bool hit) private {
        vm.roll(live.post.drawBlock + 1);
        vm.setBlockhash(live.post.drawBlock, _hashFor(live, hit));
    }

    function test_acceptOnlyForTheBuyer() public {
        Live memory live = _cleared();
        vm.startPrank(stranger);
        vm.expectRevert(abi.encodeWithSelector(Market_NotBuyer.selector, buyer.addr, stranger));
        market.accept(AcceptItem(live.id, live.terms, live.post, 0, ""));
        bytes memory signature = _sign(
            buyer,
            keccak256(abi.encode(OfferHashes.ACCEPTANCE_TYPEHASH, live.id, live.post.seal, live.post.fuelUsed - 1))
        );
        vm.expectRevert(abi.encodeWithSelector(Market_BadAcceptSignature.selector, buyer.addr));
        market.accept(AcceptItem(live.id, live.terms, live.post, 0, signature));
        vm.stopPrank();
    }

    function test_finalizeAfterTheReview() public {
        Live memory live = _cleared();
        uint40 end = live.post.reviewEndsAt;
        vm.warp(end);
        vm.expectRevert(abi.encodeWithSelector(Market_DeadlineNotPassed.selector, end, end));
        market.finalize(FinalizeItem(live.id, live.terms, live.post));
    }

    function test_postIsNotBelieved() public {
        Live memory live = _cleared();
        live.post.fuelUsed += 1;
        vm.expectRevert(abi.encodeWithSelector(Market_NotLive.selector, live.id));
        vm.prank(buyer.addr);
        market.accept(AcceptItem(live.id, live.terms, live.post, 0, ""));
    }

    // ------------------------------------------------------------------ row 8

    function test_disputeFromPostedAndCleared() public {
        Live memory live = _disputed(_cleared());
        assertEq(uint8(live.case_.stage), uint8(Stage.Disputed));
        assertEq(uint8(live.case_.cause), uint8(Cause.Dispute));
        assertEq(live.case_.seedBlock, block.number + 2);
        assertEq(_locked(buyer.addr), 3 * _value() + job.solverFee);
    }

    /// @dev Nobody can spoil a dispute of the last moment by recording the draw before it.
    function test_disputeThatADrawOvertakes() public {
        Live memory live = _posted();
        Post memory asItWas = abi.decode(abi.encode(live.post), (Post));
        live = _drawn(live, false);
        vm.warp(live.post.reviewEndsAt);
        vm.recordLogs();
        vm.prank(buyer.addr);
        market.dispute(live.id, live.terms, asItWas);
        live = _lastDeal();
        assertEq(uint8(live.case_.stage), uint8(Stage.Disputed));
        assertEq(uint8(live.post.stage), uint8(Stage.Cleared));
        _seat(live); // what the events tell is what the slot holds
        asItWas.fuelUsed += 1;
        vm.expectRevert(abi.encodeWithSelector(Market_NotLive.selector, live.id));
        vm.prank(buyer.addr);
        market.dispute(live.id, live.terms, asItWas);
    }

    function test_disputeGuards() public {
        Live memory live = _posted();
        vm.expectRevert(abi.encodeWithSelector(Market_NotBuyer.selector, buyer.addr, stranger));
        vm.prank(stranger);
        market.dispute(live.id, live.terms, live.post);
        uint40 end = live.post.reviewEndsAt;
        uint256 all = _available(buyer.addr);
        vm.startPrank(buyer.addr);
        market.withdraw(all, buyer.addr);
        vm.expectRevert(abi.encodeWithSelector(Market_BalanceTooLow.selector, _value(), 0));
        market.dispute(live.id, live.terms, live.post);
        vm.warp(end + 1);
        vm.expectRevert(abi.encodeWithSelector(Market_DeadlinePassed.selector, end, end + 1));
        market.dispute(live.id, live.terms, live.post);
        vm.stopPrank();
    }

    function test_noDisputeOfADrawnDeal() public {
        Live memory live = _drawn(_posted(), true);
        vm.expectRevert(abi.encodeWithSelector(Market_NotLive.selector, live.id));
        vm.prank(buyer.addr);
        market.dispute(live.id, live.terms, live.post);
    }

    // ------------------------------------------------------------------ steps

    function _noPost(PostItem memory item, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(provider.addr);
        market.postResult(item);
    }

    function _noDraw(Live memory live, bytes32 secret, bytes memory reason) private {
        vm.expectRevert(reason);
        market.draw(DrawItem(live.id, live.terms, live.post, secret));
    }

    /// @dev A posted deal with a private draw whose secret hits, or not: found by posting on snapshots.
    function _private(bool hit) private returns (Live memory live, bytes32 secret) {
        for (uint256 i = 1;; ++i) {
            secret = keccak256(abi.encode("secret", i));
            job.drawCommit = keccak256(abi.encode(secret));
            bytes32 id = _dealId(0);
            bytes32 lot = keccak256(abi.encode(secret, _seal(id, provider.addr, RIGHT, FUEL), id));
            if ((uint256(lot) % 10_000 < job.auditBps) == hit) break;
        }
        live = _posted();
    }
}
