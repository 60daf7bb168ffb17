// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Memory} from "@openzeppelin/contracts/utils/Memory.sol";
import {IMarketCore} from "./interfaces/IMarket.sol";
import {Fail} from "./libraries/Fail.sol";
import {Lists} from "./libraries/Lists.sol";
import {OfferHashes} from "./libraries/OfferHashes.sol";
import {Pricing} from "./libraries/Pricing.sol";
import {Signatures} from "./libraries/Signatures.sol";
import {Account} from "./types/Accounts.sol";
import {Work} from "./types/Deals.sol";
import {JobItem, JobOffer, JobSide, ResourceOffer, ResourceSide, Verification} from "./types/Offers.sol";
import {TermsLib} from "./types/Terms.sol";
import {Feasibility} from "./Feasibility.sol";

/// @title Row 1 of section 6: two signed offers become a deal
/// @dev Every check answers 0 or the selector of what is wrong (Fail.sol); nothing is written before the last one.
abstract contract Matching is IMarketCore, Feasibility {
    using Lists for address[];
    using OfferHashes for JobOffer;
    using OfferHashes for bytes;
    using OfferHashes for ResourceOffer;
    using TermsLib for uint256[9];

    uint256 private constant TICKET_LIFE = 10 minutes;

    /// @inheritdoc IMarketCore
    function matchDeal(ResourceSide calldata resource, JobSide calldata job) external returns (bytes32 dealId) {
        Shared memory s = Shared(resource.offer.hash(), 0, resource.offer, resource.courtTerms);
        _whyNotOffered(resource, s);
        uint256 jobs;
        (jobs, dealId) = _matchSide(resource, s, 0, job, 0);
        if (jobs != 1) revert Market_NotOneJob(jobs);
    }

    /// @inheritdoc IMarketCore
    function matchDeals(ResourceSide calldata resource, JobSide[] calldata jobs) external {
        Shared memory s = Shared(resource.offer.hash(), 0, resource.offer, resource.courtTerms);
        bytes4 wrong = _whyNotOffered(resource, s);
        Memory.Pointer mark = Memory.getFreeMemoryPointer();
        uint256 index;
        for (uint256 i; i < jobs.length; ++i) {
            (index,) = _matchSide(resource, s, wrong, jobs[i], index);
            Memory.unsafeSetFreeMemoryPointer(mark);
        }
    }

    /// @param wrong with the resource's side, 0 = nothing
    /// @param index of the side's first item in the batch
    /// @return the index of the next side's first item
    /// @return dealId of the last deal that was started
    function _matchSide(ResourceSide calldata r, Shared memory s, bytes4 wrong, JobSide calldata j, uint256 index)
        private
        returns (uint256, bytes32 dealId)
    {
        JobOffer memory job = j.offer;
        Account storage account = _accounts[job.buyer];
        uint256 value = Pricing.price(s.offer.basePrice, s.offer.fuelPrice, job.fuelLimit);
        // made here: a function that returns a struct would zero another one first
        Common memory c = Common({
            offer: job,
            encoded: j.offer.encode(),
            terms: TermsLib.agreed(job, s.offer, job.verification == Verification.None ? 0 : s.courtTerms.minSeatFee),
            work: Work(job.moduleId, 0, job.engine, _resourcesOf(job), job.gpuModel),
            value: value,
            buyerLock: Pricing.buyerLock(value, job.panelSize, job.solverFee),
            providerLock: Pricing.providerLock(value, job.panelSize, job.penaltyRate, s.offer.solverFee),
            heldUntil: block.timestamp + _longestLife(job.executionWindow, job.reviewWindow),
            minNonce: account.minNonce,
            buyerLeft: account.available,
            providerLeft: _accounts[s.offer.provider].available,
            started: 0
        });
        if (wrong == 0) wrong = _whyNotCommon(r, s, j, c);
        (index, dealId) = _matchItems(s, wrong, j, c, r.directories, index);
        if (c.started != 0) {
            _lock(job.buyer, c.started * c.buyerLock);
            _lock(s.offer.provider, c.started * c.providerLock);
        }
        return (index, dealId);
    }

    function _matchItems(
        Shared memory s,
        bytes4 wrong,
        JobSide calldata j,
        Common memory c,
        address[] calldata resourceDirectories,
        uint256 index
    ) private returns (uint256, bytes32 dealId) {
        JobItem[] calldata items = j.items;
        Memory.Pointer mark = Memory.getFreeMemoryPointer();
        for (uint256 i; i < items.length; ++i) {
            bytes4 reason = wrong;
            if (reason == 0) (reason, dealId) = _match(s, j, c, items[i], resourceDirectories);
            if (reason != 0) emit Skipped(index + i, reason);
            Memory.unsafeSetFreeMemoryPointer(mark);
        }
        return (index + items.length, dealId);
    }

    function _match(
        Shared memory s,
        JobSide calldata j,
        Common memory c,
        JobItem calldata item,
        address[] calldata resourceDirectories
    ) private returns (bytes4 reason, bytes32 dealId) {
        bytes32 jobHash = c.encoded.hashWith(item.inputsId, item.nonce);
        uint256 failed;
        if (item.heldUntil < c.heldUntil) {
            return (Fail.no(Market_ReceiptTooShort.selector, c.heldUntil, item.heldUntil), 0);
        }
        (reason, failed) = _whyNotFree(c, item.nonce);
        if (reason != 0) return (reason, 0);
        if ((reason = _whyNotLane(s.offer, item.lane)) != 0) return (reason, 0);
        if ((reason = _whyNotAgain(s, c, item, failed)) != 0) return (reason, 0);
        if ((reason = _whyNotPayable(s, c)) != 0) return (reason, 0);
        if ((reason = _whyNotSigned(j, c, item, jobHash)) != 0) return (reason, 0);
        dealId = keccak256(abi.encode(block.chainid, address(this), jobHash, s.hash, failed & 0xff));
        _start(s, c, item, failed, dealId);
        _tell(s, j, c, resourceDirectories, jobHash, dealId);
    }

    // ------------------------------------------------------------------ checks

    /// @dev The side that a batch shares: expiry, cancellation, named solver, lists, signature, ticket.
    function _whyNotOffered(ResourceSide calldata r, Shared memory s) private view returns (bytes4) {
        ResourceOffer memory offer = s.offer;
        if (block.timestamp > offer.expiry) {
            return Fail.no(Market_ResourceExpired.selector, offer.expiry, block.timestamp);
        }
        if (offer.solver != address(0) && offer.solver != msg.sender) {
            return Fail.no(Market_WrongSolver.selector, offer.solver, msg.sender);
        }
        uint256 minNonce = _accounts[offer.provider].minNonce;
        if (offer.nonce < minNonce || _resourceUses[offer.provider][offer.nonce].cancelled) {
            return Fail.no(Market_ResourceCancelled.selector, offer.nonce, minNonce);
        }
        address key = offer.ticketKey;
        if (key != address(0) && (r.ticketUntil < block.timestamp || r.ticketUntil > block.timestamp + TICKET_LIFE)) {
            return Fail.no(Market_TicketStale.selector, r.ticketUntil, block.timestamp);
        }
        bytes4 reason = _whyNotGiven(r, s);
        if (reason != 0) return reason;
        if (!Signatures.isValid(offer.provider, _digest(s.hash), r.signature)) {
            return Fail.no(Market_BadResourceSignature.selector, offer.provider);
        }
        if (key != address(0)) {
            bytes32 ticket = keccak256(abi.encode(OfferHashes.TICKET_TYPEHASH, s.hash, r.ticketUntil));
            if (!Signatures.isKey(key, _digest(ticket), r.ticketSignature)) {
                return Fail.no(Market_BadTicketSignature.selector, key);
            }
        }
        return 0;
    }

    /// @dev Everything but the items: expiry, named solver and providers, and whether the two offers fit.
    function _whyNotCommon(ResourceSide calldata r, Shared memory s, JobSide calldata j, Common memory c)
        private
        view
        returns (bytes4 reason)
    {
        JobOffer memory job = c.offer;
        if (block.timestamp > job.expiry) {
            return Fail.no(Market_JobExpired.selector, job.expiry, block.timestamp);
        }
        if (job.solver != address(0) && job.solver != msg.sender) {
            return Fail.no(Market_WrongSolver.selector, job.solver, msg.sender);
        }
        if (job.providersHash != 0) {
            bytes32 given = j.providers.hash();
            if (given != job.providersHash) {
                return Fail.no(Market_WrongList.selector, job.providersHash, given);
            }
            if (!j.providers.has(s.offer.provider)) {
                return Fail.no(Market_ProviderNotListed.selector, s.offer.provider);
            }
        }
        if ((reason = _whyNotFitting(s.offer, job, c.value)) != 0) return reason;
        if ((reason = _whyNotListed(r, s, j, job)) != 0) return reason;
        return job.verification == Verification.None ? _whyNotUnverified(job) : _whyNotVerifiable(r, s, j, c);
    }

    /// @dev The job's nonce is neither cancelled nor in use.
    /// @return failed the nonce's word of _failures
    function _whyNotFree(Common memory c, uint64 nonce) private view returns (bytes4, uint256 failed) {
        address buyer = c.offer.buyer;
        uint256 bits = _nonceBits(buyer, nonce);
        if (nonce < c.minNonce || bits & NONCE_CANCELLED != 0) {
            return (Fail.no(Market_JobCancelled.selector, nonce, c.minNonce), 0);
        }
        if (bits & NONCE_USED != 0) {
            failed = _failures[buyer][nonce];
            if (failed & FAILURES_FREE == 0) return (Fail.no(Market_JobUsed.selector, uint256(nonce)), 0);
        }
        return (0, failed);
    }

    /// @dev The resource offer has a deal left, and this lane is free.
    function _whyNotLane(ResourceOffer memory offer, uint16 lane) private view returns (bytes4) {
        if (offer.total != UNLIMITED) {
            uint256 used = _resourceUses[offer.provider][offer.nonce].used;
            if (used >= offer.total) return Fail.no(Market_ResourceUsedUp.selector, used, offer.total);
        }
        if (lane >= offer.concurrent) return Fail.no(Market_LaneOutOfRange.selector, lane, offer.concurrent);
        if (uint256(_lanes[offer.provider][offer.nonce][lane]) & 1 != 0) {
            return Fail.no(Market_LaneBusy.selector, uint256(lane));
        }
        return 0;
    }

    /// @dev Attempts are left, and none of those before was with this provider.
    function _whyNotAgain(Shared memory s, Common memory c, JobItem calldata item, uint256 failed)
        private
        pure
        returns (bytes4)
    {
        if (failed & 0xff >= c.offer.attempts) {
            return Fail.no(Market_AttemptsUsed.selector, failed & 0xff, c.offer.attempts);
        }
        address[] calldata providers = item.failed;
        uint256 chain;
        for (uint256 i; i < providers.length; ++i) {
            address before = providers[i];
            if (before == s.offer.provider) return Fail.no(Market_FailedBefore.selector, before);
            chain = _nextFailure(chain, before);
        }
        if (chain != failed >> 16) {
            return Fail.no(Market_WrongList.selector, bytes32(failed >> 16), bytes32(chain));
        }
        return 0;
    }

    function _whyNotPayable(Shared memory s, Common memory c) private pure returns (bytes4) {
        if (c.buyerLeft < c.buyerLock) return Fail.no(Market_BuyerBalanceTooLow.selector, c.buyerLock, c.buyerLeft);
        uint256 left = c.offer.buyer == s.offer.provider ? c.buyerLeft - c.buyerLock : c.providerLeft;
        if (left < c.providerLock) return Fail.no(Market_ProviderBalanceTooLow.selector, c.providerLock, left);
        return 0;
    }

    /// @dev The buyer has signed it, and the directory that it holds the inputs.
    function _whyNotSigned(JobSide calldata j, Common memory c, JobItem calldata item, bytes32 jobHash)
        private
        view
        returns (bytes4)
    {
        JobOffer memory job = c.offer;
        if (!Signatures.isValid(job.buyer, _digest(jobHash), item.signature)) {
            return Fail.no(Market_BadJobSignature.selector, job.buyer);
        }
        bytes32 receipt = keccak256(
            abi.encode(OfferHashes.INPUT_RECEIPT_TYPEHASH, job.buyer, job.moduleId, item.inputsId, item.heldUntil)
        );
        if (!Signatures.isValid(j.directory, _digest(receipt), item.receiptSignature)) {
            return Fail.no(Market_BadReceiptSignature.selector, j.directory);
        }
        return 0;
    }

    /// @dev The EIP-712 digest of a struct hash.
    function _digest(bytes32 structHash) internal view virtual returns (bytes32);

    // ------------------------------------------------------------------ effects

    /// @dev All of a start but the money, which _matchSide locks for the whole side.
    function _start(Shared memory s, Common memory c, JobItem calldata item, uint256 failed, bytes32 dealId) private {
        ResourceOffer memory offer = s.offer;
        address buyer = c.offer.buyer;
        c.terms.setDeal(item.nonce, item.lane, uint8(failed));
        c.work.inputsId = item.inputsId;
        if (failed == 0) _setNonceBits(buyer, item.nonce, NONCE_USED);
        else _failures[buyer][item.nonce] = failed & ~FAILURES_FREE;
        if (offer.total != UNLIMITED) ++_resourceUses[offer.provider][offer.nonce].used;
        _lanes[offer.provider][offer.nonce][item.lane] = _bind(dealId, c.terms, 0, 0);
        c.buyerLeft -= c.buyerLock;
        if (buyer == offer.provider) c.buyerLeft -= c.providerLock;
        else c.providerLeft -= c.providerLock;
        ++c.started;
    }

    function _tell(
        Shared memory s,
        JobSide calldata j,
        Common memory c,
        address[] calldata resourceDirectories,
        bytes32 jobHash,
        bytes32 dealId
    ) private {
        emit DealMatched(
            dealId,
            c.offer.buyer,
            s.offer.provider,
            c.terms,
            jobHash,
            s.hash,
            c.work,
            j.directory,
            j.directories,
            resourceDirectories
        );
    }

    function _resourcesOf(JobOffer memory job) private pure returns (uint256) {
        return (uint256(job.cpuMilli) << 128) | (uint256(job.memoryMiB) << 96) | (uint256(job.storageMiB) << 64)
            | (uint256(job.gpuCount) << 32) | job.gpuMemoryMiB;
    }
}
