// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "../Ledger.sol";

/// @dev Offers of every kind, and the deals that come of them.
abstract contract Openings is Ledger {
    uint64 internal nonces = 1_000; // of job offers, and of resource offers of a new series
    mapping(address provider => uint64) internal offerNonce;
    mapping(address => mapping(uint64 => uint256)) internal dealsOfOffer;
    mapping(address => mapping(uint64 => uint256)) internal liveOfOffer;
    mapping(address => mapping(uint64 => mapping(uint16 => bool))) internal isBusy;
    mapping(bytes32 jobHash => uint256) internal dealsOfJob;
    mapping(bytes32 jobHash => uint256) internal liveOfJob;
    mapping(bytes32 jobHash => bytes) internal jobOf; // abi.encode(JobOffer, secret)
    bytes[] internal usedMatches; // abi.encode(Match) of the last deals
    uint256 private usedAt;
    bytes private defaults; // abi.encode(JobOffer, ResourceOffer)

    function setUp() public virtual override {
        super.setUp();
        defaults = abi.encode(job, resource);
        for (uint256 i; i < PEOPLE; ++i) {
            offerNonce[people[i].addr] = ++nonces;
        }
    }

    function open(uint256 seed) external turn(seed) {
        if (ids.length == DEALS) return _step(ids[_roll(DEALS)]);
        bytes32 secret = _draft();
        if (_isUsedUp()) return;
        _begin(_item(), secret);
    }

    /// @dev The deal goes on.
    function _step(bytes32 id) internal virtual;

    // ------------------------------------------------------------------ offers

    /// @dev `job` and `resource` become two offers that fit, by two people who may be the same.
    function _draft() internal returns (bytes32 secret) {
        (job, resource) = abi.decode(defaults, (JobOffer, ResourceOffer));
        buyer = people[_roll(PEOPLE)];
        _draftResource(people[_roll(PEOPLE)]);
        job.buyer = buyer.addr;
        job.nonce = ++nonces;
        job.fuelLimit = uint64(1e9 + _roll(3e9));
        job.expiry = uint40(block.timestamp + 1 + _roll(2 days));
        job.attempts = uint8(1 + _roll(3));
        job.executionWindow = uint32(30 + _roll(571));
        job.reviewWindow = uint32(30 + _roll(900));
        job.inputsId = keccak256(abi.encode("inputs", nonces));
        _draftChecks();
        solver = _anybody();
        if (_oneIn(4)) job.solver = solver;
        if (_oneIn(4) && job.verification != Verification.None) {
            secret = keccak256(abi.encode("secret", nonces));
            job.drawCommit = keccak256(abi.encode(secret));
            if (_oneIn(2)) job.auditBps = 5_000;
        }
        job.solverFee = uint96(_oneIn(4) ? _mostFee() : _roll(_mostFee() + 1));
    }

    /// @dev The most that the market lets the buyer offer a solver.
    function _mostFee() private view returns (uint256 most) {
        if (job.verification == Verification.None) return 20_000;
        uint256 deterrence = job.auditBps * (uint256(job.penaltyRate) + job.panelSize + 1);
        most = ((deterrence - 12_000) * _value() - 1) / 10_000;
        if (most > (uint256(job.penaltyRate) - 1) * _value()) most = (uint256(job.penaltyRate) - 1) * _value();
    }

    function _draftResource(Vm.Wallet memory who) internal {
        provider = who;
        resource.provider = who.addr;
        resource.nonce = offerNonce[who.addr];
        resource.expiry = uint40(block.timestamp + 1 + _roll(2 days));
        resource.solverFee = uint96(_roll(20_000));
        if (_oneIn(4)) resource.ticketKey = ticketKey.addr;
        delete providers;
        providers.push(who.addr);
        job.providersHash = _oneIn(5) ? _hashOf(providers) : bytes32(0);
        if (job.verification != Verification.A) resource.modulesHash = _hashOf(modules);
    }

    /// @dev Class, panel, theta and the audit rate, which is the least allowed one half of the time.
    function _draftChecks() private {
        uint256 kind = _roll(8);
        if (kind == 0) return _draftNone();
        if (kind < 3) {
            job.verification = Verification.B;
            resource.modulesHash = _hashOf(modules);
        }
        if (_oneIn(3)) job.panelSize = 3;
        job.penaltyRate = uint16(_oneIn(8) ? 1 : 1 + _roll(150));
        job.auditBps = uint16(_leastRate());
        if (_oneIn(2)) job.auditBps += uint16(_roll(2_000));
        if (_oneIn(40)) job.auditBps = 10_000;
    }

    function _draftNone() private {
        job.verification = Verification.None;
        (job.court, job.panelSize, job.auditBps) = (0, 0, 0);
        job.penaltyRate = uint16(_roll(3));
        resource.modulesHash = _hashOf(modules);
    }

    /// @dev The least p with p * (theta + n + 1) >= 12,500.
    function _leastRate() internal view returns (uint256) {
        uint256 k = uint256(job.penaltyRate) + job.panelSize + 1;
        return (12_500 + k - 1) / k;
    }

    /// @dev The match of `job` and `resource` in a lane that is free, which both can pay.
    function _item() internal returns (Match memory m) {
        m = _matchItem();
        while (isBusy[resource.provider][resource.nonce][m.lane]) {
            ++m.lane;
        }
        (uint256 b, uint256 p) = _locksOfDraft();
        if (job.buyer == resource.provider) b += p;
        else _afford(resource.provider, p);
        _afford(job.buyer, b);
    }

    function _locksOfDraft() internal view returns (uint256 b, uint256 p) {
        (uint256 n, uint256 theta) = (job.panelSize, job.penaltyRate);
        b = (1 + n) * _value() + job.solverFee;
        p = (n == 0 && theta == 0 ? 1 : theta + n) * _value() + resource.solverFee;
    }

    function _afford(address who, uint256 amount) internal {
        if (_available(who) >= amount) return;
        _fund(who, amount);
        flow += int256(amount);
    }

    /// @dev Where the offer has had all its deals, or all at once: one more is refused, and the next offer is another.
    function _isUsedUp() internal returns (bool) {
        uint64 nonce = resource.nonce;
        bytes4 expected;
        if (dealsOfOffer[provider.addr][nonce] == resource.total) expected = Market_ResourceUsedUp.selector;
        else if (liveOfOffer[provider.addr][nonce] == resource.concurrent) expected = Market_LaneBusy.selector;
        else return false;
        Match memory m = _matchItem();
        m.lane = uint16(_roll(resource.concurrent));
        _hold(5, _try(solver, _matchCall(m)) == expected, "a resource offer used beyond its limits");
        _parried(expected == Market_LaneBusy.selector ? bytes32("one too many at once") : bytes32("one too many ever"));
        offerNonce[provider.addr] = ++nonces;
        return true;
    }

    // ------------------------------------------------------------------ deals

    function _begin(Match memory m, bytes32 secret) internal {
        if (buyer.addr == address(hostile) || provider.addr == address(hostile)) _behaveBadly(m);
        hostile.setManner(_oneIn(2) ? Manner.Reentering : Manner.Honest, true);
        (uint256 b, uint256 p) = _locksOfDraft();
        _pays(job.buyer, b);
        _pays(resource.provider, p);
        Live memory live = _start(m);
        _record(live.id, m, secret);
        _keep(live);
    }

    /// @dev The contract account refuses in its ways: no deal of its own, and a batch goes on with the next item.
    function _behaveBadly(Match memory m) private {
        hostile.setManner(Manner(2 + _roll(6)), block.number % 2 == 1);
        bytes4 reason = _try(solver, _matchCall(m));
        _hold(
            5,
            reason == Market_BadJobSignature.selector || reason == Market_BadResourceSignature.selector,
            "a contract account is bound without its signature"
        );
        reason = _try(solver, _twiceCall(m, _oneIn(2)));
        _hold(
            5,
            reason == 0 && market.lanes(resource.provider, resource.nonce, m.lane) & bytes32(uint256(1)) == 0,
            "batch"
        );
        _parried("bad manners at a match");
    }

    function _record(bytes32 id, Match memory m, bytes32 secret) private {
        Facts storage f = facts[id];
        (f.buyer, f.provider, f.sender) = (job.buyer, resource.provider, solver);
        (f.class_, f.n, f.theta, f.auditBps) = (job.verification, job.panelSize, job.penaltyRate, job.auditBps);
        (f.value, f.jobFee, f.offerFee) = (_value(), job.solverFee, resource.solverFee);
        (f.matchedAt, f.executionWindow, f.fuelLimit) = (block.timestamp, job.executionWindow, job.fuelLimit);
        (f.offerNonce, f.lane, f.jobHash, f.secret) = (resource.nonce, m.lane, _jobHash(), secret);
        f.truth = uint64(1 + uint256(id) % (1e9 - 1));
        jobOf[f.jobHash] = abi.encode(job, secret);
        ids.push(id);
        isBusy[f.provider][f.offerNonce][f.lane] = true;
        _hold(5, ++dealsOfJob[f.jobHash] <= job.attempts, "more deals than attempts");
        _hold(5, ++liveOfJob[f.jobHash] == 1, "two live deals of one job offer");
        _hold(5, ++dealsOfOffer[f.provider][f.offerNonce] <= resource.total, "more deals than total");
        _hold(5, ++liveOfOffer[f.provider][f.offerNonce] <= resource.concurrent, "more deals than concurrent");
        _hold(5, block.timestamp <= job.expiry && block.timestamp <= resource.expiry, "expired offers matched");
        bool isBound = uint256(f.auditBps) * (f.theta + f.n + 1) >= 12_500 && f.theta >= 1 && f.n % 2 == 1;
        _hold(8, f.class_ == Verification.None || isBound, "a verified deal below the bound");
        if (usedMatches.length < 8) usedMatches.push(abi.encode(m));
        else usedMatches[usedAt++ % 8] = abi.encode(m);
    }
}
