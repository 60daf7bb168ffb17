// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "../base/Base.sol";

/// @dev Section 6 rows 3 and 4; section 7 rows declined and missed.
contract ExitsTest is Base {
    function test_missed() public {
        Live memory live = _started();
        uint256 late = _value() / 5;
        uint256 deadline = block.timestamp + job.executionWindow + GRACE;
        vm.warp(deadline);
        vm.expectRevert(abi.encodeWithSelector(Market_DeadlineNotPassed.selector, deadline, deadline));
        market.expire(live.id, live.terms);
        vm.warp(deadline + 1);
        vm.recordLogs();
        vm.prank(stranger);
        market.expire(live.id, live.terms);
        _assertOutcome(Outcome.Missed);
        _assertNet(int256(late), -int256(late + resource.solverFee), resource.solverFee, 0);
    }

    function test_declinedAtOnceCostsOnlyTheSolverFee() public {
        Live memory live = _started();
        _decline(live, provider.addr);
        _assertOutcome(Outcome.Declined);
        _assertNet(0, -int256(uint256(resource.solverFee)), resource.solverFee, 0);
    }

    function test_declinedCostsTheElapsedShare() public {
        Live memory live = _started();
        skip(7);
        uint256 penalty = _value() * 7 / (5 * 30);
        _decline(live, provider.addr);
        _assertNet(int256(penalty), -int256(penalty + resource.solverFee), resource.solverFee, 0);
    }

    function test_declinedLateCostsNoMoreThanMissing() public {
        Live memory live = _started();
        skip(1 days);
        uint256 penalty = _value() / 5;
        _decline(live, provider.addr);
        _assertNet(int256(penalty), -int256(penalty + resource.solverFee), resource.solverFee, 0);
    }

    function test_operatorDeclines() public {
        Live memory live = _started();
        vm.prank(provider.addr);
        market.setOperator(stranger, true);
        _decline(live, stranger);
        _assertOutcome(Outcome.Declined);
    }

    function test_strangerCannotDecline() public {
        Live memory live = _started();
        vm.expectRevert(abi.encodeWithSelector(Market_NotProvider.selector, provider.addr, stranger));
        vm.prank(stranger);
        market.decline(live.id, live.terms);
    }

    function test_otherTermsAreNotBelieved() public {
        Live memory live = _started();
        skip(1 days);
        live.terms[3] += 1 << 160; // a higher price
        vm.expectRevert(abi.encodeWithSelector(Market_NotLive.selector, live.id));
        market.expire(live.id, live.terms);
    }

    function test_settledDealIsOver() public {
        Live memory live = _started();
        _decline(live, provider.addr);
        skip(1 days);
        vm.expectRevert(abi.encodeWithSelector(Market_NotLive.selector, live.id));
        market.expire(live.id, live.terms);
        vm.expectRevert(abi.encodeWithSelector(Market_NotLive.selector, live.id));
        vm.prank(provider.addr);
        market.decline(live.id, live.terms);
    }

    function test_freeAgainForAnotherProviderOnly() public {
        Live memory live = _started();
        _decline(live, provider.addr);
        (bool used,) = market.jobNonces(buyer.addr, job.nonce);
        assertFalse(used);
        (uint8 failed, uint240 chain) = market.failures(buyer.addr, job.nonce);
        assertEq(failed, 1);
        assertEq(chain, uint256(keccak256(abi.encode(uint256(0), provider.addr))) >> 16);

        Match memory m = _matchItem();
        vm.expectRevert(
            abi.encodeWithSelector(
                Market_WrongList.selector,
                bytes32(uint256(keccak256(abi.encode(uint256(0), provider.addr))) >> 16),
                bytes32(0)
            )
        );
        _matchAsSolver(m);
        m.failed = new address[](1);
        m.failed[0] = provider.addr;
        vm.expectRevert(abi.encodeWithSelector(Market_FailedBefore.selector, provider.addr));
        _matchAsSolver(m);

        _otherProvider("second");
        m = _matchItem();
        m.failed = new address[](1);
        m.failed[0] = vm.createWallet("provider").addr;
        Live memory again = _start(m);
        assertEq(again.id, _dealId(1));
        assertTrue(again.id != live.id);
    }

    function test_attemptsRunOut() public {
        job.attempts = 2;
        address[] memory failed = _declinedTwice();
        Match memory m = _matchItem();
        m.failed = failed;
        vm.expectRevert(abi.encodeWithSelector(Market_AttemptsUsed.selector, 2, 2));
        _matchAsSolver(m);
    }

    /// @dev The chain of failed providers holds both, in their order.
    function test_thirdAttempt() public {
        address[] memory failed = _declinedTwice();
        Match memory m = _matchItem();
        (uint8 count, uint240 chain) = market.failures(buyer.addr, job.nonce);
        uint256 first = uint256(keccak256(abi.encode(uint256(0), failed[0]))) >> 16;
        assertEq(count, 2);
        assertEq(chain, uint256(keccak256(abi.encode(first, failed[1]))) >> 16);
        m.failed = new address[](2);
        (m.failed[0], m.failed[1]) = (failed[1], failed[0]);
        vm.expectPartialRevert(Market_WrongList.selector);
        _matchAsSolver(m);
        m.failed = failed;
        assertEq(_start(m).id, _dealId(2));
    }

    /// @dev Cancelling during a live deal survives its failure.
    function test_cancelledWhileLiveStaysCancelled() public {
        Live memory live = _started();
        vm.prank(buyer.addr);
        market.cancelJob(job.nonce);
        _decline(live, provider.addr);
        _otherProvider("second");
        Match memory m = _matchItem();
        m.failed = new address[](1);
        m.failed[0] = vm.createWallet("provider").addr;
        vm.expectRevert(abi.encodeWithSelector(Market_JobCancelled.selector, job.nonce, 0));
        _matchAsSolver(m);
    }

    function _decline(Live memory live, address who) private {
        vm.recordLogs();
        vm.prank(who);
        market.decline(live.id, live.terms);
    }

    function _matchAsSolver(Match memory m) private {
        vm.prank(solver);
        _matchDeal(m);
    }

    /// @dev Two providers decline the job, and a third is there.
    function _declinedTwice() private returns (address[] memory failed) {
        failed = new address[](2);
        failed[0] = provider.addr;
        _decline(_started(), provider.addr);
        _otherProvider("second");
        failed[1] = provider.addr;
        Match memory m = _matchItem();
        m.failed = new address[](1);
        m.failed[0] = failed[0];
        _decline(_start(m), provider.addr);
        _otherProvider("third");
    }

    function _otherProvider(string memory name) private {
        provider = vm.createWallet(name);
        resource.provider = provider.addr;
        _fund(provider.addr, 5_000e6);
    }
}
