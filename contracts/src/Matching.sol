// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Memory} from "@openzeppelin/contracts/utils/Memory.sol";
import {IMarketCore} from "./interfaces/IMarket.sol";
import {Fail} from "./libraries/Fail.sol";
import {Lists} from "./libraries/Lists.sol";
import {OfferHashes} from "./libraries/OfferHashes.sol";
import {Pricing} from "./libraries/Pricing.sol";
import {Signatures} from "./libraries/Signatures.sol";
import {ResourceUse} from "./types/Accounts.sol";
import {Work} from "./types/Deals.sol";
import {JobOffer, JobSide, ResourceOffer, ResourceSide, Verification} from "./types/Offers.sol";
import {Terms, TermsLib} from "./types/Terms.sol";
import {Feasibility} from "./Feasibility.sol";

/// @title Row 1 of section 6: two signed offers become a deal
/// @dev Every check answers 0 or the selector of what is wrong (Fail.sol); nothing is written before the last one.
abstract contract Matching is IMarketCore, Feasibility {
    using Lists for address[];
    using OfferHashes for JobOffer;
    using OfferHashes for ResourceOffer;

    uint256 private constant TICKET_LIFE = 10 minutes;

    /// @inheritdoc IMarketCore
    function matchDeal(ResourceSide calldata resource, JobSide calldata job) external returns (bytes32 dealId) {
        Shared memory s;
        _whyNotOffered(resource, s);
        (, dealId) = _match(resource, s, job);
    }

    /// @inheritdoc IMarketCore
    function matchDeals(ResourceSide calldata resource, JobSide[] calldata jobs) external {
        Shared memory s;
        bytes4 wrong = _whyNotOffered(resource, s);
        Memory.Pointer mark = Memory.getFreeMemoryPointer();
        for (uint256 i; i < jobs.length; ++i) {
            bytes4 reason = wrong;
            if (reason == 0) (reason,) = _match(resource, s, jobs[i]);
            if (reason != 0) emit Skipped(i, reason);
            Memory.unsafeSetFreeMemoryPointer(mark);
        }
    }

    function _match(ResourceSide calldata r, Shared memory s, JobSide calldata j)
        private
        returns (bytes4 reason, bytes32 dealId)
    {
        Facts memory f;
        f.jobHash = j.offer.hash();
        f.buyer = j.offer.buyer;
        if ((reason = _whyNotUsable(r.offer, s.provider, j, f)) != 0) return (reason, 0);
        if ((reason = _whyNotFitting(r.offer, j.offer, f)) != 0) return (reason, 0);
        if ((reason = _whyNotListed(r, j)) != 0) return (reason, 0);
        reason =
            j.offer.verification == Verification.None ? _whyNotUnverified(j.offer) : _whyNotVerifiable(r, s, j, f);
        if (reason != 0) return (reason, 0);
        if ((reason = _whyNotPayable(r.offer, s.provider, j.offer, f)) != 0) return (reason, 0);
        if ((reason = _whyNotSigned(j, f)) != 0) return (reason, 0);
        dealId = _start(r, s, j, f);
    }

    // ------------------------------------------------------------------ checks

    /// @dev The side that a batch shares: expiry, cancellation, named solver, lists, signature, ticket.
    function _whyNotOffered(ResourceSide calldata r, Shared memory s) private view returns (bytes4) {
        s.hash = r.offer.hash();
        s.provider = r.offer.provider;
        ResourceOffer calldata offer = r.offer;
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

    /// @dev Expiry, cancellation, limits of use, named solver and providers.
    function _whyNotUsable(ResourceOffer calldata offer, address provider, JobSide calldata j, Facts memory f)
        private
        view
        returns (bytes4)
    {
        JobOffer calldata job = j.offer;
        if (block.timestamp > job.expiry) {
            return Fail.no(Market_JobExpired.selector, job.expiry, block.timestamp);
        }
        if (job.solver != address(0) && job.solver != msg.sender) {
            return Fail.no(Market_WrongSolver.selector, job.solver, msg.sender);
        }
        {
            uint256 minNonce = _accounts[f.buyer].minNonce;
            uint256 bits = _nonceBits(f.buyer, job.nonce);
            if (job.nonce < minNonce || bits & NONCE_CANCELLED != 0) {
                return Fail.no(Market_JobCancelled.selector, job.nonce, minNonce);
            }
            if (bits & NONCE_USED != 0) return Fail.no(Market_JobUsed.selector, uint256(job.nonce));
            f.hasFailed = bits & NONCE_FAILED != 0;
        }
        if (offer.total != UNLIMITED) {
            uint256 used = _resourceUses[provider][offer.nonce].used;
            if (used >= offer.total) return Fail.no(Market_ResourceUsedUp.selector, used, offer.total);
        }
        if (j.lane >= offer.concurrent) {
            return Fail.no(Market_LaneOutOfRange.selector, j.lane, offer.concurrent);
        }
        if (uint256(_lanes[provider][offer.nonce][j.lane]) & 1 != 0) {
            return Fail.no(Market_LaneBusy.selector, uint256(j.lane));
        }
        if (job.providersHash != 0) {
            bytes32 given = j.providers.hash();
            if (given != job.providersHash) {
                return Fail.no(Market_WrongList.selector, job.providersHash, given);
            }
            if (!j.providers.has(provider)) {
                return Fail.no(Market_ProviderNotListed.selector, provider);
            }
        }
        return _whyNotAgain(provider, j, f);
    }

    /// @dev The job's earlier attempts: their number, and never the same provider twice.
    function _whyNotAgain(address provider, JobSide calldata j, Facts memory f) private view returns (bytes4) {
        address[] calldata failures = j.failed;
        uint256 failed = f.hasFailed ? _failures[f.jobHash] : 0;
        f.attempt = failed & 0xff;
        if (f.attempt >= j.offer.attempts) {
            return Fail.no(Market_AttemptsUsed.selector, f.attempt, j.offer.attempts);
        }
        uint256 chain;
        for (uint256 i; i < failures.length; ++i) {
            if (failures[i] == provider) return Fail.no(Market_FailedBefore.selector, failures[i]);
            chain = uint256(keccak256(abi.encode(chain, failures[i]))) >> 8;
        }
        if (chain != failed >> 8) {
            return Fail.no(Market_WrongList.selector, bytes32(failed >> 8), bytes32(chain));
        }
        return 0;
    }

    function _whyNotPayable(
        ResourceOffer calldata offer,
        address provider,
        JobOffer calldata job,
        Facts memory f
    )
        private
        view
        returns (bytes4)
    {
        f.buyerLock = Pricing.buyerLock(f.value, job.panelSize, job.solverFee);
        f.providerLock = Pricing.providerLock(f.value, job.panelSize, job.penaltyRate, offer.solverFee);
        uint256 available = _accounts[f.buyer].available;
        if (available < f.buyerLock) {
            return Fail.no(Market_BuyerBalanceTooLow.selector, f.buyerLock, available);
        }
        if (f.buyer == provider) {
            available -= f.buyerLock;
        } else {
            available = _accounts[provider].available;
        }
        if (available < f.providerLock) {
            return Fail.no(Market_ProviderBalanceTooLow.selector, f.providerLock, available);
        }
        return 0;
    }

    function _whyNotSigned(JobSide calldata j, Facts memory f) private view returns (bytes4) {
        JobOffer calldata job = j.offer;
        if (!Signatures.isValid(f.buyer, _digest(f.jobHash), j.signature)) {
            return Fail.no(Market_BadJobSignature.selector, f.buyer);
        }
        bytes32 receipt = keccak256(
            abi.encode(OfferHashes.INPUT_RECEIPT_TYPEHASH, f.buyer, job.moduleId, job.inputsId, j.heldUntil)
        );
        if (!Signatures.isValid(j.directory, _digest(receipt), j.receiptSignature)) {
            return Fail.no(Market_BadReceiptSignature.selector, j.directory);
        }
        return 0;
    }

    /// @dev The EIP-712 digest of a struct hash.
    function _digest(bytes32 structHash) internal view virtual returns (bytes32);

    // ------------------------------------------------------------------ effects

    function _start(ResourceSide calldata r, Shared memory s, JobSide calldata j, Facts memory f)
        private
        returns (bytes32 dealId)
    {
        JobOffer calldata job = j.offer;
        ResourceOffer calldata offer = r.offer;
        dealId = keccak256(abi.encode(block.chainid, address(this), f.jobHash, s.hash, f.attempt));
        uint256[10] memory words = TermsLib.pack(_termsOf(r, s, j, f));
        _setNonceBits(f.buyer, job.nonce, NONCE_USED, 0);
        if (offer.total != UNLIMITED) ++_resourceUses[s.provider][offer.nonce].used;
        _lock(f.buyer, f.buyerLock);
        _lock(s.provider, f.providerLock);
        _lanes[s.provider][offer.nonce][j.lane] = _bind(dealId, words, 0, 0);
        _tell(dealId, words, s, j, r.directories);
    }

    function _tell(
        bytes32 dealId,
        uint256[10] memory words,
        Shared memory s,
        JobSide calldata j,
        address[] calldata resourceDirectories
    ) private {
        Work memory work = _workOf(j.offer);
        emit DealMatched(
            dealId,
            j.offer.buyer,
            s.provider,
            words,
            s.hash,
            work,
            j.directory,
            j.directories,
            resourceDirectories
        );
    }

    function _termsOf(ResourceSide calldata r, Shared memory s, JobSide calldata j, Facts memory f)
        private
        view
        returns (Terms memory t)
    {
        JobOffer calldata job = j.offer;
        ResourceOffer calldata offer = r.offer;
        t.buyer = f.buyer;
        t.fuelLimit = job.fuelLimit;
        t.executionWindow = job.executionWindow;
        t.provider = s.provider;
        t.jobNonce = job.nonce;
        t.reviewWindow = job.reviewWindow;
        t.solver = msg.sender;
        t.resourceNonce = offer.nonce;
        t.theta = job.penaltyRate;
        t.lane = j.lane;
        t.basePrice = offer.basePrice;
        t.fuelPrice = offer.fuelPrice;
        t.matchedAt = uint40(block.timestamp);
        t.n = job.panelSize;
        t.auditBps = job.auditBps;
        t.jobSolverFee = job.solverFee;
        t.resourceSolverFee = offer.solverFee;
        t.attempt = uint8(f.attempt);
        t.verification = job.verification;
        t.leastSeatFee = job.verification == Verification.None ? 0 : r.courtTerms.minSeatFee;
        t.court = job.court;
        t.drawCommit = job.drawCommit;
        t.jobOfferHash = f.jobHash;
        t.directoriesHash = keccak256(abi.encode(job.directoriesHash, offer.directoriesHash));
    }

    function _workOf(JobOffer calldata job) private pure returns (Work memory) {
        return Work({
            moduleId: job.moduleId,
            inputsId: job.inputsId,
            engine: job.engine,
            resources: (uint256(job.cpuMilli) << 128) | (uint256(job.memoryMiB) << 96) | (uint256(job.storageMiB) << 64)
                | (uint256(job.gpuCount) << 32) | job.gpuMemoryMiB,
            gpuModel: job.gpuModel
        });
    }
}
