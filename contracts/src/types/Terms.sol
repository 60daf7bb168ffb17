// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Verification} from "./Offers.sol";

/// @notice A deal's terms, frozen at the match. On the wire: `uint256[10]`, packed as TermsLib says.
struct Terms {
    address buyer;
    uint64 fuelLimit;
    uint32 executionWindow;
    address provider;
    uint64 jobNonce;
    uint32 reviewWindow;
    address solver; // who sent the match
    uint64 resourceNonce;
    uint16 theta;
    uint16 lane;
    uint96 basePrice;
    uint96 fuelPrice;
    uint40 matchedAt;
    uint8 n;
    uint16 auditBps;
    uint96 jobSolverFee;
    uint96 resourceSolverFee;
    uint8 attempt; // failed deals of the job before this one
    Verification verification;
    uint96 leastSeatFee;
    bytes32 court;
    bytes32 drawCommit;
    bytes32 jobOfferHash;
    bytes32 directoriesHash; // keccak256(abi.encode(job's directoriesHash, resource's directoriesHash))
}

/// @dev Words, highest bits first:
/// 0  buyer 160 | fuelLimit 64 | executionWindow 32
/// 1  provider 160 | jobNonce 64 | reviewWindow 32
/// 2  solver 160 | resourceNonce 64 | theta 16 | lane 16
/// 3  basePrice 96 | fuelPrice 96 | matchedAt 40 | n 8 | auditBps 16
/// 4  jobSolverFee 96 | resourceSolverFee 96 | zero 48 | attempt 8 | verification 8
/// 5  leastSeatFee 256
/// 6  court   7  drawCommit   8  jobOfferHash   9  directoriesHash
library TermsLib {
    function pack(Terms memory t) internal pure returns (uint256[10] memory w) {
        w[0] = (uint256(uint160(t.buyer)) << 96) | (uint256(t.fuelLimit) << 32) | t.executionWindow;
        w[1] = (uint256(uint160(t.provider)) << 96) | (uint256(t.jobNonce) << 32) | t.reviewWindow;
        w[2] = (uint256(uint160(t.solver)) << 96) | (uint256(t.resourceNonce) << 32) | (uint256(t.theta) << 16) | t.lane;
        w[3] = (uint256(t.basePrice) << 160) | (uint256(t.fuelPrice) << 64) | (uint256(t.matchedAt) << 24)
            | (uint256(t.n) << 16) | t.auditBps;
        w[4] = (uint256(t.jobSolverFee) << 160) | (uint256(t.resourceSolverFee) << 64) | (uint256(t.attempt) << 8)
            | uint8(t.verification);
        w[5] = t.leastSeatFee;
        w[6] = uint256(t.court);
        w[7] = uint256(t.drawCommit);
        w[8] = uint256(t.jobOfferHash);
        w[9] = uint256(t.directoriesHash);
    }

    /// @dev Into terms that are there already: a second zeroed struct would cost more than all of this.
    function unpack(uint256[10] memory w, Terms memory t) internal pure {
        uint256 x = w[0];
        t.buyer = address(uint160(x >> 96));
        t.fuelLimit = uint64(x >> 32);
        t.executionWindow = uint32(x);
        x = w[1];
        t.provider = address(uint160(x >> 96));
        t.jobNonce = uint64(x >> 32);
        t.reviewWindow = uint32(x);
        x = w[2];
        t.solver = address(uint160(x >> 96));
        t.resourceNonce = uint64(x >> 32);
        t.theta = uint16(x >> 16);
        t.lane = uint16(x);
        x = w[3];
        t.basePrice = uint96(x >> 160);
        t.fuelPrice = uint96(x >> 64);
        t.matchedAt = uint40(x >> 24);
        t.n = uint8(x >> 16);
        t.auditBps = uint16(x);
        x = w[4];
        t.jobSolverFee = uint96(x >> 160);
        t.resourceSolverFee = uint96(x >> 64);
        t.attempt = uint8(x >> 8);
        t.verification = Verification(uint8(x));
        t.leastSeatFee = uint96(w[5]);
        t.court = bytes32(w[6]);
        t.drawCommit = bytes32(w[7]);
        t.jobOfferHash = bytes32(w[8]);
        t.directoriesHash = bytes32(w[9]);
    }
}
