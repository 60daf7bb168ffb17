// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "../base/Base.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IMarketLens} from "../../src/interfaces/IMarketLens.sol";
import "../../src/types/Views.sol";

/// @dev No permit, and a fallback that burns all gas where it may not write, as wrapped coins have.
contract PlainToken is ERC20 {
    uint256 private _calls;

    constructor() ERC20("Plain", "PLN") {}

    fallback() external {
        ++_calls;
    }
}

/// @dev A permit from before EIP-5267: name(), version(), nonces(), DOMAIN_SEPARATOR().
contract OldPermitToken is ERC20 {
    string public version;
    bytes32 public constant DOMAIN_SEPARATOR = keccak256("domain");

    constructor(string memory version_) ERC20("Old", "OLD") {
        version = version_;
    }

    function nonces(address) external pure returns (uint256) {
        return 9;
    }
}

/// @dev The same without version().
contract OlderPermitToken is ERC20 {
    bytes32 public constant DOMAIN_SEPARATOR = keccak256("domain");

    constructor() ERC20("Older", "OLDER") {}

    function nonces(address) external pure returns (uint256) {
        return 4;
    }
}

contract MarketLensTest is Base {
    IMarketLens internal lens;
    address[] internal asked;

    function setUp() public override {
        super.setUp();
        lens = _lensOf(address(market));
    }

    function _lensOf(address market_) private returns (IMarketLens) {
        return IMarketLens(deployCode(_lensArtefact(), abi.encode(market_)));
    }

    function _lensFor(address token_) private returns (IMarketLens) {
        MarketConfig memory c = _config();
        c.token = token_;
        return _lensOf(address(_deploy(c)));
    }

    // ------------------------------------------------------------------ deployment

    function test_readsOneMarketAndItsToken() public view {
        assertEq(lens.market(), address(market));
        assertEq(lens.token(), address(token));
    }

    function test_refusesAnAddressWithoutCode() public {
        bytes memory code = abi.encodePacked(vm.getCode(_lensArtefact()), abi.encode(stranger));
        address created;
        bytes memory answer;
        assembly ("memory-safe") {
            created := create(0, add(code, 32), mload(code))
            answer := mload(0x40)
            mstore(answer, returndatasize())
            returndatacopy(add(answer, 32), 0, returndatasize())
            mstore(0x40, add(answer, add(63, returndatasize())))
        }
        assertEq(created, address(0));
        assertEq(answer, abi.encodeWithSelector(IMarketLens.MarketLens_NoMarket.selector, stranger));
    }

    function test_hasNoStorage() public {
        vm.record();
        _callAll();
        (, bytes32[] memory writes) = vm.accesses(address(lens));
        assertEq(writes.length, 0);
        (bytes32[] memory reads,) = vm.accesses(address(lens));
        assertEq(reads.length, 0);
    }

    function _callAll() private view {
        address[] memory nobody = new address[](0);
        lens.accountOf(buyer.addr, nobody);
        lens.fundsOf(members);
        lens.permitOf(buyer.addr);
        lens.courtOf(court, members, 1, 1, 1);
        lens.jobOf(buyer.addr, 1);
        lens.resourceOf(provider.addr, 1, 4);
        lens.chainOf(new uint256[](1));
    }

    // ------------------------------------------------------------------ accountOf, fundsOf

    function test_accountOf() public {
        vm.startPrank(members[0]);
        market.unstake(300e6);
        market.setOperator(stranger, true);
        market.cancelBelow(12);
        token.faucet(members[0], 5e6);
        token.approve(address(market), 4e6);
        vm.stopPrank();
        _fund(members[0], 70e6);
        vm.prank(members[0]);
        token.approve(address(market), 4e6);
        vm.deal(members[0], 3 ether);
        asked = [solver, stranger, members[0]];
        AccountView memory a = lens.accountOf(members[0], asked);
        assertEq(a.account.available, 70e6);
        assertEq(a.account.locked, 0);
        assertEq(a.account.minNonce, 12);
        assertEq(a.stake.free, 2_000e6);
        assertEq(a.stake.seated, 0);
        assertEq(a.stake.unbonding, 300e6);
        assertEq(a.stake.releaseAt, block.timestamp + 10_000);
        assertEq(a.coins, 3 ether);
        assertEq(a.tokens, 5e6);
        assertEq(a.allowance, 4e6);
        assertEq(a.permitNonce, 0);
        assertEq(a.operates.length, 3);
        assertFalse(a.operates[0]);
        assertTrue(a.operates[1]);
        assertFalse(a.operates[2]);
    }

    function test_accountOf_showsLocks() public {
        _started();
        AccountView memory a = lens.accountOf(buyer.addr, asked);
        assertEq(a.account.locked, 2 * _value() + job.solverFee);
        assertEq(uint256(a.account.available) + a.account.locked, 5_000e6);
        assertEq(a.operates.length, 0);
    }

    function test_accountOf_countsPermits() public {
        _usePermit();
        assertEq(lens.accountOf(buyer.addr, asked).permitNonce, 1);
    }

    function test_accountOf_whereTheTokenKnowsNoPermits() public {
        PlainToken plain = new PlainToken();
        AccountView memory a = _lensFor(address(plain)).accountOf(buyer.addr, asked);
        assertEq(a.permitNonce, 0);
        assertEq(a.tokens, 0);
    }

    function test_fundsOf() public {
        _fund(stranger, 8e6);
        asked = [buyer.addr, solver, stranger];
        uint96[] memory funds = lens.fundsOf(asked);
        assertEq(funds.length, 3);
        assertEq(funds[0], 5_000e6);
        assertEq(funds[1], 0);
        assertEq(funds[2], 8e6);
    }

    // ------------------------------------------------------------------ permitOf

    function test_permitOf() public {
        PermitView memory p = lens.permitOf(buyer.addr);
        assertTrue(p.supported);
        assertEq(p.name, "Test Dollar");
        assertEq(p.version, "1");
        assertEq(p.nonce, 0);
        assertEq(p.domainSeparator, token.DOMAIN_SEPARATOR());
        _usePermit();
        assertEq(lens.permitOf(buyer.addr).nonce, 1);
    }

    function test_permitOf_tokensFromBeforeEip5267() public {
        PermitView memory p = _lensFor(address(new OldPermitToken("2"))).permitOf(buyer.addr);
        assertTrue(p.supported);
        assertEq(p.name, "Old");
        assertEq(p.version, "2");
        assertEq(p.nonce, 9);
        assertEq(p.domainSeparator, keccak256("domain"));
        p = _lensFor(address(new OlderPermitToken())).permitOf(buyer.addr);
        assertEq(p.name, "Older");
        assertEq(p.version, "1");
        assertEq(p.nonce, 4);
    }

    function test_permitOf_whereTheTokenKnowsNone() public {
        PermitView memory p = _lensFor(address(new PlainToken())).permitOf(buyer.addr);
        assertFalse(p.supported);
        assertEq(p.name, "");
        assertEq(p.version, "");
        assertEq(p.nonce, 0);
        assertEq(p.domainSeparator, 0);
    }

    function _usePermit() private {
        bytes32 typeHash =
            keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 structHash = keccak256(abi.encode(typeHash, buyer.addr, address(market), 1, 0, block.timestamp));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), structHash));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(buyer, digest);
        token.permit(buyer.addr, address(market), 1, block.timestamp, v, r, s);
    }

    // ------------------------------------------------------------------ courtOf

    function test_courtOf() public view {
        CourtView memory c = lens.courtOf(court, members, 0, 0, 0);
        assertEq(c.court.size, MEMBERS);
        assertEq(c.court.joined, (1 << MEMBERS) - 1);
        assertEq(c.seatLock, 0);
        assertEq(c.serving, MEMBERS);
        assertEq(c.seatable, MEMBERS);
        assertEq(c.members.length, MEMBERS);
        assertEq(c.members[7].membership.index, 7);
        assertEq(c.members[7].free, 2_000e6);
        assertTrue(c.members[7].serves);
    }

    function test_courtOf_countsWhoHasTheSeatLockFree() public {
        uint256 lock = _seatLock();
        _withdrawDownTo(members[0], lock - 1);
        _withdrawDownTo(members[1], lock);
        CourtView memory c = lens.courtOf(court, members, uint96(_value()), job.penaltyRate, job.panelSize);
        assertEq(c.seatLock, lock);
        assertEq(c.serving, MEMBERS);
        assertEq(c.seatable, MEMBERS - 1);
        assertTrue(c.members[0].serves);
        assertFalse(c.members[0].seatable);
        assertTrue(c.members[1].seatable);
    }

    function test_courtOf_locksAtLeastV() public view {
        assertEq(lens.courtOf(court, members, 100, 1, 15).seatLock, 100);
        assertEq(lens.courtOf(court, members, 100, 40, 1).seatLock, 1_400);
    }

    function test_courtOf_showsSeats() public {
        Live memory live = _seat(_disputed(_posted()));
        address seated = live.case_.firstPanel[0];
        asked = [seated];
        MemberView memory member = lens.courtOf(court, asked, 0, 0, 0).members[0];
        assertEq(member.seated, _seatLock());
        assertEq(uint256(member.free) + member.seated, 2_000e6);
    }

    function test_courtOf_knowsWhoLeftWhoJoinsAndWhoNeverDid() public {
        vm.prank(members[3]);
        market.leaveCourt(court);
        // Matches of the second in which it leaves still count it.
        assertTrue(lens.courtOf(court, members, 0, 0, 0).members[3].serves);
        skip(1);
        CourtView memory c = lens.courtOf(court, members, 0, 0, 0);
        assertEq(c.serving, MEMBERS - 1);
        assertFalse(c.members[3].serves);
        assertFalse(c.members[3].seatable);
        assertEq(c.members[3].membership.leftAt, block.timestamp - 1);

        skip(10_000);
        vm.prank(members[3]);
        market.joinCourt(members, courtTerms);
        assertFalse(lens.courtOf(court, members, 0, 0, 0).members[3].serves);
        skip(1);
        assertTrue(lens.courtOf(court, members, 0, 0, 0).members[3].serves);

        asked = [stranger];
        c = lens.courtOf(court, asked, 0, 0, 0);
        assertEq(c.serving, 0);
        assertEq(c.members[0].membership.joinedAt, 0);
        assertEq(lens.courtOf(keccak256("none"), asked, 0, 0, 0).court.foundedAt, 0);
    }

    function test_courtOf_refusesMembersOutOfOrder() public {
        asked = [members[1], members[1]];
        vm.expectRevert(abi.encodeWithSelector(IMarketLens.MarketLens_BadMembers.selector, 1));
        lens.courtOf(court, asked, 0, 0, 0);
        asked = [members[0], members[2], members[1]];
        vm.expectRevert(abi.encodeWithSelector(IMarketLens.MarketLens_BadMembers.selector, 2));
        lens.courtOf(court, asked, 0, 0, 0);
    }

    function _withdrawDownTo(address member, uint256 rest) private {
        vm.startPrank(member);
        market.unstake(2_000e6 - rest);
        skip(10_000);
        market.withdrawStake();
        vm.stopPrank();
    }

    // ------------------------------------------------------------------ jobOf, resourceOf

    function test_jobOf() public {
        JobView memory j = lens.jobOf(buyer.addr, job.nonce);
        assertFalse(j.used);
        assertFalse(j.cancelled);
        assertEq(j.failed, 0);
        Live memory live = _started();
        assertTrue(lens.jobOf(buyer.addr, job.nonce).used);
        vm.prank(provider.addr);
        market.decline(live.id, live.terms);
        j = lens.jobOf(buyer.addr, job.nonce);
        assertFalse(j.used);
        assertEq(j.failed, 1);
        vm.prank(buyer.addr);
        market.cancelJob(job.nonce);
        assertTrue(lens.jobOf(buyer.addr, job.nonce).cancelled);
        assertFalse(lens.jobOf(buyer.addr, job.nonce + 1).cancelled);
    }

    function test_resourceOf() public {
        ResourceView memory r = lens.resourceOf(provider.addr, resource.nonce, 4);
        assertEq(r.used, 0);
        assertFalse(r.cancelled);
        assertEq(r.freeLanes.length, 4);
        Match memory m = _matchItem();
        m.lane = 1;
        Live memory live = _start(m);
        r = lens.resourceOf(provider.addr, resource.nonce, 4);
        assertEq(r.used, 1);
        assertEq(r.freeLanes.length, 3);
        assertEq(r.freeLanes[0], 0);
        assertEq(r.freeLanes[1], 2);
        assertEq(r.freeLanes[2], 3);
        assertEq(lens.resourceOf(provider.addr, resource.nonce, 0).freeLanes.length, 0);
        vm.startPrank(provider.addr);
        market.decline(live.id, live.terms);
        market.cancelResource(resource.nonce);
        r = lens.resourceOf(provider.addr, resource.nonce, 4);
        assertEq(r.freeLanes.length, 4);
        assertTrue(r.cancelled);
    }

    // ------------------------------------------------------------------ chainOf

    function test_chainOf() public {
        vm.roll(5_000);
        uint256[] memory blocks = new uint256[](4);
        (blocks[0], blocks[1], blocks[2], blocks[3]) = (4_999, 4_744, 5_000, 5_001);
        vm.setBlockhash(4_999, keccak256("last"));
        vm.setBlockhash(4_744, keccak256("oldest"));
        ChainView memory c = lens.chainOf(blocks);
        assertEq(c.number, 5_000);
        assertEq(c.time, block.timestamp);
        assertEq(c.hashes[0], keccak256("last"));
        assertEq(c.hashes[1], keccak256("oldest"));
        assertEq(c.hashes[2], 0);
        assertEq(c.hashes[3], 0);
        vm.roll(5_001);
        c = lens.chainOf(blocks);
        assertEq(c.hashes[1], 0, "257 blocks ago");
    }
}
