// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "./Calls.sol";
import {HostileToken} from "./hostile/HostileToken.sol";
import {HostileWallet, Manner} from "./hostile/HostileWallet.sol";

/// @dev What is known of a deal from the offers that it was matched from, and from who did what since.
struct Facts {
    address buyer;
    address provider;
    address sender;
    Verification class_;
    uint256 value; // V
    uint256 n;
    uint256 theta;
    uint16 auditBps;
    uint256 jobFee;
    uint256 offerFee;
    uint256 matchedAt;
    uint256 executionWindow;
    uint64 fuelLimit;
    uint64 offerNonce;
    uint16 lane;
    bytes32 jobHash;
    bytes32 secret; // of its private draw
    uint64 truth; // fuel that the job really uses; its digest is RIGHT
    bytes32 digest; // what the provider posted
    bool isRight;
    bool firstHonest; // the first panel's majority was honest
    bool secondHonest;
}

/// @dev The people of a run, the deals that are live, and the dice. Everybody is buyer, provider and sender in turn: four
/// with keys of their own, of whom one is a mediator too, and a contract that signs as it pleases.
abstract contract World is Calls {
    uint256 internal constant DEALS = 6;
    uint256 internal constant PEOPLE = 5;

    HostileWallet internal hostile;
    Vm.Wallet[] internal people;
    mapping(address => Vm.Wallet) internal walletOf;
    address internal operator = makeAddr("operator");
    IMarket internal otherMarket; // same court, same money

    bytes32[] internal ids; // of live deals
    mapping(bytes32 => bytes) internal lives; // abi.encode(Live), empty once settled
    mapping(bytes32 => bytes) internal livesBefore; // one step earlier
    mapping(bytes32 => Stage) internal stageOf;
    mapping(bytes32 => Facts) internal facts;
    mapping(bytes32 => mapping(address => bool)) internal copied;

    mapping(uint256 invariant => string) internal broken; // first violation of each

    uint256 private rng;
    uint256 internal turns;
    uint256 internal effective; // turns in which a call changed something, or was refused as it had to be
    bool internal acted;
    uint256[13] internal stages; // how often each was reached
    uint256[7] internal causes;
    uint256[8] internal outcomes;
    uint256[5] internal records;
    mapping(bytes32 attack => uint256) internal attacks;
    bytes32[] internal attackNames;

    // ------------------------------------------------------------------ people

    function setUp() public virtual override {
        super.setUp();
        people.push(buyer);
        people.push(provider);
        people.push(vm.createWallet("third"));
        people.push(vm.createWallet("mediator0"));
        Vm.Wallet memory owner = vm.createWallet("owner");
        hostile = new HostileWallet(market, owner.addr);
        owner.addr = address(hostile);
        people.push(owner);
        for (uint256 i; i < PEOPLE; ++i) {
            walletOf[people[i].addr] = people[i];
            vm.prank(people[i].addr);
            market.setOperator(operator, true);
            if (i > 1) _fund(people[i].addr, 5_000e6);
        }
        for (uint256 i; i < MEMBERS / 4; ++i) {
            vm.prank(members[i]);
            market.setOperator(operator, true);
        }
        resource.concurrent = 2;
        resource.total = 3;
        modules.push(job.moduleId);
        _furnishOtherMarket();
        skip(1);
    }

    /// @dev Long enough that one deal's deadline does not end all others.
    function _config() internal view override returns (MarketConfig memory config) {
        config = super._config();
        (config.appealWindow, config.seatWait) = (300, 600);
    }

    function _newToken() internal override returns (TestToken) {
        return new HostileToken();
    }

    function _furnishOtherMarket() private {
        IMarket real = market;
        market = _deploy(_config());
        market.foundCourt(members, courtEngines, directories, courtTerms);
        _joinAll();
        for (uint256 i; i < PEOPLE; ++i) {
            _fund(people[i].addr, 5_000e6);
        }
        otherMarket = market;
        market = real;
    }

    function _joinAll() private {
        for (uint256 i; i < MEMBERS; ++i) {
            vm.prank(members[i]);
            market.joinCourt(members, courtTerms);
        }
    }

    function _anybody() internal returns (address) {
        uint256 i = _roll(PEOPLE + MEMBERS + 2);
        if (i < PEOPLE) return people[i].addr;
        if (i < PEOPLE + MEMBERS) return members[i - PEOPLE];
        return i == PEOPLE + MEMBERS ? stranger : solver;
    }

    /// @dev The deal, with its own buyer, provider and sender as those of Base's steps.
    function _enter(bytes32 id) internal returns (Live memory) {
        buyer = walletOf[facts[id].buyer];
        provider = walletOf[facts[id].provider];
        solver = facts[id].sender;
        job.auditBps = facts[id].auditBps;
        return abi.decode(lives[id], (Live));
    }

    // ------------------------------------------------------------------ live deals

    /// @dev A live deal in a stage from `from` to `to`, or 0.
    function _pick(Stage from, Stage to) internal returns (bytes32 id) {
        uint256 start = _roll(DEALS);
        for (uint256 i; i < ids.length; ++i) {
            id = ids[(start + i) % ids.length];
            if (stageOf[id] >= from && stageOf[id] <= to) return id;
        }
        return 0;
    }

    function _stageIn(Live memory live) internal pure returns (Stage) {
        if (live.case_.stage != Stage.None) return live.case_.stage;
        return live.post.stage == Stage.None ? Stage.Matched : live.post.stage;
    }

    /// @dev The deal is now as `live` says.
    function _keep(Live memory live) internal virtual {
        acted = true;
        livesBefore[live.id] = lives[live.id];
        lives[live.id] = abi.encode(live);
        Stage stage = _stageIn(live);
        stageOf[live.id] = stage;
        ++stages[uint8(stage)];
        if (stage == Stage.Drawn || stage == Stage.Disputed) ++causes[uint8(live.case_.cause)];
    }

    function _forget(bytes32 id) internal {
        acted = true;
        ++stages[uint8(Stage.Settled)];
        livesBefore[id] = lives[id];
        delete lives[id];
        for (uint256 i; i < ids.length; ++i) {
            if (ids[i] != id) continue;
            ids[i] = ids[ids.length - 1];
            ids.pop();
            return;
        }
    }

    // ------------------------------------------------------------------ findings and dice

    /// @dev What must hold by the invariant of this number.
    function _hold(uint256 invariant, bool holds, string memory what) internal {
        if (!holds && bytes(broken[invariant]).length == 0) broken[invariant] = what;
    }

    /// @dev An attack that ended as it had to.
    function _parried(bytes32 name) internal {
        acted = true;
        if (attacks[name]++ == 0) attackNames.push(name);
    }

    function _roll(uint256 sides) internal returns (uint256) {
        rng = uint256(keccak256(abi.encode(rng)));
        return rng % sides;
    }

    function _oneIn(uint256 sides) internal returns (bool) {
        return _roll(sides) == 0;
    }

    /// @dev The fuzzer likes to repeat small numbers; the turn makes each seed new.
    function _shake(uint256 seed) internal {
        rng = uint256(keccak256(abi.encode(seed, turns)));
    }
}
