// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IMarketCore} from "./interfaces/IMarket.sol";
import {Fail} from "./libraries/Fail.sol";
import {Lists} from "./libraries/Lists.sol";
import {OfferHashes} from "./libraries/OfferHashes.sol";
import {Pricing} from "./libraries/Pricing.sol";
import {Signatures} from "./libraries/Signatures.sol";
import {Account, Court, ResourceUse} from "./types/Accounts.sol";
import {Work} from "./types/Deals.sol";
import {CourtTerms, JobOffer, Match, ResourceOffer, Verification} from "./types/Offers.sol";
import {Terms, TermsLib} from "./types/Terms.sol";
import {Deal, MarketStore} from "./MarketStore.sol";

/// @title Row 1 of section 6: two signed offers become a deal
/// @dev Every check answers 0 or the selector of what is wrong (Fail.sol); nothing is written before the last one.
abstract contract Matching is IMarketCore, MarketStore {
    using Lists for address[];
    using Lists for bytes32[];
    using OfferHashes for JobOffer;
    using OfferHashes for ResourceOffer;

    /// @dev What the checks find out on their way.
    struct Facts {
        JobOffer job;
        ResourceOffer offer;
        bytes32 jobHash;
        bytes32 resourceHash;
        uint256 attempt;
        uint256 value; // V
        uint256 buyerLock;
        uint256 providerLock;
    }

    uint256 private constant TICKET_LIFE = 10 minutes;
    uint256 private constant MAX_PANEL = 15;
    uint256 private constant LEAST_DETERRENCE = 12_500;

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
        reason = f.job.verification == Verification.None
            ? _whyNotUnverified(f.job)
            : _whyNotVerifiable(m, f);
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

    /// @dev Resources, prices, windows and value.
    function _whyNotFitting(Facts memory f) private view returns (bytes4) {
        JobOffer memory job = f.job;
        ResourceOffer memory offer = f.offer;
        {
            (uint256 asked, uint256 offered) = _firstOver(
                _resourcesOf(job),
                [offer.cpuMilli, offer.memoryMiB, offer.storageMiB, offer.gpuCount, offer.gpuMemoryMiB]
            );
            if (asked > offered) return Fail.no(Market_ResourcesTooSmall.selector, asked, offered);
        }
        if (job.gpuModel != 0 && job.gpuModel != offer.gpuModel) {
            return Fail.no(Market_GpuModelDiffers.selector, job.gpuModel, offer.gpuModel);
        }
        if (offer.basePrice > job.maxBasePrice) {
            return Fail.no(Market_BasePriceTooHigh.selector, job.maxBasePrice, offer.basePrice);
        }
        if (offer.fuelPrice > job.maxFuelPrice) {
            return Fail.no(Market_FuelPriceTooHigh.selector, job.maxFuelPrice, offer.fuelPrice);
        }
        {
            uint256 needed = type(uint256).max;
            if (offer.fuelPerSecond != 0) {
                needed = offer.minExecutionWindow
                    + (uint256(job.fuelLimit) + offer.fuelPerSecond - 1) / offer.fuelPerSecond;
            }
            if (needed == 0) needed = 1;
            if (job.executionWindow < needed) {
                return Fail.no(Market_WindowTooShort.selector, needed, job.executionWindow);
            }
        }
        if (job.executionWindow > MAX_EXECUTION_WINDOW) {
            return Fail.no(Market_WindowTooLong.selector, MAX_EXECUTION_WINDOW, job.executionWindow);
        }
        if (job.reviewWindow == 0) return Fail.no(Market_WindowTooShort.selector, 1, 0);
        {
            uint256 longest = offer.maxReviewWindow < MAX_REVIEW_WINDOW ? offer.maxReviewWindow : MAX_REVIEW_WINDOW;
            if (job.reviewWindow > longest) {
                return Fail.no(Market_WindowTooLong.selector, longest, job.reviewWindow);
            }
        }
        f.value = Pricing.price(offer.basePrice, offer.fuelPrice, job.fuelLimit);
        if (f.value == 0 || f.value > offer.maxValue) {
            return Fail.no(Market_ValueOutOfRange.selector, f.value, offer.maxValue);
        }
        if (offer.verifications & (1 << uint8(job.verification)) == 0) {
            return
                Fail.no(Market_VerificationNotAccepted.selector, uint8(job.verification), offer.verifications
                );
        }
        if (job.penaltyRate > offer.maxTheta) {
            return Fail.no(Market_ThetaOutOfRange.selector, job.penaltyRate, offer.maxTheta);
        }
        return 0;
    }

    /// @dev Engine, module, and the directory that holds the inputs for as long as the deal can last.
    function _whyNotListed(Match calldata m, Facts memory f) private view returns (bytes4) {
        JobOffer memory job = f.job;
        ResourceOffer memory offer = f.offer;
        bytes32 given = m.engines.hash();
        if (given != offer.enginesHash) return Fail.no(Market_WrongList.selector, offer.enginesHash, given);
        if (!m.engines.has(job.engine)) return Fail.no(Market_EngineNotListed.selector, job.engine);
        if (offer.modulesHash == 0) {
            if (job.verification != Verification.A) {
                return Fail.no(Market_ModuleNotListed.selector, job.moduleId);
            }
        } else {
            given = m.modules.hash();
            if (given != offer.modulesHash) {
                return Fail.no(Market_WrongList.selector, offer.modulesHash, given);
            }
            if (!m.modules.has(job.moduleId)) {
                return Fail.no(Market_ModuleNotListed.selector, job.moduleId);
            }
        }
        given = m.jobDirectories.hash();
        if (given != job.directoriesHash) {
            return Fail.no(Market_WrongList.selector, job.directoriesHash, given);
        }
        if (!m.jobDirectories.has(m.directory)) {
            return Fail.no(Market_DirectoryNotListed.selector, m.directory);
        }
        bytes4 reason =
            _whyNotHolder(m.resourceDirectories, offer.directoriesHash, job.directoriesHash, m.directory);
        if (reason != 0) return reason;
        uint256 needed = block.timestamp + _longestLife(job.executionWindow, job.reviewWindow);
        if (m.heldUntil < needed) return Fail.no(Market_ReceiptTooShort.selector, needed, m.heldUntil);
        return 0;
    }

    /// @dev The directory is on the list with hash `expected` too. Equal hashes need no second list.
    function _whyNotHolder(
        address[] calldata list,
        bytes32 expected,
        bytes32 jobsHash,
        address directory
    ) private pure returns (bytes4) {
        if (list.length == 0 && expected == jobsHash) return 0;
        bytes32 given = list.hash();
        if (given != expected) return Fail.no(Market_WrongList.selector, expected, given);
        if (!list.has(directory)) return Fail.no(Market_DirectoryNotListed.selector, directory);
        return 0;
    }

    /// @dev Verification none buys no audit, no panel, no court.
    function _whyNotUnverified(JobOffer memory job) private pure returns (bytes4) {
        if (job.auditBps != 0 || job.panelSize != 0 || job.court != 0 || job.drawCommit != 0) {
            return Fail.no(Market_NothingToVerify.selector);
        }
        return 0;
    }

    /// @dev Rate, penalty, panel and court of an audited deal (section 4's bound is here).
    function _whyNotVerifiable(Match calldata m, Facts memory f) private view returns (bytes4) {
        JobOffer memory job = f.job;
        ResourceOffer memory offer = f.offer;
        uint256 n = job.panelSize;
        uint256 theta = job.penaltyRate;
        if (theta == 0 || theta < offer.minTheta) {
            return Fail.no(Market_ThetaOutOfRange.selector, theta, offer.minTheta == 0 ? 1 : offer.minTheta);
        }
        {
            uint256 most = offer.maxPanelSize < MAX_PANEL ? offer.maxPanelSize : MAX_PANEL;
            if (n & 1 == 0 || n > most) return Fail.no(Market_BadPanelSize.selector, n, most);
        }
        if (job.auditBps == 0 || job.auditBps > 10_000) {
            return Fail.no(Market_BadAuditRate.selector, uint256(job.auditBps));
        }
        if (job.auditBps * (theta + n + 1) < LEAST_DETERRENCE) {
            return
                Fail.no(Market_AuditRateTooLow.selector, LEAST_DETERRENCE, job.auditBps * (theta + n + 1)
                );
        }
        if (job.solverFee > (theta - 1) * f.value) {
            return Fail.no(Market_SolverFeeTooHigh.selector, (theta - 1) * f.value, job.solverFee);
        }
        if (job.drawCommit == 0 && !PUBLIC_DRAWS) return Fail.no(Market_PublicDrawsDisabled.selector);
        return _whyNotJudged(m, f);
    }

    /// @dev Both accept the court, its terms admit the job, and enough members joined.
    function _whyNotJudged(Match calldata m, Facts memory f) private view returns (bytes4) {
        JobOffer memory job = f.job;
        CourtTerms memory terms = m.courtTerms;
        bytes32 given = m.courts.hash();
        if (given != f.offer.courtsHash) {
            return Fail.no(Market_WrongList.selector, f.offer.courtsHash, given);
        }
        if (!m.courts.has(job.court)) return Fail.no(Market_CourtNotListed.selector, job.court);
        given = OfferHashes.courtId(m.membersHash, m.courtTerms);
        if (given != job.court) return Fail.no(Market_WrongCourt.selector, job.court, given);
        given = Lists.hash(m.courtEngines);
        if (given != terms.enginesHash) return Fail.no(Market_WrongList.selector, terms.enginesHash, given);
        if (!Lists.has(m.courtEngines, job.engine, job.verification)) {
            return Fail.no(Market_EngineNotInCourt.selector, job.engine);
        }
        {
            (uint256 asked, uint256 limit) = _firstOver(
                _resourcesOf(job),
                [terms.cpuMilli, terms.memoryMiB, terms.storageMiB, terms.gpuCount, terms.gpuMemoryMiB]
            );
            if (asked > limit) return Fail.no(Market_CourtRefuses.selector, limit, asked);
        }
        if (job.fuelLimit > terms.maxFuel) {
            return Fail.no(Market_CourtRefuses.selector, terms.maxFuel, job.fuelLimit);
        }
        if (job.executionWindow > terms.maxExecutionWindow) {
            return Fail.no(Market_CourtRefuses.selector, terms.maxExecutionWindow, job.executionWindow);
        }
        if (terms.minSeatFee > f.value / 2) {
            return Fail.no(Market_SeatFeeTooHigh.selector, f.value / 2, terms.minSeatFee);
        }
        bytes4 reason =
            _whyNotHolder(m.courtDirectories, terms.directoriesHash, job.directoriesHash, m.directory);
        if (reason != 0) return reason;
        return _whyNotManned(job.court, job.buyer, f.offer.provider, 3 * uint256(job.panelSize) + 1);
    }

    /// @dev At least `needed` members joined before this second, besides buyer, provider and sender.
    function _whyNotManned(bytes32 id, address buyer, address provider, uint256 needed)
        private
        view
        returns (bytes4)
    {
        Court memory court = _courts[id];
        if (court.foundedAt == 0) return Fail.no(Market_NoSuchCourt.selector, id);
        uint256 bits = court.lastChange < block.timestamp ? court.joined : court.joinedEarlier;
        uint256 joined = _count(bits);
        if (joined < needed + 3) {
            // only now it matters whether the three are members
            joined = _count(_without(_without(_without(bits, id, buyer), id, provider), id, msg.sender));
            if (joined < needed) return Fail.no(Market_CourtTooSmall.selector, needed, joined);
        }
        return 0;
    }

    function _without(uint256 bits, bytes32 court, address who) private view returns (uint256) {
        if (_memberships[court][who].joinedAt == 0) return bits;
        return bits & ~(uint256(1) << _memberships[court][who].index);
    }

    function _count(uint256 bits) private pure returns (uint256 n) {
        for (; bits != 0; bits &= bits - 1) {
            ++n;
        }
    }

    function _resourcesOf(JobOffer memory job) private pure returns (uint32[5] memory) {
        return [job.cpuMilli, job.memoryMiB, job.storageMiB, job.gpuCount, job.gpuMemoryMiB];
    }

    /// @dev The first pair of which the first exceeds the second, else (0, 0).
    function _firstOver(uint32[5] memory asked, uint32[5] memory limits) private pure returns (uint256, uint256) {
        for (uint256 i; i < 5; ++i) {
            if (asked[i] > limits[i]) return (asked[i], limits[i]);
        }
        return (0, 0);
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
            abi.encode(
                OfferHashes.INPUT_RECEIPT_TYPEHASH, f.job.buyer, f.job.moduleId, f.job.inputsId, m.heldUntil
            )
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
