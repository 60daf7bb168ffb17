// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "./Endings.sol";

/// @dev Job offers whose deal failed are matched again or cancelled; offers are cancelled one by one and all below one.
abstract contract Retries is Endings {
    /// @dev The same signed job offer, with whoever is next.
    function retry(uint256 seed) external turn(seed) {
        if (ids.length == DEALS) return _step(ids[_roll(DEALS)]);
        if (failedJobs.length == 0) {
            bytes32 fresh = _draft();
            if (!_isUsedUp()) _begin(_item(), fresh);
            return;
        }
        uint256 at = _roll(failedJobs.length);
        bytes32 hash = failedJobs[at];
        bytes32 secret = _again(hash);
        address[] memory failed = failedBy[hash];
        Match memory m = _item();
        if (block.timestamp > job.expiry) {
            return _refuseAgain(m, Market_JobExpired.selector, "expired job offer again");
        }
        if (_isCancelled(job.buyer, job.nonce)) {
            return _refuseAgain(m, Market_JobCancelled.selector, "cancelled job offer again");
        }
        if (isSpent[hash]) return _refuseAgain(m, Market_JobUsed.selector, "spent job offer again");
        if (liveOfJob[hash] != 0) return _refuseAgain(m, Market_JobUsed.selector, "live job offer again");
        if (_isUsedUp()) return;
        if (failed.length == job.attempts) {
            return _refuseAgain(m, Market_AttemptsUsed.selector, "attempts used up");
        }
        _refuseAgain(m, Market_WrongList.selector, "failures left out");
        m.failed = failed;
        if (_has(failed, resource.provider)) return _refuseAgain(m, Market_FailedBefore.selector, "failed before");
        _begin(m, secret);
        _parried("a further attempt");
    }

    /// @dev The job offer as it was signed, and a resource offer of somebody's that fits it.
    function _again(bytes32 hash) private returns (bytes32 secret) {
        _draft();
        (job, secret) = abi.decode(jobOf[hash], (JobOffer, bytes32));
        buyer = walletOf[job.buyer];
        resource.modulesHash = _hashOf(modules);
        bytes32 list = job.providersHash;
        if (list != 0) {
            // the offer names one provider, who has failed
            provider = walletOf[failedBy[hash][0]];
            resource.provider = provider.addr;
            resource.nonce = offerNonce[provider.addr];
            providers[0] = provider.addr;
        }
        if (job.solver != address(0)) solver = job.solver;
    }

    function _refuseAgain(Match memory m, bytes4 expected, bytes32 name) private {
        _hold(5, _try(solver, _matchCall(m)) == expected, "a job offer used again against its terms");
        _parried(name);
    }

    function _isCancelled(address who, uint64 nonce) private view returns (bool cancelled) {
        (, cancelled) = market.jobNonces(who, nonce);
    }

    // ------------------------------------------------------------------ cancellations

    /// @dev An offer that nobody has used, or one that failed, is cancelled: no match of it afterwards.
    function cancel(uint256 seed) external turn(seed) {
        uint256 kind = _roll(4);
        bytes32 hash = _oneIn(2) && failedJobs.length != 0 ? failedJobs[_roll(failedJobs.length)] : bytes32(0);
        if (hash != 0) _again(hash);
        bool dead = isSpent[hash] || liveOfJob[hash] != 0 || block.timestamp > job.expiry;
        if (hash == 0 || dead || _isCancelled(job.buyer, job.nonce)) {
            hash = 0;
            _draft();
        }
        if (_isUsedUp()) return;
        Match memory m = _item();
        m.failed = failedBy[hash];
        _cancelBy(kind);
        // the resource offer is looked at first, and one who deals with itself cancels both below a nonce
        (, bool isOfferGone) = market.resourceUses(resource.provider, resource.nonce);
        bytes4 expected = isOfferGone ? Market_ResourceCancelled.selector : Market_JobCancelled.selector;
        _hold(5, isOfferGone || _isCancelled(job.buyer, job.nonce), "a cancelled offer is not cancelled");
        _hold(5, _try(solver, _matchCall(m)) == expected, "a cancelled offer was matched");
        _parried("cancelled offer");
    }

    function _cancelBy(uint256 kind) private {
        if (kind == 0) {
            vm.prank(job.buyer);
            market.cancelJob(job.nonce);
        } else if (kind == 2) {
            vm.prank(resource.provider);
            market.cancelResource(resource.nonce);
            offerNonce[resource.provider] = ++nonces;
        } else {
            address who = kind == 1 ? job.buyer : resource.provider;
            uint64 below = 1 + (kind == 1 ? job.nonce : resource.nonce);
            vm.prank(who);
            market.cancelBelow(below);
            offerNonce[who] = ++nonces;
        }
    }
}
