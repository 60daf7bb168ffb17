// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Fail} from "./libraries/Fail.sol";
import {Lists} from "./libraries/Lists.sol";
import {OfferHashes} from "./libraries/OfferHashes.sol";
import {Pricing} from "./libraries/Pricing.sol";
import {Court} from "./types/Accounts.sol";
import {CourtTerms, JobOffer, Match, ResourceOffer, Verification} from "./types/Offers.sol";
import {MarketStore} from "./MarketStore.sol";

/// @title "Feasible" of section 2: do two offers fit, and does the court that they name?
/// @dev Every check answers 0 or the selector of what is wrong (Fail.sol), and writes nothing.
abstract contract Feasibility is MarketStore {
    using Lists for address[];
    using Lists for bytes32[];

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

    uint256 private constant MAX_PANEL = 15;
    uint256 private constant LEAST_DETERRENCE = 12_500;

    /// @dev Resources, prices, windows and value.
    function _whyNotFitting(Facts memory f) internal view returns (bytes4) {
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

    /// @dev Engine, module, and the directory that holds the inputs for as long as the deal can last.
    function _whyNotListed(Match calldata m, Facts memory f) internal view returns (bytes4) {
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
        bytes4 reason = _whyNotHolder(m.resourceDirectories, offer.directoriesHash, job.directoriesHash, m.directory);
        if (reason != 0) return reason;
        uint256 needed = block.timestamp + _longestLife(job.executionWindow, job.reviewWindow);
        if (m.heldUntil < needed) return Fail.no(Market_ReceiptTooShort.selector, needed, m.heldUntil);
        return 0;
    }

    /// @dev The directory is on the list with hash `expected` too. Equal hashes need no second list.
    function _whyNotHolder(address[] calldata list, bytes32 expected, bytes32 jobsHash, address directory)
        private
        pure
        returns (bytes4)
    {
        if (list.length == 0 && expected == jobsHash) return 0;
        bytes32 given = list.hash();
        if (given != expected) return Fail.no(Market_WrongList.selector, expected, given);
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
    function _whyNotVerifiable(Match calldata m, Facts memory f) internal view returns (bytes4) {
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
            return Fail.no(Market_AuditRateTooLow.selector, LEAST_DETERRENCE, job.auditBps * (theta + n + 1));
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
        bytes4 reason = _whyNotHolder(m.courtDirectories, terms.directoriesHash, job.directoriesHash, m.directory);
        if (reason != 0) return reason;
        return _whyNotManned(job.court, job.buyer, f.offer.provider, 3 * uint256(job.panelSize) + 1);
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
}
