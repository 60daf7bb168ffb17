// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "../base/Base.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

contract FeeToken is ERC20 {
    constructor() ERC20("Fee", "FEE") {
        _mint(msg.sender, 1e18);
    }

    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        if (from != address(0) && to != address(0)) super._update(to, address(1), 1);
    }
}

contract HugeToken is ERC20 {
    constructor() ERC20("Huge", "HUGE") {
        _mint(msg.sender, type(uint128).max);
    }
}

/// @dev Deposits, permits, withdrawals, operators, stakes, courts, deployment.
contract AccountsTest is Base {
    function test_withdrawToNobody() public {
        address[2] memory nobodies = [address(0), address(market)];
        for (uint256 i; i < 2; ++i) {
            vm.expectRevert(abi.encodeWithSelector(Market_BadRecipient.selector, nobodies[i]));
            vm.prank(buyer.addr);
            market.withdraw(1, nobodies[i]);
        }
    }

    function test_depositAndWithdraw() public {
        _fund(stranger, 10e6);
        assertEq(_available(stranger), 10e6);
        vm.startPrank(stranger);
        vm.expectRevert(abi.encodeWithSelector(Market_BalanceTooLow.selector, 11e6, 10e6));
        market.withdraw(11e6, stranger);
        vm.expectRevert(abi.encodeWithSelector(Market_ZeroAmount.selector));
        market.withdraw(0, stranger);
        vm.expectRevert(abi.encodeWithSelector(Market_ZeroAmount.selector));
        market.deposit(0);
        market.withdraw(10e6, address(77));
        vm.stopPrank();
        assertEq(token.balanceOf(address(77)), 10e6);
        _assertSolvent();
    }

    function test_feeOnTransferIsRefused() public {
        FeeToken fee = new FeeToken();
        MarketConfig memory c = _config();
        c.token = address(fee);
        IMarket other = _deploy(c);
        fee.approve(address(other), 100);
        vm.expectRevert(abi.encodeWithSelector(Market_TransferShort.selector, 100, 99));
        other.deposit(100);
    }

    function test_totalFitsUint96() public {
        HugeToken huge = new HugeToken();
        MarketConfig memory c = _config();
        c.token = address(huge);
        IMarket other = _deploy(c);
        huge.approve(address(other), type(uint256).max);
        uint256 max = type(uint96).max;
        other.deposit(max);
        vm.expectRevert(abi.encodeWithSelector(Market_TotalTooLarge.selector, max + 1));
        other.deposit(1);
    }

    function test_permitByAnybody() public {
        (Vm.Wallet memory owner, uint8 v, bytes32 r, bytes32 s) = _permit(8e6);
        vm.prank(stranger);
        market.depositWithPermit(owner.addr, 8e6, block.timestamp, v, r, s);
        assertEq(_available(owner.addr), 8e6);
        assertEq(_available(stranger), 0);
        vm.expectRevert(abi.encodeWithSelector(Market_PermitUnusable.selector, 0, 8e6));
        market.depositWithPermit(owner.addr, 8e6, block.timestamp, v, r, s);
    }

    function test_permitUsedByAnotherFirst() public {
        (Vm.Wallet memory owner, uint8 v, bytes32 r, bytes32 s) = _permit(8e6);
        token.permit(owner.addr, address(market), 8e6, block.timestamp, v, r, s);
        vm.prank(stranger);
        market.depositWithPermit(owner.addr, 8e6, block.timestamp, v, r, s);
        assertEq(_available(owner.addr), 8e6);
    }

    /// @dev I4: a standing allowance lets nobody else deposit at will.
    function test_standingAllowanceIsNoPermit() public {
        token.faucet(stranger, 10e6);
        vm.prank(stranger);
        token.approve(address(market), type(uint256).max);
        vm.expectRevert(abi.encodeWithSelector(Market_PermitUnusable.selector, type(uint256).max, 5e6));
        market.depositWithPermit(stranger, 5e6, block.timestamp, 27, bytes32(uint256(1)), bytes32(uint256(2)));
    }

    function test_burn() public {
        vm.expectRevert(abi.encodeWithSelector(Market_ZeroAmount.selector));
        market.burn();
        Live memory live = _seat(_disputed(_post(_started(), WRONG, FUEL, true)));
        _commitAll(live, RIGHT, FUEL);
        live = _resolve(live, RIGHT, FUEL);
        vm.warp(live.case_.deadline + 1);
        _settle(live);
        uint256 burned = _available(BURNED);
        assertGt(burned, 0);
        vm.prank(stranger);
        market.burn();
        assertEq(token.balanceOf(BURNED), burned);
        _assertSolvent();
    }

    function test_operatorNeverMovesMoney() public {
        vm.prank(buyer.addr);
        market.setOperator(stranger, true);
        assertTrue(market.operators(buyer.addr, stranger));
        vm.startPrank(stranger);
        vm.expectRevert(abi.encodeWithSelector(Market_BalanceTooLow.selector, 1, 0));
        market.withdraw(1, stranger);
        vm.stopPrank();
        Live memory live = _cleared();
        vm.expectRevert(abi.encodeWithSelector(Market_NotBuyer.selector, buyer.addr, stranger));
        vm.prank(stranger);
        market.accept(AcceptItem(live.id, live.terms, live.post, 0, ""));
        vm.prank(buyer.addr);
        market.setOperator(stranger, false);
        assertFalse(market.operators(buyer.addr, stranger));
    }

    // ------------------------------------------------------------------ stakes

    function test_stakeLeavesAfterTheUnbondingTime() public {
        address m = members[0];
        vm.startPrank(m);
        vm.expectRevert(abi.encodeWithSelector(Market_BalanceTooLow.selector, 1, 0));
        market.stake(1);
        vm.expectRevert(abi.encodeWithSelector(Market_ZeroAmount.selector));
        market.stake(0);
        vm.expectRevert(abi.encodeWithSelector(Market_NothingUnbonding.selector));
        market.withdrawStake();
        vm.expectRevert(abi.encodeWithSelector(Market_StakeTooLow.selector, 2_001e6, 2_000e6));
        market.unstake(2_001e6);
        market.unstake(500e6);
        uint256 releaseAt = block.timestamp + 10_000;
        vm.warp(releaseAt - 1);
        vm.expectRevert(abi.encodeWithSelector(Market_StakeBonded.selector, releaseAt, releaseAt - 1));
        market.withdrawStake();
        vm.warp(releaseAt);
        market.withdrawStake();
        vm.stopPrank();
        assertEq(_available(m), 500e6);
        assertEq(market.stakes(m).free, 1_500e6);
        assertEq(market.stakes(m).unbonding, 0);
        _assertSolvent();
    }

    /// @dev What is seated stays; the request keeps what could not leave yet.
    function test_seatedStakeStays() public {
        Live memory live = _seat(_drawn(_posted(), true));
        address m = live.case_.firstPanel[0];
        vm.startPrank(m);
        vm.expectRevert(abi.encodeWithSelector(Market_StakeTooLow.selector, 2_000e6 + 1, 2_000e6));
        market.unstake(2_000e6 + 1);
        market.unstake(2_000e6);
        skip(10_000);
        market.withdrawStake();
        uint256 l = _seatLock();
        assertEq(_available(m), 2_000e6 - l);
        assertEq(market.stakes(m).seated, l);
        assertEq(market.stakes(m).unbonding, l);
        vm.expectRevert(abi.encodeWithSelector(Market_StakeTooLow.selector, l, 0));
        market.withdrawStake();
        vm.stopPrank();
    }

    // ------------------------------------------------------------------ courts

    function test_foundCourtGuards() public {
        vm.expectRevert(abi.encodeWithSelector(Market_CourtExists.selector, court));
        market.foundCourt(members, courtEngines, directories, courtTerms);
        address[] memory list = new address[](65);
        vm.expectRevert(abi.encodeWithSelector(Market_TooManyMembers.selector, 65, 64));
        market.foundCourt(list, courtEngines, directories, courtTerms);
        list = new address[](0);
        vm.expectRevert(abi.encodeWithSelector(Market_BadMembers.selector, 0));
        market.foundCourt(list, courtEngines, directories, courtTerms);
        list = new address[](2);
        (list[0], list[1]) = (address(9), address(9));
        vm.expectRevert(abi.encodeWithSelector(Market_BadMembers.selector, 1));
        market.foundCourt(list, courtEngines, directories, courtTerms);
        (list[0], list[1]) = (address(0), address(9));
        vm.expectRevert(abi.encodeWithSelector(Market_BadMembers.selector, 0));
        market.foundCourt(list, courtEngines, directories, courtTerms);
        EngineClass[] memory wrong = new EngineClass[](1);
        wrong[0] = EngineClass(ENGINE, Verification.None);
        vm.expectRevert(
            abi.encodeWithSelector(
                Market_WrongList.selector, courtTerms.enginesHash, keccak256(abi.encode(ENGINE, uint256(0)))
            )
        );
        market.foundCourt(members, wrong, directories, courtTerms);
        courtTerms.enginesHash = keccak256(abi.encode(ENGINE, uint256(0)));
        vm.expectRevert(abi.encodeWithSelector(Market_BadCourtTerms.selector));
        market.foundCourt(members, wrong, directories, courtTerms);
        list = new address[](0);
        vm.expectRevert(abi.encodeWithSelector(Market_WrongList.selector, courtTerms.directoriesHash, keccak256("")));
        market.foundCourt(members, wrong, list, courtTerms);
    }

    /// @dev A court serves with some engine, some directory, and for jobs that take time.
    function test_courtTermsAreNotEmpty() public {
        CourtTerms memory terms = courtTerms;
        terms.enginesHash = keccak256("");
        vm.expectRevert(abi.encodeWithSelector(Market_BadCourtTerms.selector));
        market.foundCourt(members, new EngineClass[](0), directories, terms);
        terms = courtTerms;
        terms.directoriesHash = keccak256("");
        vm.expectRevert(abi.encodeWithSelector(Market_BadCourtTerms.selector));
        market.foundCourt(members, courtEngines, new address[](0), terms);
        terms = courtTerms;
        terms.maxExecutionWindow = 0;
        vm.expectRevert(abi.encodeWithSelector(Market_BadCourtTerms.selector));
        market.foundCourt(members, courtEngines, directories, terms);
    }

    function test_joinAndLeaveGuards() public {
        vm.expectRevert(abi.encodeWithSelector(Market_NotMember.selector, stranger));
        vm.prank(stranger);
        market.joinCourt(members, courtTerms);
        vm.expectRevert(abi.encodeWithSelector(Market_NotJoined.selector, stranger));
        vm.prank(stranger);
        market.leaveCourt(court);
        vm.startPrank(members[3]);
        vm.expectRevert(abi.encodeWithSelector(Market_AlreadyJoined.selector, members[3]));
        market.joinCourt(members, courtTerms);
        market.leaveCourt(court);
        vm.expectRevert(abi.encodeWithSelector(Market_NotJoined.selector, members[3]));
        market.leaveCourt(court);
        assertEq(market.courts(court).joined, (uint64(1) << MEMBERS) - 1 - 8);
        skip(10_000);
        market.joinCourt(members, courtTerms);
        vm.stopPrank();
        assertEq(market.courts(court).joined, (uint64(1) << MEMBERS) - 1);
        assertEq(market.courts(court).size, MEMBERS);
        assertEq(market.memberships(court, members[3]).index, 3);
        courtTerms.maxFuel += 1;
        bytes32 unknown = keccak256(abi.encode(_hashOf(members), courtTerms));
        vm.expectRevert(abi.encodeWithSelector(Market_NoSuchCourt.selector, unknown));
        vm.prank(members[3]);
        market.joinCourt(members, courtTerms);
    }

    function test_courtIdIsTheHashOfMembersAndTerms() public view {
        assertEq(court, keccak256(abi.encode(_hashOf(members), courtTerms)));
    }

    // ------------------------------------------------------------------ deployment

    function test_configGuards() public {
        MarketConfig memory c = _config();
        c.unbondingTime = 600 + 3_600 + 2 * (120 + 1_210) + 30 + 30 - 1;
        _noDeployment(c, abi.encodeWithSelector(Market_BadConfig.selector, c.unbondingTime + 1, c.unbondingTime));
        c = _config();
        c.maxExecutionWindow = 7 days + 1;
        _noDeployment(c, abi.encodeWithSelector(Market_BadConfig.selector, 7 days, 7 days + 1));
        c = _config();
        c.maxReviewWindow = 0;
        _noDeployment(c, abi.encodeWithSelector(Market_BadConfig.selector, 7 days, 0));
        c = _config();
        c.maxReviewWindow = 7 days + 1;
        _noDeployment(c, abi.encodeWithSelector(Market_BadConfig.selector, 7 days, 7 days + 1));
        c = _config();
        c.maxExecutionWindow = 0;
        _noDeployment(c, abi.encodeWithSelector(Market_BadConfig.selector, 7 days, 0));
        c = _config();
        c.token = stranger;
        _noDeployment(c, abi.encodeWithSelector(Market_BadConfig.selector, 1, 0));
    }

    function test_configIsReadable() public view {
        assertEq(keccak256(abi.encode(market.config())), keccak256(abi.encode(_config())));
        assertTrue(market.annex() != address(0));
    }

    function test_publicDrawsCanBeDisabled() public {
        MarketConfig memory c = _config();
        c.publicDraws = false;
        market = _deploy(c);
        _fund(buyer.addr, 100e6);
        Match memory m = _matchItem();
        vm.expectRevert(abi.encodeWithSelector(Market_PublicDrawsDisabled.selector));
        vm.prank(solver);
        _matchDeal(m);
    }

    function test_noEther() public {
        (bool ok,) = address(market).call{value: 1}("");
        assertFalse(ok);
        (ok,) = address(market).call(hex"12345678");
        assertFalse(ok);
    }

    // ------------------------------------------------------------------ steps

    function _noDeployment(MarketConfig memory c, bytes memory reason) private {
        bytes memory code = abi.encodePacked(vm.getCode(_artefact()), abi.encode(c));
        vm.expectRevert(reason);
        assembly {
            let made := create(0, add(code, 32), mload(code))
            if iszero(made) {
                returndatacopy(0, 0, returndatasize())
                revert(0, returndatasize())
            }
        }
    }

    function _permit(uint256 amount) private returns (Vm.Wallet memory owner, uint8 v, bytes32 r, bytes32 s) {
        owner = vm.createWallet("permit owner");
        token.faucet(owner.addr, amount);
        bytes32 permit = keccak256(
            abi.encode(
                keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"),
                owner.addr,
                address(market),
                amount,
                token.nonces(owner.addr),
                block.timestamp
            )
        );
        (v, r, s) = vm.sign(owner, keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), permit)));
    }
}
