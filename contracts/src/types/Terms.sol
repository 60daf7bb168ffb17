// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {JobOffer, ResourceOffer, Verification} from "./Offers.sol";

/// @dev A deal's terms, frozen at the match: nine words, on the wire and in memory. Highest bits first:
/// 0  buyer 160 | fuelLimit 64 | executionWindow 32
/// 1  provider 160 | jobNonce 64 | reviewWindow 32
/// 2  solver (who sent the match) 160 | resourceNonce 64 | theta 16 | lane 16
/// 3  basePrice 96 | fuelPrice 96 | matchedAt 40 | n 8 | auditBps 16
/// 4  jobSolverFee 96 | resourceSolverFee 96 | zero 48 | attempt (failed deals of the job before) 8 | verification 8
/// 5  leastSeatFee 256
/// 6  court   7  drawCommit
/// 8  keccak256(abi.encode(job's directoriesHash, resource's directoriesHash))
/// A member is read where it is needed: a struct that is filled first would cost 1,000 gas in every call.
library TermsLib {
    /// @dev What two offers that fit agree on, now and for this sender; setDeal completes it.
    function agreed(JobOffer memory job, ResourceOffer memory offer, uint96 leastSeatFee_)
        internal
        view
        returns (uint256[9] memory w)
    {
        w[0] = (uint256(uint160(job.buyer)) << 96) | (uint256(job.fuelLimit) << 32) | job.executionWindow;
        w[1] = (uint256(uint160(offer.provider)) << 96) | job.reviewWindow;
        w[2] = (uint256(uint160(msg.sender)) << 96) | (uint256(offer.nonce) << 32) | (uint256(job.penaltyRate) << 16);
        w[3] = (uint256(offer.basePrice) << 160) | (uint256(offer.fuelPrice) << 64)
            | (uint256(uint40(block.timestamp)) << 24) | (uint256(job.panelSize) << 16) | job.auditBps;
        w[4] = (uint256(job.solverFee) << 160) | (uint256(offer.solverFee) << 64) | uint8(job.verification);
        w[5] = leastSeatFee_;
        w[6] = uint256(job.court);
        w[7] = uint256(job.drawCommit);
        w[8] = uint256(Hashes.efficientKeccak256(job.directoriesHash, offer.directoriesHash));
    }

    /// @dev One copy, where Solidity would loop.
    function load(uint256[9] calldata given) internal pure returns (uint256[9] memory w) {
        assembly ("memory-safe") {
            calldatacopy(w, given, 288)
        }
    }

    /// @dev The terms of one of the side's deals.
    function setDeal(uint256[9] memory w, uint64 jobNonce_, uint16 lane_, uint8 attempt_) internal pure {
        w[1] = (w[1] & ~(uint256(type(uint64).max) << 32)) | (uint256(jobNonce_) << 32);
        w[2] = (w[2] & ~uint256(type(uint16).max)) | lane_;
        w[4] = (w[4] & ~(uint256(type(uint8).max) << 8)) | (uint256(attempt_) << 8);
    }

    function buyer(uint256[9] memory w) internal pure returns (address) {
        return address(uint160(w[0] >> 96));
    }

    function fuelLimit(uint256[9] memory w) internal pure returns (uint64) {
        return uint64(w[0] >> 32);
    }

    function executionWindow(uint256[9] memory w) internal pure returns (uint32) {
        return uint32(w[0]);
    }

    function provider(uint256[9] memory w) internal pure returns (address) {
        return address(uint160(w[1] >> 96));
    }

    function jobNonce(uint256[9] memory w) internal pure returns (uint64) {
        return uint64(w[1] >> 32);
    }

    function reviewWindow(uint256[9] memory w) internal pure returns (uint32) {
        return uint32(w[1]);
    }

    function solver(uint256[9] memory w) internal pure returns (address) {
        return address(uint160(w[2] >> 96));
    }

    function resourceNonce(uint256[9] memory w) internal pure returns (uint64) {
        return uint64(w[2] >> 32);
    }

    function theta(uint256[9] memory w) internal pure returns (uint16) {
        return uint16(w[2] >> 16);
    }

    function lane(uint256[9] memory w) internal pure returns (uint16) {
        return uint16(w[2]);
    }

    function basePrice(uint256[9] memory w) internal pure returns (uint96) {
        return uint96(w[3] >> 160);
    }

    function fuelPrice(uint256[9] memory w) internal pure returns (uint96) {
        return uint96(w[3] >> 64);
    }

    function matchedAt(uint256[9] memory w) internal pure returns (uint40) {
        return uint40(w[3] >> 24);
    }

    function n(uint256[9] memory w) internal pure returns (uint8) {
        return uint8(w[3] >> 16);
    }

    function auditBps(uint256[9] memory w) internal pure returns (uint16) {
        return uint16(w[3]);
    }

    function jobSolverFee(uint256[9] memory w) internal pure returns (uint96) {
        return uint96(w[4] >> 160);
    }

    function resourceSolverFee(uint256[9] memory w) internal pure returns (uint96) {
        return uint96(w[4] >> 64);
    }

    function attempt(uint256[9] memory w) internal pure returns (uint8) {
        return uint8(w[4] >> 8);
    }

    function verification(uint256[9] memory w) internal pure returns (Verification) {
        return Verification(uint8(w[4]));
    }

    function leastSeatFee(uint256[9] memory w) internal pure returns (uint96) {
        return uint96(w[5]);
    }

    function court(uint256[9] memory w) internal pure returns (bytes32) {
        return bytes32(w[6]);
    }

    function drawCommit(uint256[9] memory w) internal pure returns (bytes32) {
        return bytes32(w[7]);
    }

    function directoriesHash(uint256[9] memory w) internal pure returns (bytes32) {
        return bytes32(w[8]);
    }
}
