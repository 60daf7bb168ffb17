// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "../base/Base.sol";

/// @dev Section 4, the draw: where its randomness comes from, and when.
contract DrawsTest is Base {
    address private constant HISTORY = 0x0000F90827F1C53a10cb7A02335B175320002935;
    bytes32 private constant SECRET = keccak256("secret");

    // ------------------------------------------------------------------ public

    /// @dev Whatever stands at that address, only one word is a block's hash.
    function test_answerOfAnotherSize() public {
        Live memory live = _posted();
        vm.roll(live.post.drawBlock + 300);
        uint8[3] memory sizes = [0, 16, 64];
        for (uint256 i; i < sizes.length; ++i) {
            uint256 start = vm.snapshotState();
            vm.etch(HISTORY, _answering(sizes[i]));
            (, bytes memory answer) = HISTORY.staticcall(abi.encode(live.post.drawBlock));
            assertEq(answer.length, sizes[i]);
            vm.recordLogs();
            market.draw(DrawItem(live.id, live.terms, live.post, 0));
            assertEq(uint8(_lastDeal().case_.cause), uint8(Cause.UnreadableBlock));
            vm.revertToState(start);
        }
        vm.etch(HISTORY, _answering(32));
        vm.recordLogs();
        market.draw(DrawItem(live.id, live.terms, live.post, 0));
        assertTrue(_lastDeal().case_.cause != Cause.UnreadableBlock);
    }

    /// @dev Code that answers every call with so many bytes of all ones, two words at most.
    function _answering(uint8 size) private pure returns (bytes memory) {
        // PUSH0 NOT DUP1 PUSH0 MSTORE PUSH1 32 MSTORE, PUSH1 size PUSH0 RETURN
        return abi.encodePacked(hex"5f19805f52602052", hex"60", size, hex"5ff3");
    }

    function test_seedFromTheHistory() public {
        Live memory live = _posted();
        bytes32 h = _hashFor(live, true);
        _keepHistory(live.post.drawBlock, h);
        vm.roll(live.post.drawBlock + 5_000);
        vm.recordLogs();
        market.draw(DrawItem(live.id, live.terms, live.post, 0));
        assertEq(_lastDeal().case_.seed, h);
    }

    /// @dev EIP-2935's own code, which refuses anything but one word of calldata, over its ring of 8191 slots.
    function test_theHistoryContractItself() public {
        Live memory live = _posted();
        bytes32 h = _hashFor(live, true);
        _keepHistory(live.post.drawBlock, h);
        vm.roll(live.post.drawBlock + 8_191);
        uint256 start = vm.snapshotState();
        vm.recordLogs();
        market.draw(DrawItem(live.id, live.terms, live.post, 0));
        assertEq(_lastDeal().case_.seed, h);
        vm.revertToState(start);
        vm.roll(live.post.drawBlock + 8_192);
        vm.recordLogs();
        market.draw(DrawItem(live.id, live.terms, live.post, 0));
        assertEq(uint8(_lastDeal().case_.cause), uint8(Cause.UnreadableBlock));
    }

    /// @dev EIP-2935's contract with the hash of one block in it.
    function _keepHistory(uint256 number, bytes32 h) private {
        vm.etch(
            HISTORY,
            hex"3373fffffffffffffffffffffffffffffffffffffffe14604657602036036042575f35600143038111604257611fff81430311604257611fff9006545f5260205ff35b5f5ffd5b5f35611fff60014303065500"
        );
        vm.store(HISTORY, bytes32(number % 8191), h);
    }

    /// @dev Where the history contract answers nothing, blocks of the last 256 are still read.
    function test_blockhashWhereTheHistoryIsEmpty() public {
        Live memory live = _posted();
        vm.etch(HISTORY, hex"5f5ffd");
        assertEq(_drawn(live, true).case_.seed, _hashFor(live, true));
    }

    function test_lotOnTheRate() public {
        job.auditBps = 10_000;
        Live memory live = _posted();
        vm.roll(live.post.drawBlock + 1);
        vm.setBlockhash(live.post.drawBlock, keccak256("any"));
        vm.recordLogs();
        market.draw(DrawItem(live.id, live.terms, live.post, 0));
        assertEq(uint8(_lastDeal().case_.cause), uint8(Cause.PublicDraw));
    }

    /// @dev auditBps = r audits the lots below r: the lot r itself clears.
    function test_lotEqualToTheRateClears() public {
        Live memory live = _posted();
        vm.roll(live.post.drawBlock + 1);
        for (uint256 i;; ++i) {
            bytes32 h = keccak256(abi.encode(i));
            if (uint256(keccak256(abi.encode(h, live.id))) % 10_000 != job.auditBps) continue;
            vm.setBlockhash(live.post.drawBlock, h);
            break;
        }
        vm.recordLogs();
        market.draw(DrawItem(live.id, live.terms, live.post, 0));
        assertEq(uint8(_lastDeal().post.stage), uint8(Stage.Cleared));
    }

    // ------------------------------------------------------------------ private

    function test_privateDrawWherePublicOnesAreDisabled() public {
        MarketConfig memory c = _config();
        c.publicDraws = false;
        market = _deploy(c);
        _fund(buyer.addr, 500e6);
        _fund(provider.addr, 500e6);
        market.foundCourt(members, courtEngines, directories, courtTerms);
        for (uint256 i; i < 4; ++i) {
            vm.prank(members[i]);
            market.joinCourt(members, courtTerms);
        }
        skip(1);
        Live memory live = _showable();
        vm.recordLogs();
        market.draw(DrawItem(live.id, live.terms, live.post, SECRET));
        assertTrue(_lastDeal().post.secretShown);
    }

    function test_secretInTheLastSecond() public {
        Live memory live = _showable();
        uint256 end = live.post.reviewEndsAt;
        vm.warp(end);
        vm.expectRevert(abi.encodeWithSelector(Market_DeadlineNotPassed.selector, end, end));
        market.draw(DrawItem(live.id, live.terms, live.post, 0));
        vm.recordLogs();
        market.draw(DrawItem(live.id, live.terms, live.post, SECRET));
        assertTrue(_lastDeal().post.secretShown);
    }

    function test_privateLotEqualToTheRateClears() public {
        bytes32 secret;
        for (uint256 i;; ++i) {
            secret = keccak256(abi.encode(i));
            job.drawCommit = keccak256(abi.encode(secret));
            bytes32 id = _dealId(0);
            bytes32 lot = keccak256(abi.encode(secret, _seal(id, provider.addr, RIGHT, FUEL), id));
            if (uint256(lot) % 10_000 == job.auditBps) break;
        }
        Live memory live = _posted();
        vm.recordLogs();
        market.draw(DrawItem(live.id, live.terms, live.post, secret));
        assertEq(uint8(_lastDeal().post.stage), uint8(Stage.Cleared));
    }

    /// @dev A public draw has no secret: one that is sent along changes nothing.
    function test_secretOfAPublicDrawIsIgnored() public {
        Live memory live = _posted();
        vm.roll(live.post.drawBlock + 1);
        vm.setBlockhash(live.post.drawBlock, _hashFor(live, true));
        vm.recordLogs();
        market.draw(DrawItem(live.id, live.terms, live.post, SECRET));
        live = _lastDeal();
        assertEq(uint8(live.case_.cause), uint8(Cause.PublicDraw));
        assertFalse(live.post.secretShown);
    }

    // ------------------------------------------------------------------ seeds

    /// @dev Dispute and appeal: EventsTest, PanelGuardsTest.
    function test_seedsOfCasesWithoutAReadDraw() public {
        uint256 start = vm.snapshotState();
        _assertWaits(_post(_started(), RIGHT, FUEL, false), Cause.NoReceipt);
        vm.revertToState(start);

        Live memory live = _showable();
        vm.warp(live.post.reviewEndsAt + 1);
        vm.recordLogs();
        market.draw(DrawItem(live.id, live.terms, live.post, 0));
        _assertWaits(_lastDeal(), Cause.SecretWithheld);
        vm.revertToState(start);
        job.drawCommit = 0;

        live = _seat(_drawn(_posted(), true));
        vm.warp(live.case_.deadline + GRACE + 1);
        vm.roll(block.number + 7);
        _assertWaits(_reseat(live), Cause.PublicDraw);
    }

    // ------------------------------------------------------------------ steps

    function _assertWaits(Live memory live, Cause cause) private view {
        assertEq(uint8(live.case_.cause), uint8(cause));
        assertEq(live.case_.seed, 0);
        assertEq(live.case_.seedBlock, block.number + 2);
        assertEq(live.case_.deadline, block.timestamp + SEAT_WAIT);
    }

    /// @dev Posted, with a private draw.
    function _showable() private returns (Live memory) {
        job.drawCommit = keccak256(abi.encode(SECRET));
        return _posted();
    }
}
