// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "../base/Base.sol";

contract Wallet1271 {
    address private immutable OWNER;
    uint256 public mode;

    constructor(address owner) {
        OWNER = owner;
    }

    function setMode(uint256 mode_) external {
        mode = mode_;
    }

    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        if (mode == 1) {
            while (true) {}
        }
        if (mode == 2) {
            assembly {
                return(0, 4)
            }
        }
        if (mode == 3) {
            assembly {
                return(0, 1000000)
            }
        }
        (uint8 v, bytes32 r, bytes32 s) = (uint8(signature[64]), bytes32(signature[:32]), bytes32(signature[32:64]));
        return ecrecover(digest, v, r, s) == OWNER ? bytes4(0x1626ba7e) : bytes4(0xffffffff);
    }

    function deposit(IMarket market, TestToken token, uint256 amount) external {
        token.approve(address(market), amount);
        market.deposit(amount);
    }
}

/// @dev Batch forms skip what fails and say why; contract wallets sign by ERC-1271.
contract BatchesTest is Base {
    function test_batchOfEverything() public {
        Match[] memory matches = new Match[](3);
        for (uint64 i; i < 3; ++i) {
            job.nonce = 20 + i;
            matches[i] = _matchItem();
            matches[i].lane = uint16(i);
        }
        matches[1].jobSignature = "";
        Live[] memory lives = new Live[](2);
        vm.recordLogs();
        vm.expectEmit(true, true, true, true);
        emit Skipped(1, Market_BadJobSignature.selector);
        vm.prank(solver);
        _matchDeals(matches);
        Vm.Log[] memory logs = _marketLogs();
        assertEq(logs.length, 3);
        for (uint256 i; i < 2; ++i) {
            lives[i].id = logs[2 * i].topics[1];
            lives[i].terms = abi.decode(logs[2 * i].data, (uint256[9]));
        }

        PostItem[] memory posts = new PostItem[](3);
        posts[0] = _postItem(lives[0], RIGHT, FUEL, true);
        posts[1] = _postItem(lives[0], RIGHT, FUEL, true);
        posts[2] = _postItem(lives[1], RIGHT, FUEL, true);
        vm.recordLogs();
        vm.expectEmit(true, true, true, true);
        emit Skipped(1, Market_NotLive.selector);
        vm.prank(provider.addr);
        market.postResults(posts);
        logs = _marketLogs();
        for (uint256 i; i < 2; ++i) {
            lives[i].post = abi.decode(logs[2 * i].data, (Post));
        }

        DrawItem[] memory drawItems = new DrawItem[](3);
        drawItems[0] = DrawItem(lives[0].id, lives[0].terms, lives[0].post, 0);
        drawItems[1] = drawItems[0];
        drawItems[2] = DrawItem(lives[1].id, lives[1].terms, lives[1].post, 0);
        vm.roll(lives[0].post.drawBlock + 1);
        vm.setBlockhash(lives[0].post.drawBlock, _missesBoth(lives));
        vm.recordLogs();
        vm.expectEmit(true, true, true, true);
        emit Skipped(1, Market_NotLive.selector);
        market.draws(drawItems);
        for (uint256 i; i < 2; ++i) {
            lives[i].post.stage = Stage.Cleared;
        }

        AcceptItem[] memory accepts = new AcceptItem[](1);
        accepts[0] = AcceptItem(lives[0].id, lives[0].terms, lives[0].post, 0, "");
        vm.expectEmit(true, true, true, true);
        emit Skipped(0, Market_NotBuyer.selector);
        vm.prank(stranger);
        market.acceptBatch(accepts);
        vm.prank(buyer.addr);
        market.acceptBatch(accepts);

        FinalizeItem[] memory finals = new FinalizeItem[](2);
        finals[0] = FinalizeItem(lives[0].id, lives[0].terms, lives[0].post);
        finals[1] = FinalizeItem(lives[1].id, lives[1].terms, lives[1].post);
        vm.expectEmit(true, true, true, true);
        emit Skipped(1, Market_DeadlineNotPassed.selector);
        market.finalizeBatch(finals);
        vm.warp(lives[1].post.reviewEndsAt + 1);
        market.finalizeBatch(finals);
        uint256 pi = _price(FUEL);
        _assertNet(
            -2 * int256(pi + job.solverFee), 2 * (int256(pi) - int256(uint256(resource.solverFee))), 2 * _fees(), 0
        );
    }

    /// @dev Four jobs of one side: the second is signed by another, the third names a busy lane.
    function test_oneSideOfManyJobs() public {
        JobSide memory side = _sideOf(4);
        side.items[1].signature = _sign(provider, _jobHash());
        side.items[2].lane = 0;
        JobSide[] memory sides = new JobSide[](2);
        sides[0] = side;
        job.penaltyRate += 1;
        job.nonce = 30;
        Match memory other = _matchItem();
        other.lane = 1;
        sides[1] = _jobSide(other);
        sides[1].items[0].signature = "";
        vm.recordLogs();
        vm.expectEmit(true, true, true, true);
        emit Skipped(1, Market_BadJobSignature.selector);
        vm.expectEmit(true, true, true, true);
        emit Skipped(2, Market_LaneBusy.selector);
        vm.expectEmit(true, true, true, true);
        emit Skipped(4, Market_BadJobSignature.selector);
        vm.prank(solver);
        market.matchDeals(_resourceSide(other), sides);
        Vm.Log[] memory logs = _marketLogs();
        assertEq(logs.length, 5);
        job.penaltyRate -= 1;
        for (uint64 i; i < 4; i += 3) {
            (job.nonce, job.inputsId) = (20 + i, keccak256(abi.encode("inputs", i)));
            assertEq(logs[i].topics[1], _dealId(0));
            (uint256[9] memory terms, bytes32 jobHash,, Work memory work,,,) =
                abi.decode(logs[i].data, (uint256[9], bytes32, bytes32, Work, address, address[], address[]));
            assertEq(jobHash, _jobHash());
            assertEq(work.inputsId, job.inputsId);
            assertEq(uint64(terms[1] >> 32), job.nonce);
            assertEq(uint16(terms[2]), i);
            (bool used,) = market.jobNonces(buyer.addr, job.nonce);
            assertTrue(used);
        }
        assertEq(_locked(buyer.addr), 2 * (2 * _value() + job.solverFee));
        assertEq(_locked(provider.addr), 2 * (41 * _value() + resource.solverFee));
    }

    /// @dev What is wrong with the side is wrong with each of its jobs.
    function test_sideThatDoesNotFit() public {
        job.cpuMilli = resource.cpuMilli + 1;
        JobSide[] memory sides = new JobSide[](1);
        sides[0] = _sideOf(2);
        ResourceSide memory offered = _resourceSide(_matchItem());
        for (uint256 i; i < 2; ++i) {
            vm.expectEmit(true, true, true, true);
            emit Skipped(i, Market_ResourcesTooSmall.selector);
        }
        vm.prank(solver);
        market.matchDeals(offered, sides);
        assertEq(_locked(buyer.addr), 0);
    }

    /// @dev The balance covers two of three: what the first two lock counts before it is written.
    function test_sideThatOutgrowsABalance() public {
        uint256 each = 2 * _value() + job.solverFee;
        uint256 spare = _available(buyer.addr) - 3 * each + 1;
        vm.prank(buyer.addr);
        market.withdraw(spare, buyer.addr);
        JobSide[] memory sides = new JobSide[](1);
        sides[0] = _sideOf(3);
        vm.expectEmit(true, true, true, true);
        emit Skipped(2, Market_BuyerBalanceTooLow.selector);
        vm.prank(solver);
        market.matchDeals(_resourceSide(_matchItem()), sides);
        assertEq(_locked(buyer.addr), 2 * each);
        assertEq(_available(buyer.addr), each - 1);
    }

    function test_singleFormTakesOneJob() public {
        ResourceSide memory offered = _resourceSide(_matchItem());
        for (uint256 jobs; jobs < 3; jobs += 2) {
            JobSide memory side = _sideOf(jobs);
            vm.expectRevert(abi.encodeWithSelector(Market_NotOneJob.selector, jobs));
            vm.prank(solver);
            market.matchDeal(offered, side);
        }
        assertEq(_locked(buyer.addr), 0);
    }

    /// @dev Jobs of the buyer's that differ in inputs and nonce (from 20 on), on lanes from 0 on.
    function _sideOf(uint256 jobs) private returns (JobSide memory side) {
        (uint64 nonce, bytes32 inputsId) = (job.nonce, job.inputsId);
        side = _jobSide(_matchItem());
        (side.offer.inputsId, side.offer.nonce) = (0, 0);
        side.items = new JobItem[](jobs);
        for (uint256 i; i < jobs; ++i) {
            (job.nonce, job.inputsId) = (uint64(20 + i), keccak256(abi.encode("inputs", i)));
            Match memory m = _matchItem();
            m.lane = uint16(i);
            side.items[i] = _item(m);
        }
        (job.nonce, job.inputsId) = (nonce, inputsId);
    }

    function test_lanesAreUsedAgain() public {
        Live memory live = _cleared();
        vm.prank(buyer.addr);
        market.accept(AcceptItem(live.id, live.terms, live.post, 0, ""));
        job.nonce = 30;
        Live memory second = _started();
        assertTrue(second.id != live.id);
        vm.expectRevert(abi.encodeWithSelector(Market_NotLive.selector, live.id));
        vm.prank(buyer.addr);
        market.accept(AcceptItem(live.id, live.terms, live.post, 0, ""));
        (uint32 used,) = market.resourceUses(provider.addr, resource.nonce);
        assertEq(used, 2);
    }

    // ------------------------------------------------------------------ ERC-1271

    function test_contractWalletSigns() public {
        Wallet1271 wallet = _contractBuyer();
        Live memory live = _started();
        assertEq(_locked(address(wallet)), 2 * _value() + job.solverFee);
        live = _drawn(_post(live, RIGHT, FUEL, true), false);
        bytes memory signature = _sign(
            buyer, keccak256(abi.encode(OfferHashes.ACCEPTANCE_TYPEHASH, live.id, live.post.seal, live.post.fuelUsed))
        );
        market.accept(AcceptItem(live.id, live.terms, live.post, 0, signature));
    }

    function test_badContractWallets() public {
        Wallet1271 wallet = _contractBuyer();
        Match memory m = _matchItem();
        for (uint256 mode = 1; mode <= 2; ++mode) {
            wallet.setMode(mode);
            vm.expectRevert(abi.encodeWithSelector(Market_BadJobSignature.selector, address(wallet)));
            vm.prank(solver);
            market.matchDeal{gas: 2_000_000}(_resourceSide(m), _jobSide(m));
        }
        wallet.setMode(3); // a huge answer
        vm.expectRevert(abi.encodeWithSelector(Market_BadJobSignature.selector, address(wallet)));
        vm.prank(solver);
        market.matchDeal{gas: 2_000_000}(_resourceSide(m), _jobSide(m));
        wallet.setMode(0);
        m.jobSignature[3] ^= 0x01;
        vm.expectRevert(abi.encodeWithSelector(Market_BadJobSignature.selector, address(wallet)));
        vm.prank(solver);
        _matchDeal(m);
    }

    /// @dev The wallet says yes if it is given 200,000 gas, no more and no less (GAS has taken 2).
    function test_contractWalletsGas() public {
        _codedBuyer(hex"5a62030d3e14631626ba7e60e01b025f5260205ff3");
        _started();
    }

    /// @dev One byte short of a word.
    function test_contractWalletThatAnswers31Bytes() public {
        _codedBuyer(hex"631626ba7e60e01b5f52601f5ff3");
        Match memory m = _matchItem();
        vm.expectRevert(abi.encodeWithSelector(Market_BadJobSignature.selector, job.buyer));
        vm.prank(solver);
        _matchDeal(m);
    }

    /// @dev The magic value is a word: with one bit more it is none.
    function test_contractWalletThatAnswersMore() public {
        _codedBuyer(hex"631626ba7e60e01b6001175f5260205ff3");
        Match memory m = _matchItem();
        vm.expectRevert(abi.encodeWithSelector(Market_BadJobSignature.selector, job.buyer));
        vm.prank(solver);
        _matchDeal(m);
    }

    function _codedBuyer(bytes memory code) private {
        job.buyer = makeAddr("coded wallet");
        _fund(job.buyer, 500e6);
        vm.etch(job.buyer, code);
    }

    function _contractBuyer() private returns (Wallet1271 wallet) {
        wallet = new Wallet1271(buyer.addr);
        token.faucet(address(wallet), 500e6);
        wallet.deposit(market, token, 500e6);
        job.buyer = address(wallet);
    }

    /// @dev Without those that vm.expectEmit made this test emit.
    function _marketLogs() private returns (Vm.Log[] memory logs) {
        logs = vm.getRecordedLogs();
        uint256 kept;
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter == address(market)) logs[kept++] = logs[i];
        }
        assembly {
            mstore(logs, kept)
        }
    }

    function _missesBoth(Live[] memory lives) private view returns (bytes32 h) {
        for (uint256 i = 1;; ++i) {
            h = keccak256(abi.encode("both", i));
            bool one = uint256(keccak256(abi.encode(h, lives[0].id))) % 10_000 < job.auditBps;
            bool two = uint256(keccak256(abi.encode(h, lives[1].id))) % 10_000 < job.auditBps;
            if (!one && !two) return h;
        }
    }
}
