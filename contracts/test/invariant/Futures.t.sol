// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "./Players.sol";

/// @dev Invariants of section 8 about what would follow. They play on from the state that the run has reached; forge
/// forgets what an invariant function has done.
contract FuturesTest is Players {
    uint256 private constant SCRIPTS = 8;

    /// @dev Change of an account's money, solver fees included.
    struct Nets {
        int256 buyer;
        int256 provider;
        uint256 solverGot;
    }

    // ------------------------------------------------------------------ I3

    function invariant_I3_anyoneAloneSettlesEveryDeal() public {
        address caller = _anybody();
        for (uint256 left = ids.length; left != 0; --left) {
            _endAlone(ids[_roll(left)], caller);
            assertEq(broken[3], "");
            assertEq(ids.length, left - 1);
        }
        for (uint256 i; i < holders.length; ++i) {
            assertEq(_locked(holders[i]), 0, "still locked");
            assertEq(market.stakes(holders[i]).seated, 0, "still seated");
        }
    }

    // ------------------------------------------------------------------ I6

    /// @dev The same offers, the same life, two senders: the same for buyer and provider but for what they earn as
    /// senders, and the same for the sender.
    function invariant_I6_payoffsDoNotDependOnTheSender() public {
        _draft();
        (job.solver, job.drawCommit) = (address(0), 0);
        hostile.setManner(Manner.Honest, true);
        if (dealsOfOffer[provider.addr][resource.nonce] == resource.total) return;
        if (liveOfOffer[provider.addr][resource.nonce] == resource.concurrent) return;
        Match memory m = _item();
        uint256 script = _roll(job.verification == Verification.None ? 3 : SCRIPTS);
        if (job.auditBps == 10_000 && script == 2) script = 3;
        if (script > 2) _furnishSeats();
        _afford(job.buyer, _available(job.buyer) + 2 * _value());
        address one = _anybody();
        address other = _anybodyBut(one);
        uint256 start = vm.snapshotState();
        Nets memory a = this.live(m, one, script);
        vm.revertToState(start);
        Nets memory b = this.live(m, other, script);
        assertEq(a.buyer, b.buyer, "buyer");
        assertEq(a.provider, b.provider, "provider");
        assertEq(a.solverGot, b.solverGot, "sender");
    }

    function live(Match calldata m, address sender, uint256 script) external returns (Nets memory nets) {
        require(msg.sender == address(this));
        solver = sender;
        (uint256 b, uint256 p) = (_wealth(job.buyer), _wealth(resource.provider));
        _play(_start(m), script);
        (,, Payout memory payout,) = _settlement();
        nets.solverGot = payout.toSolver;
        nets.buyer = int256(_wealth(job.buyer)) - int256(b);
        nets.provider = int256(_wealth(resource.provider)) - int256(p);
        if (sender == job.buyer) nets.buyer -= int256(nets.solverGot);
        if (sender == resource.provider) nets.provider -= int256(nets.solverGot);
    }

    /// @dev A whole life; the last call's logs are left.
    function _play(Live memory l, uint256 script) private {
        if (script == 0) {
            skip(job.executionWindow + GRACE + 1);
            return _last(_expireCall(l));
        }
        if (script == 1) {
            skip(job.executionWindow / 3);
            vm.recordLogs();
            assertEq(_try(resource.provider, _declineCall(l)), bytes4(0));
            return;
        }
        bool right = script != 4;
        l = _post(l, right ? RIGHT : WRONG, 7e8, script != 7);
        if (script == 2) {
            if (l.post.stage == Stage.Posted) l = _drawn(l, false);
            skip(job.reviewWindow + 1);
            return _last(_finalizeCall(l));
        }
        if (script != 7) l = _disputed(l);
        if (script == 6) {
            skip(_config().seatWait + 1);
            return _last(_voidCall(l));
        }
        l = _seat(l);
        bytes32 digest = script == 5 ? UNAVAILABLE : RIGHT;
        uint64 fuel = script == 5 ? 0 : 7e8;
        _commitAll(l, digest, fuel);
        l = _resolve(l, digest, fuel);
        skip(_config().appealWindow + 1);
        _last(_settleCall(l));
    }

    function _last(bytes memory data) private {
        vm.recordLogs();
        assertEq(_try(stranger, data), bytes4(0));
    }

    // ------------------------------------------------------------------ I12

    /// @dev Class A, whose fine is insured (class B is checked, not insured: section 5). The provider's own solver income
    /// counts, should it have sent the match.
    function invariant_I12_junkIsWorseThanMissing() public {
        _furnishSeats();
        uint256 start = vm.snapshotState();
        for (uint256 i; i < ids.length; ++i) {
            bytes32 id = ids[i];
            Facts memory f = facts[id];
            if (stageOf[id] != Stage.Matched || f.class_ != Verification.A || f.buyer == f.provider) continue;
            if (block.timestamp > f.matchedAt + f.executionWindow + GRACE) continue;
            int256 missed = this.miss(id);
            vm.revertToState(start);
            uint64[3] memory claims = [0, uint64(_roll(f.fuelLimit)), f.fuelLimit];
            for (uint256 k; k < 3; ++k) {
                int256 caught = this.junk(id, claims[k], true);
                vm.revertToState(start);
                int256 rate = int256(uint256(f.auditBps));
                int256 away;
                if (rate != 10_000) {
                    away = this.junk(id, claims[k], false);
                    vm.revertToState(start);
                }
                assertLt(rate * caught + (10_000 - rate) * away, 10_000 * missed, "junk pays");
                assertLt(caught, missed, "being caught pays");
            }
        }
    }

    function miss(bytes32 id) external returns (int256) {
        Live memory l = _enter(id);
        uint256 before = _wealth(facts[id].provider);
        vm.warp(facts[id].matchedAt + facts[id].executionWindow + GRACE + 1);
        _last(_expireCall(l));
        return int256(_wealth(facts[id].provider)) - int256(before);
    }

    /// @dev The provider's net of claiming `fuel` for a result that it made up.
    function junk(bytes32 id, uint64 fuel, bool caught) external returns (int256) {
        Live memory l = _enter(id);
        Facts memory f = facts[id];
        uint256 before = _wealth(f.provider);
        bytes32 made = f.secret == 0 ? WRONG : _fatedDigest(f, id, fuel, caught);
        l = _post(l, made, fuel, true);
        if (f.secret == 0) l = _drawn(l, caught);
        else l = _went(l, stranger, _drawCall(l, f.secret));
        if (!caught) {
            assertEq(uint8(_stageIn(l)), uint8(Stage.Cleared));
            vm.warp(l.post.reviewEndsAt + 1);
            _last(_finalizeCall(l));
        } else {
            l = _seat(l);
            _commitAll(l, RIGHT, f.truth);
            l = _resolve(l, RIGHT, f.truth);
            assertEq(uint8(l.case_.firstVerdict), uint8(Verdict.Overturned));
            vm.warp(l.case_.deadline + 1);
            _last(_settleCall(l));
        }
        return int256(_wealth(f.provider)) - int256(before);
    }

    /// @dev A made-up digest with which the buyer's secret hits, or not.
    function _fatedDigest(Facts memory f, bytes32 id, uint64 fuel, bool hit) private pure returns (bytes32 made) {
        for (uint256 i;; ++i) {
            made = keccak256(abi.encode("junk", i));
            bytes32 lot = keccak256(abi.encode(f.secret, _seal(id, f.provider, made, fuel), id));
            if ((uint256(lot) % 10_000 < f.auditBps) == hit) return made;
        }
    }

    // ------------------------------------------------------------------ helpers

    function _wealth(address who) private view returns (uint256) {
        return _available(who) + _locked(who);
    }

    /// @dev Assumption H needs seats that are free: every member puts up enough for any deal here.
    function _furnishSeats() private {
        for (uint256 i; i < MEMBERS; ++i) {
            if (market.stakes(members[i]).free >= 250e6) continue;
            _fund(members[i], 250e6);
            vm.prank(members[i]);
            market.stake(250e6);
        }
    }
}
