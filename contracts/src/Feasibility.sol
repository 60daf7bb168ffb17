// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Fail} from "./libraries/Fail.sol";
import {Lists} from "./libraries/Lists.sol";
import {OfferHashes} from "./libraries/OfferHashes.sol";
import {Pricing} from "./libraries/Pricing.sol";
import {Court} from "./types/Accounts.sol";
import {Work} from "./types/Deals.sol";
import {CourtTerms, JobOffer, JobSide, ResourceOffer, ResourceSide, Verification} from "./types/Offers.sol";
import {MarketStore} from "./MarketStore.sol";

/// @title "Feasible" of section 2: do two offers fit, and does the court that they name?
/// @dev Every check answers 0 or the selector of what is wrong (Fail.sol), and writes nothing.
abstract contract Feasibility is MarketStore {
    using Lists for address[];
    using Lists for bytes32[];

    /// @dev What a batch shares. Offers are read often: from memory, where a member costs a fifth.
    struct Shared {
        bytes32 hash; // of the resource offer
        bytes32 court; // the court that is given, 0 = none
        ResourceOffer offer;
        CourtTerms courtTerms;
    }

    /// @dev What the jobs of one side share.
    struct Common {
        JobOffer offer;
        bytes encoded; // OfferHashes.encode
        uint256[9] terms;
        Work work;
        uint256 value; // V
        uint256 buyerLock;
        uint256 providerLock;
        uint256 heldUntil; // inputs have to be there until then
        uint256 minNonce; // the buyer's
        uint256 buyerLeft; // available balances, less what the side's deals will lock
        uint256 providerLeft;
        uint256 started;
    }

    uint256 private constant MAX_PANEL = 15;
    uint256 private constant LEAST_DETERRENCE = 12_500;
    uint256 private constant LATE_DETERRENCE = 12_000; // here junk costs as much as missing the deadline

    /// @dev Resources, prices, windows and value.
    function _whyNotFitting(ResourceOffer memory offer, JobOffer memory job, uint256 value)
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
        if (value == 0 || value > offer.maxValue) {
            return Fail.no(Market_ValueOutOfRange.selector, value, offer.maxValue);
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
        ResourceOffer memory offer = s.offer;
        bytes32 given = r.engines.hash();
        if (given != offer.enginesHash) return Fail.no(Market_WrongList.selector, offer.enginesHash, given);
        if (offer.modulesHash != 0) {
            given = r.modules.hash();
            if (given != offer.modulesHash) {
                return Fail.no(Market_WrongList.selector, offer.modulesHash, given);
            }
        }
        address[] calldata directories = r.directories;
        if (directories.length != 0) {
            given = directories.hash();
            if (given != offer.directoriesHash) {
                return Fail.no(Market_WrongList.selector, offer.directoriesHash, given);
            }
        }
        if (r.membersHash == 0) return 0;
        given = r.courts.hash();
        if (given != offer.courtsHash) return Fail.no(Market_WrongList.selector, offer.courtsHash, given);
        s.court = OfferHashes.courtId(r.membersHash, r.courtTerms);
        given = Lists.hash(r.courtEngines);
        if (given != s.courtTerms.enginesHash) {
            return Fail.no(Market_WrongList.selector, s.courtTerms.enginesHash, given);
        }
        directories = r.courtDirectories;
        if (directories.length != 0) {
            given = directories.hash();
            if (given != s.courtTerms.directoriesHash) {
                return Fail.no(Market_WrongList.selector, s.courtTerms.directoriesHash, given);
            }
        }
        return 0;
    }

    /// @dev Engine, module, and the directory that holds the inputs.
    function _whyNotListed(ResourceSide calldata r, Shared memory s, JobSide calldata j, JobOffer memory job)
        internal
        pure
        returns (bytes4)
    {
        if (!r.engines.has(job.engine)) return Fail.no(Market_EngineNotListed.selector, job.engine);
        bool isAllowed = s.offer.modulesHash == 0 ? job.verification == Verification.A : r.modules.has(job.moduleId);
        if (!isAllowed) return Fail.no(Market_ModuleNotListed.selector, job.moduleId);
        address[] calldata directories = j.directories;
        bytes32 given = directories.hash();
        if (given != job.directoriesHash) {
            return Fail.no(Market_WrongList.selector, job.directoriesHash, given);
        }
        address directory = j.directory;
        if (!directories.has(directory)) return Fail.no(Market_DirectoryNotListed.selector, directory);
        return _whyNotHolder(r.directories, s.offer.directoriesHash, job.directoriesHash, directory);
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
    function _whyNotUnverified(JobOffer memory job) internal pure returns (bytes4) {
        if (job.auditBps != 0 || job.panelSize != 0 || job.court != 0 || job.drawCommit != 0) {
            return Fail.no(Market_NothingToVerify.selector);
        }
        return 0;
    }

    /// @dev Rate, penalty, panel and court of an audited deal (section 4's bound is here).
    function _whyNotVerifiable(ResourceSide calldata r, Shared memory s, JobSide calldata j, Common memory c)
        internal
        view
        returns (bytes4)
    {
        JobOffer memory job = c.offer;
        ResourceOffer memory offer = s.offer;
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
            uint256 most;
            unchecked {
                // V has 96 bits by now, and is not 0; theta is not 0; LEAST_ is above LATE_DETERRENCE
                most = ((deterrence - LATE_DETERRENCE) * c.value - 1) / 10_000;
                if (most > (theta - 1) * c.value) most = (theta - 1) * c.value;
            }
            if (job.solverFee > most) return Fail.no(Market_SolverFeeTooHigh.selector, most, job.solverFee);
        }
        if (job.drawCommit == 0 && !PUBLIC_DRAWS) return Fail.no(Market_PublicDrawsDisabled.selector);
        return _whyNotJudged(r, s, j, c);
    }

    /// @dev Both accept the court, its terms admit the job, and enough members joined.
    function _whyNotJudged(ResourceSide calldata r, Shared memory s, JobSide calldata j, Common memory c)
        private
        view
        returns (bytes4)
    {
        JobOffer memory job = c.offer;
        CourtTerms memory terms = s.courtTerms;
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
        if (terms.minSeatFee > c.value / 2) {
            return Fail.no(Market_SeatFeeTooHigh.selector, c.value / 2, terms.minSeatFee);
        }
        bytes4 reason = _whyNotHolder(r.courtDirectories, terms.directoriesHash, job.directoriesHash, j.directory);
        if (reason != 0) return reason;
        return _whyNotManned(s.court, job.buyer, s.offer.provider, 3 * uint256(job.panelSize) + 1);
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
    function _firstOver(JobOffer memory job, uint256 cpu, uint256 memory_, uint256 storage_, uint256 gpus, uint256 gpuMemory)
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
