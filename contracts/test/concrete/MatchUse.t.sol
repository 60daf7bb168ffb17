// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "../base/MatchBase.sol";

/// @dev Section 2: limits of use, money and signatures.
contract MatchUseTest is MatchBase {
    // ------------------------------------------------------------------ use of offers

    function test_expired() public {
        job.expiry = uint40(block.timestamp - 1);
        _no(_e(Market_JobExpired.selector, job.expiry, block.timestamp));
        job.expiry = uint40(block.timestamp);
        resource.expiry = uint40(block.timestamp - 1);
        _no(_e(Market_ResourceExpired.selector, resource.expiry, block.timestamp));
        resource.expiry = uint40(block.timestamp);
        _started();
    }

    function test_namedSolver() public {
        job.solver = stranger;
        _no(abi.encodeWithSelector(Market_WrongSolver.selector, stranger, solver));
        job.solver = solver;
        resource.solver = stranger;
        _no(abi.encodeWithSelector(Market_WrongSolver.selector, stranger, solver));
        resource.solver = solver;
        _started();
    }

    function test_cancelledJob() public {
        vm.prank(buyer.addr);
        market.cancelJob(job.nonce);
        _no(_e(Market_JobCancelled.selector, job.nonce, 0));
        (, bool cancelled) = market.jobNonces(buyer.addr, job.nonce);
        assertTrue(cancelled);
    }

    function test_cancelledBelow() public {
        vm.prank(buyer.addr);
        market.cancelBelow(job.nonce + 1);
        _no(_e(Market_JobCancelled.selector, job.nonce, job.nonce + 1));
        vm.prank(buyer.addr);
        vm.expectRevert(_e(Market_NonceTooLow.selector, job.nonce + 1, job.nonce));
        market.cancelBelow(job.nonce);
    }

    function test_cancelledResource() public {
        vm.prank(provider.addr);
        market.cancelResource(resource.nonce);
        _no(_e(Market_ResourceCancelled.selector, resource.nonce, 0));
        resource.nonce = 9;
        vm.prank(provider.addr);
        market.cancelBelow(10);
        _no(_e(Market_ResourceCancelled.selector, 9, 10));
    }

    function test_jobUsedOnce() public {
        _started();
        Match memory m = _matchItem();
        m.lane = 1;
        _no(m, abi.encodeWithSelector(Market_JobUsed.selector, job.nonce));
    }

    function test_resourceTotal() public {
        resource.total = 1;
        _started();
        job.nonce = 300;
        Match memory m = _matchItem();
        m.lane = 1;
        _no(m, _e(Market_ResourceUsedUp.selector, 1, 1));
    }

    function test_lanes() public {
        Match memory m = _matchItem();
        m.lane = 4;
        _no(m, _e(Market_LaneOutOfRange.selector, 4, 4));
        _started();
        job.nonce = 8;
        _no(abi.encodeWithSelector(Market_LaneBusy.selector, 0));
        m = _matchItem();
        m.lane = 3;
        _start(m);
    }

    function test_providersList() public {
        providers.push(stranger);
        job.providersHash = keccak256("other");
        _no(_e(Market_WrongList.selector, uint256(job.providersHash), uint256(_hashOf(providers))));
        job.providersHash = _hashOf(providers);
        _no(abi.encodeWithSelector(Market_ProviderNotListed.selector, provider.addr));
        providers.push(provider.addr);
        job.providersHash = _hashOf(providers);
        _started();
    }

    function test_noAttempts() public {
        job.attempts = 0;
        _no(_e(Market_AttemptsUsed.selector, 0, 0));
    }

    // ------------------------------------------------------------------ money and signatures

    function test_bothSidesCanLock() public {
        uint256 needed = 2 * _value() + job.solverFee;
        uint256 spare = _available(buyer.addr) - needed + 1;
        vm.prank(buyer.addr);
        market.withdraw(spare, buyer.addr);
        _no(_e(Market_BuyerBalanceTooLow.selector, needed, needed - 1));
        _fund(buyer.addr, 1);
        needed = 41 * _value() + resource.solverFee;
        spare = _available(provider.addr) - needed + 1;
        vm.prank(provider.addr);
        market.withdraw(spare, provider.addr);
        _no(_e(Market_ProviderBalanceTooLow.selector, needed, needed - 1));
        _fund(provider.addr, 1);
        _started();
        assertEq(_available(buyer.addr) + _available(provider.addr), 0);
    }

    /// @dev One account on both sides needs both locks.
    function test_selfDealNeedsBothLocks() public {
        provider = buyer;
        resource.provider = buyer.addr;
        uint256 both = 43 * _value() + _fees();
        uint256 spare = _available(buyer.addr) - both + 1;
        vm.prank(buyer.addr);
        market.withdraw(spare, buyer.addr);
        uint256 second = 41 * _value() + resource.solverFee;
        _no(_e(Market_ProviderBalanceTooLow.selector, second, second - 1));
        _fund(buyer.addr, 1);
        _started();
        assertEq(_locked(buyer.addr), both);
    }

    function test_signatures() public {
        Match memory m = _matchItem();
        m.job.maxBasePrice += 1;
        _no(m, abi.encodeWithSelector(Market_BadJobSignature.selector, buyer.addr));
        m = _matchItem();
        m.resource.total += 1;
        _no(m, abi.encodeWithSelector(Market_BadResourceSignature.selector, provider.addr));
        m = _matchItem();
        m.jobSignature = "";
        _no(m, abi.encodeWithSelector(Market_BadJobSignature.selector, buyer.addr));
    }

    /// @dev The other, high-s form of a valid signature is refused.
    function test_highS() public {
        Match memory m = _matchItem();
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(buyer, _digest(_jobHash()));
        uint256 order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
        m.jobSignature = abi.encodePacked(r, bytes32(order - uint256(s)), v == 27 ? 28 : 27);
        _no(m, abi.encodeWithSelector(Market_BadJobSignature.selector, buyer.addr));
    }

    /// @dev I5: an offer signed for one chain is none on another.
    function test_otherChain() public {
        Match memory m = _matchItem();
        vm.chainId(block.chainid + 1);
        _no(m, abi.encodeWithSelector(Market_BadResourceSignature.selector, provider.addr));
        vm.chainId(99);
        _no(m, abi.encodeWithSelector(Market_BadResourceSignature.selector, provider.addr));
        m.resourceSignature = _sign(provider, _resourceHash());
        _no(m, abi.encodeWithSelector(Market_BadJobSignature.selector, buyer.addr));
        _started(); // signed again for this one
    }

    function test_tickets() public {
        resource.ticketKey = ticketKey.addr;
        Match memory m = _matchItem();
        uint40 until = uint40(block.timestamp + 601);
        m.ticketUntil = until;
        _no(m, _e(Market_TicketStale.selector, until, block.timestamp));
        m.ticketUntil = uint40(block.timestamp - 1);
        _no(m, _e(Market_TicketStale.selector, m.ticketUntil, block.timestamp));
        m.ticketUntil = uint40(block.timestamp + 600);
        _no(m, abi.encodeWithSelector(Market_BadTicketSignature.selector, ticketKey.addr));
        _started();
    }
}
