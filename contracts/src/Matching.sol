// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IMarketCore} from "./interfaces/IMarket.sol";
import {Fail} from "./libraries/Fail.sol";
import {Lists} from "./libraries/Lists.sol";
import {OfferHashes} from "./libraries/OfferHashes.sol";
import {Pricing} from "./libraries/Pricing.sol";
import {Signatures} from "./libraries/Signatures.sol";
import {ResourceUse} from "./types/Accounts.sol";
import {Work} from "./types/Deals.sol";
import {JobOffer, Match, ResourceOffer, Verification} from "./types/Offers.sol";
import {Terms, TermsLib} from "./types/Terms.sol";
import {Feasibility} from "./Feasibility.sol";
import {Deal} from "./MarketStore.sol";

/// @title Row 1 of section 6: two signed offers become a deal
/// @dev Every check answers 0 or the selector of what is wrong (Fail.sol); nothing is written before the last one.
abstract contract Matching is IMarketCore, Feasibility {
    using Lists for address[];
    using OfferHashes for JobOffer;
    using OfferHashes for ResourceOffer;

    uint256 private constant TICKET_LIFE = 10 minutes;

    /// @inheritdoc IMarketCore
    function matchDeal(Match calldata item) external returns (bytes32 dealId) {
        (, dealId) = _match(item);
    }

    /// @inheritdoc IMarketCore
    function matchDeals(Match[] calldata items) external {
        for (uint256 i; i < items.length; ++i) {
            (bytes4 reason,) = _match(items[i]);
            if (reason != 0) emit Skipped(i, reason);
        }
    }

    function _match(Match calldata m) private returns (bytes4 reason, bytes32 dealId) {
        Facts memory f;
        f.job = m.job;
        f.offer = m.resource;
        f.jobHash = m.job.hash();
        f.resourceHash = m.resource.hash();
        if ((reason = _whyNotUsable(m, f)) != 0) return (reason, 0);
        if ((reason = _whyNotFitting(f)) != 0) return (reason, 0);
        if ((reason = _whyNotListed(m, f)) != 0) return (reason, 0);
        reason = f.job.verification == Verification.None ? _whyNotUnverified(f.job) : _whyNotVerifiable(m, f);
        if (reason != 0) return (reason, 0);
        if ((reason = _whyNotPayable(f)) != 0) return (reason, 0);
        if ((reason = _whyNotSigned(m, f)) != 0) return (reason, 0);
        dealId = _start(m, f);
    }

    // ------------------------------------------------------------------ checks

    /// @dev Expiry, cancellation, limits of use, named solver and providers, ticket's time.
    function _whyNotUsable(Match calldata m, Facts memory f) private view returns (bytes4) {
        JobOffer memory job = f.job;
        ResourceOffer memory offer = f.offer;
        if (block.timestamp > job.expiry) {
            return Fail.no(Market_JobExpired.selector, job.expiry, block.timestamp);
        }
        if (block.timestamp > offer.expiry) {
            return Fail.no(Market_ResourceExpired.selector, offer.expiry, block.timestamp);
        }
        if (job.solver != address(0) && job.solver != msg.sender) {
            return Fail.no(Market_WrongSolver.selector, job.solver, msg.sender);
        }
        if (offer.solver != address(0) && offer.solver != msg.sender) {
            return Fail.no(Market_WrongSolver.selector, offer.solver, msg.sender);
        }
        {
            uint256 minNonce = _accounts[job.buyer].minNonce;
            uint256 bits = _jobNonces[job.buyer][job.nonce >> 7] >> (2 * (job.nonce & 127));
            if (job.nonce < minNonce || bits & 2 != 0) {
                return Fail.no(Market_JobCancelled.selector, job.nonce, minNonce);
            }
            if (bits & 1 != 0) return Fail.no(Market_JobUsed.selector, uint256(job.nonce));
        }
        {
            uint256 minNonce = _accounts[offer.provider].minNonce;
            ResourceUse memory use = _resourceUses[offer.provider][offer.nonce];
            if (offer.nonce < minNonce || use.cancelled) {
                return Fail.no(Market_ResourceCancelled.selector, offer.nonce, minNonce);
            }
            if (use.used >= offer.total) {
                return Fail.no(Market_ResourceUsedUp.selector, use.used, offer.total);
            }
        }
        if (m.lane >= offer.concurrent) {
            return Fail.no(Market_LaneOutOfRange.selector, m.lane, offer.concurrent);
        }
        if (uint256(_lanes[offer.provider][offer.nonce][m.lane]) & 1 != 0) {
            return Fail.no(Market_LaneBusy.selector, uint256(m.lane));
        }
        if (job.providersHash != 0) {
            bytes32 given = m.providers.hash();
            if (given != job.providersHash) {
                return Fail.no(Market_WrongList.selector, job.providersHash, given);
            }
            if (!m.providers.has(offer.provider)) {
                return Fail.no(Market_ProviderNotListed.selector, offer.provider);
            }
        }
        if (offer.ticketKey != address(0)) {
            if (m.ticketUntil < block.timestamp || m.ticketUntil > block.timestamp + TICKET_LIFE) {
                return Fail.no(Market_TicketStale.selector, m.ticketUntil, block.timestamp);
            }
        }
        return _whyNotAgain(m, f);
    }

    /// @dev The job's earlier attempts: their number, and never the same provider twice.
    function _whyNotAgain(Match calldata m, Facts memory f) private view returns (bytes4) {
        uint256 failed = _failures[f.jobHash];
        f.attempt = failed & 0xff;
        if (f.attempt >= f.job.attempts) {
            return Fail.no(Market_AttemptsUsed.selector, f.attempt, f.job.attempts);
        }
        uint256 chain;
        for (uint256 i; i < m.failed.length; ++i) {
            if (m.failed[i] == f.offer.provider) {
                return Fail.no(Market_FailedBefore.selector, m.failed[i]);
            }
            chain = uint256(keccak256(abi.encode(chain, m.failed[i]))) >> 8;
        }
        if (chain != failed >> 8) {
            return Fail.no(Market_WrongList.selector, bytes32(failed >> 8), bytes32(chain));
        }
        return 0;
    }

    function _whyNotPayable(Facts memory f) private view returns (bytes4) {
        JobOffer memory job = f.job;
        f.buyerLock = Pricing.buyerLock(f.value, job.panelSize, job.solverFee);
        f.providerLock = Pricing.providerLock(f.value, job.panelSize, job.penaltyRate, f.offer.solverFee);
        uint256 available = _accounts[job.buyer].available;
        if (available < f.buyerLock) {
            return Fail.no(Market_BuyerBalanceTooLow.selector, f.buyerLock, available);
        }
        if (job.buyer == f.offer.provider) {
            available -= f.buyerLock;
        } else {
            available = _accounts[f.offer.provider].available;
        }
        if (available < f.providerLock) {
            return Fail.no(Market_ProviderBalanceTooLow.selector, f.providerLock, available);
        }
        return 0;
    }

    function _whyNotSigned(Match calldata m, Facts memory f) private view returns (bytes4) {
        if (!Signatures.isValid(f.job.buyer, _digest(f.jobHash), m.jobSignature)) {
            return Fail.no(Market_BadJobSignature.selector, f.job.buyer);
        }
        if (!Signatures.isValid(f.offer.provider, _digest(f.resourceHash), m.resourceSignature)) {
            return Fail.no(Market_BadResourceSignature.selector, f.offer.provider);
        }
        address key = f.offer.ticketKey;
        if (key != address(0)) {
            bytes32 ticket = keccak256(abi.encode(OfferHashes.TICKET_TYPEHASH, f.resourceHash, m.ticketUntil));
            if (!Signatures.isKey(key, _digest(ticket), m.ticketSignature)) {
                return Fail.no(Market_BadTicketSignature.selector, key);
            }
        }
        bytes32 receipt = keccak256(
            abi.encode(OfferHashes.INPUT_RECEIPT_TYPEHASH, f.job.buyer, f.job.moduleId, f.job.inputsId, m.heldUntil)
        );
        if (!Signatures.isValid(m.directory, _digest(receipt), m.receiptSignature)) {
            return Fail.no(Market_BadReceiptSignature.selector, m.directory);
        }
        return 0;
    }

    /// @dev The EIP-712 digest of a struct hash.
    function _digest(bytes32 structHash) internal view virtual returns (bytes32);

    // ------------------------------------------------------------------ effects

    function _start(Match calldata m, Facts memory f) private returns (bytes32) {
        JobOffer memory job = f.job;
        ResourceOffer memory offer = f.offer;
        Deal memory d;
        d.id = keccak256(abi.encode(block.chainid, address(this), f.jobHash, f.resourceHash, f.attempt));
        _fill(d.terms, m, f);
        d.words = TermsLib.pack(d.terms);
        _jobNonces[job.buyer][job.nonce >> 7] |= uint256(1) << (2 * (job.nonce & 127));
        ++_resourceUses[offer.provider][offer.nonce].used;
        _lock(job.buyer, f.buyerLock);
        _lock(offer.provider, f.providerLock);
        _saveMatched(d);
        emit DealMatched(
            d.id,
            job.buyer,
            offer.provider,
            d.words,
            f.resourceHash,
            _workOf(job),
            m.directory,
            m.jobDirectories,
            m.resourceDirectories
        );
        return d.id;
    }

    function _fill(Terms memory t, Match calldata m, Facts memory f) private view {
        JobOffer memory job = f.job;
        ResourceOffer memory offer = f.offer;
        t.buyer = job.buyer;
        t.fuelLimit = job.fuelLimit;
        t.executionWindow = job.executionWindow;
        t.provider = offer.provider;
        t.jobNonce = job.nonce;
        t.reviewWindow = job.reviewWindow;
        t.solver = msg.sender;
        t.resourceNonce = offer.nonce;
        t.theta = job.penaltyRate;
        t.lane = m.lane;
        t.basePrice = offer.basePrice;
        t.fuelPrice = offer.fuelPrice;
        t.matchedAt = uint40(block.timestamp);
        t.n = job.panelSize;
        t.auditBps = job.auditBps;
        t.jobSolverFee = job.solverFee;
        t.resourceSolverFee = offer.solverFee;
        t.attempt = uint8(f.attempt);
        t.verification = job.verification;
        if (job.verification != Verification.None) t.leastSeatFee = m.courtTerms.minSeatFee;
        t.court = job.court;
        t.drawCommit = job.drawCommit;
        t.jobOfferHash = f.jobHash;
        t.directoriesHash = keccak256(abi.encode(job.directoriesHash, offer.directoriesHash));
    }

    function _workOf(JobOffer memory job) private pure returns (Work memory) {
        return Work({
            moduleId: job.moduleId,
            inputsId: job.inputsId,
            engine: job.engine,
            cpuMilli: job.cpuMilli,
            memoryMiB: job.memoryMiB,
            storageMiB: job.storageMiB,
            gpuCount: job.gpuCount,
            gpuMemoryMiB: job.gpuMemoryMiB,
            gpuModel: job.gpuModel
        });
    }
}
