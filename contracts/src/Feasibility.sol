// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Fail} from "./libraries/Fail.sol";
import {Lists} from "./libraries/Lists.sol";
import {OfferHashes} from "./libraries/OfferHashes.sol";
import {Pricing} from "./libraries/Pricing.sol";
import {Court} from "./types/Accounts.sol";
import {CourtTerms, JobOffer, JobSide, ResourceOffer, ResourceSide, Verification} from "./types/Offers.sol";
import {MarketStore} from "./MarketStore.sol";

/// @title "Feasible" of section 2: do two offers fit, and does the court that they name?
/// @dev Every check answers 0 or the selector of what is wrong (Fail.sol), and writes nothing.
abstract contract Feasibility is MarketStore {
    using Lists for address[];
    using Lists for bytes32[];

    /// @dev What the checks of the side that a batch shares find out, once.
    struct Shared {
        bytes32 hash; // of the resource offer
        address provider;
        bytes32 court; // the court that is given, 0 = none
    }

    /// @dev What the checks of one job find out on their way.
    struct Facts {
        bytes32 jobHash;
        address buyer;
        bool hasFailed; // a job offer with its nonce has failed deals
        uint256 attempt;
        uint256 value; // V
        uint256 buyerLock;
        uint256 providerLock;
    }

    uint256 private constant MAX_PANEL = 15;
    uint256 private constant LEAST_DETERRENCE = 12_500;
    uint256 private constant LATE_DETERRENCE = 12_000; // here junk costs as much as missing the deadline

    /// @dev Resources, prices, windows and value.
    function _whyNotFitting(ResourceOffer calldata offer, JobOffer calldata job, Facts memory f)
        internal
        view
        returns (bytes4)
    {
        {
            (uint256 asked, uint256 offered) = _firstOver(
                job, offer.cpuMilli, offer.memoryMiB, offer.storageMiB, offer.gpuCount, offer.gpuMemoryMiB
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
                needed =
                    offer.minExecutionWindow + (uint256(job.fuelLimit) + offer.fuelPerSecond - 1) / offer.fuelPerSecond;
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
            return Fail.no(Market_VerificationNotAccepted.selector, uint8(job.verification), offer.verifications);
        }
        if (job.penaltyRate > offer.maxTheta) {
            return Fail.no(Market_ThetaOutOfRange.selector, job.penaltyRate, offer.maxTheta);
        }
        return 0;
    }

    /// @dev The lists of the shared side are those that offer and court name by hash.
    function _whyNotGiven(ResourceSide calldata r, Shared memory s) internal pure returns (bytes4) {
        ResourceOffer calldata offer = r.offer;
        bytes32 given = r.engines.hash();
        if (given != offer.enginesHash) return Fail.no(Market_WrongList.selector, offer.enginesHash, given);
        if (offer.modulesHash != 0) {
            given = r.modules.hash();
            if (given != offer.modulesHash) {
                return Fail.no(Market_WrongList.selector, offer.modulesHash, given);
            }
        }
        if (r.directories.length != 0) {
            given = r.directories.hash();
            if (given != offer.directoriesHash) {
                return Fail.no(Market_WrongList.selector, offer.directoriesHash, given);
            }
        }
        if (r.membersHash == 0) return 0;
        given = r.courts.hash();
        if (given != offer.courtsHash) return Fail.no(Market_WrongList.selector, offer.courtsHash, given);
        s.court = OfferHashes.courtId(r.membersHash, r.courtTerms);
        given = Lists.hash(r.courtEngines);
        if (given != r.courtTerms.enginesHash) {
            return Fail.no(Market_WrongList.selector, r.courtTerms.enginesHash, given);
        }
        if (r.courtDirectories.length != 0) {
            given = r.courtDirectories.hash();
            if (given != r.courtTerms.directoriesHash) {
                return Fail.no(Market_WrongList.selector, r.courtTerms.directoriesHash, given);
            }
        }
        return 0;
    }

    /// @dev Engine, module, and the directory that holds the inputs for as long as the deal can last.
    function _whyNotListed(ResourceSide calldata r, JobSide calldata j) internal view returns (bytes4) {
        ResourceOffer calldata offer = r.offer;
        JobOffer calldata job = j.offer;
        if (!r.engines.has(job.engine)) return Fail.no(Market_EngineNotListed.selector, job.engine);
        bool isAllowed = offer.modulesHash == 0 ? job.verification == Verification.A : r.modules.has(job.moduleId);
        if (!isAllowed) return Fail.no(Market_ModuleNotListed.selector, job.moduleId);
        bytes32 given = j.directories.hash();
        if (given != job.directoriesHash) {
            return Fail.no(Market_WrongList.selector, job.directoriesHash, given);
        }
        if (!j.directories.has(j.directory)) return Fail.no(Market_DirectoryNotListed.selector, j.directory);
        bytes4 reason = _whyNotHolder(r.directories, offer.directoriesHash, job.directoriesHash, j.directory);
        if (reason != 0) return reason;
        uint256 needed = block.timestamp + _longestLife(job.executionWindow, job.reviewWindow);
        if (j.heldUntil < needed) return Fail.no(Market_ReceiptTooShort.selector, needed, j.heldUntil);
        return 0;
    }

    /// @dev The directory is on this list too, which _whyNotGiven has checked. Equal hashes need no second list.
    function _whyNotHolder(address[] calldata list, bytes32 expected, bytes32 jobsHash, address directory)
        private
        pure
        returns (bytes4)
    {
        if (list.length == 0) {
            if (expected == jobsHash) return 0;
            return Fail.no(Market_WrongList.selector, expected, jobsHash);
        }
        if (!list.has(directory)) return Fail.no(Market_DirectoryNotListed.selector, directory);
        return 0;
    }

    /// @dev Verification none buys no audit, no panel, no court.
    function _whyNotUnverified(JobOffer calldata job) internal pure returns (bytes4) {
        if (job.auditBps != 0 || job.panelSize != 0 || job.court != 0 || job.drawCommit != 0) {
            return Fail.no(Market_NothingToVerify.selector);
        }
        return 0;
    }

    /// @dev Rate, penalty, panel and court of an audited deal (section 4's bound is here).
    function _whyNotVerifiable(ResourceSide calldata r, Shared memory s, JobSide calldata j, Facts memory f)
        internal
        view
        returns (bytes4)
    {
        JobOffer calldata job = j.offer;
        ResourceOffer calldata offer = r.offer;
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
        uint256 deterrence = job.auditBps * (theta + n + 1);
        if (deterrence < LEAST_DETERRENCE) {
            return Fail.no(Market_AuditRateTooLow.selector, LEAST_DETERRENCE, deterrence);
        }
        {
            // an overturned provider can pay it, and one that sends its own match earns less by junk than by missing
            uint256 most = ((deterrence - LATE_DETERRENCE) * f.value - 1) / 10_000;
            if (most > (theta - 1) * f.value) most = (theta - 1) * f.value;
            if (job.solverFee > most) return Fail.no(Market_SolverFeeTooHigh.selector, most, job.solverFee);
        }
        if (job.drawCommit == 0 && !PUBLIC_DRAWS) return Fail.no(Market_PublicDrawsDisabled.selector);
        return _whyNotJudged(r, s, j, f);
    }

    /// @dev Both accept the court, its terms admit the job, and enough members joined.
    function _whyNotJudged(ResourceSide calldata r, Shared memory s, JobSide calldata j, Facts memory f)
        private
        view
        returns (bytes4)
    {
        JobOffer calldata job = j.offer;
        CourtTerms calldata terms = r.courtTerms;
        if (!r.courts.has(job.court)) return Fail.no(Market_CourtNotListed.selector, job.court);
        if (s.court == 0 || job.court != s.court) return Fail.no(Market_WrongCourt.selector, job.court, s.court);
        if (!Lists.has(r.courtEngines, job.engine, job.verification)) {
            return Fail.no(Market_EngineNotInCourt.selector, job.engine);
        }
        {
            (uint256 asked, uint256 limit) = _firstOver(
                job, terms.cpuMilli, terms.memoryMiB, terms.storageMiB, terms.gpuCount, terms.gpuMemoryMiB
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
        bytes4 reason = _whyNotHolder(r.courtDirectories, terms.directoriesHash, job.directoriesHash, j.directory);
        if (reason != 0) return reason;
        return _whyNotManned(s.court, f.buyer, s.provider, 3 * uint256(job.panelSize) + 1);
    }

    /// @dev At least `needed` members joined before this second, besides buyer, provider and sender.
    function _whyNotManned(bytes32 id, address buyer, address provider, uint256 needed) private view returns (bytes4) {
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

    /// @dev Bits set in a 64-bit word, added up in ever larger groups (Hamming weight).
    function _count(uint256 bits) private pure returns (uint256) {
        unchecked {
            bits -= (bits >> 1) & 0x5555555555555555;
            bits = (bits & 0x3333333333333333) + ((bits >> 2) & 0x3333333333333333);
            bits = (bits + (bits >> 4)) & 0x0f0f0f0f0f0f0f0f;
            return ((bits * 0x0101010101010101) >> 56) & 0xff;
        }
    }

    /// @dev The first resource of which the job asks more than the limit, and that limit; else (0, 0).
    function _firstOver(JobOffer calldata job, uint256 cpu, uint256 memory_, uint256 storage_, uint256 gpus, uint256 gpuMemory)
        private
        pure
        returns (uint256, uint256)
    {
        if (job.cpuMilli > cpu) return (job.cpuMilli, cpu);
        if (job.memoryMiB > memory_) return (job.memoryMiB, memory_);
        if (job.storageMiB > storage_) return (job.storageMiB, storage_);
        if (job.gpuCount > gpus) return (job.gpuCount, gpus);
        if (job.gpuMemoryMiB > gpuMemory) return (job.gpuMemoryMiB, gpuMemory);
        return (0, 0);
    }
}
