// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Test} from "forge-std/Test.sol";
import {Lists} from "../../src/libraries/Lists.sol";
import {OfferHashes} from "../../src/libraries/OfferHashes.sol";
import {CourtTerms, EngineClass, JobOffer, ResourceOffer, Verification} from "../../src/types/Offers.sol";
import {TermsLib} from "../../src/types/Terms.sol";

contract Hasher {
    function hash(JobOffer calldata job) external pure returns (bytes32) {
        return OfferHashes.hashWith(OfferHashes.encode(job), job.inputsId, job.nonce);
    }

    function hash(ResourceOffer calldata offer) external pure returns (bytes32) {
        return OfferHashes.hash(offer);
    }

    function courtId(bytes32 members, CourtTerms calldata terms) external pure returns (bytes32) {
        return OfferHashes.courtId(members, terms);
    }

    function hash(address[] calldata list) external pure returns (bytes32) {
        return Lists.hash(list);
    }

    function hash(bytes32[] calldata list) external pure returns (bytes32) {
        return Lists.hash(list);
    }

    function hash(EngineClass[] calldata list) external pure returns (bytes32) {
        return Lists.hash(list);
    }
}

/// @dev EIP-712 digests against values that viem's hashTypedData computed: domain {Reckon, 1, 31337, 0x..0abc}, member i
/// of each message 1000 + i (uint8: i + 1; verification: 1).
contract OfferHashesTest is Test {
    using TermsLib for uint256[9];

    bytes private constant JOB_BITS = hex"a000000020202020200040606002000810100000a060202008002840";
    bytes private constant RESOURCE_BITS = hex"a020202020200000006060402020081010600000081020a0a0602840";
    Hasher private hasher = new Hasher();

    function test_jobOffer() public view {
        bytes memory words = _words(28);
        _set(words, 13, 1);
        _set(words, 15, 16);
        _set(words, 24, 25);
        assertEq(
            _digest(hasher.hash(abi.decode(words, (JobOffer)))),
            0xf55cfa2140abfd58ec8afdf0e0de72ca66fd277e03c079eaee37b54fcf38bc9c
        );
    }

    function test_resourceOffer() public view {
        bytes memory words = _words(28);
        _set(words, 14, 15);
        _set(words, 20, 21);
        assertEq(
            _digest(hasher.hash(abi.decode(words, (ResourceOffer)))),
            0x0f90aeb2ad3f57182c90c98cc2436f5707df2fa3e37ecba35bb33a37f4445a88
        );
    }

    function test_smallMessages() public view {
        assertEq(
            _digest(keccak256(bytes.concat(OfferHashes.TICKET_TYPEHASH, _words(2)))),
            0xf20e73e2df42990d39cbb971eec0d8626363693fc368f8f48dff90eb79eab564
        );
        assertEq(
            _digest(keccak256(bytes.concat(OfferHashes.INPUT_RECEIPT_TYPEHASH, _words(4)))),
            0xa04b09dff23b17e230024547de3586d2f71cde392028bf4b771f76de4194e1b8
        );
        assertEq(
            _digest(keccak256(bytes.concat(OfferHashes.RESULT_RECEIPT_TYPEHASH, _words(4)))),
            0x86c5ac4bbcf79859738a8198c68a50f7bd2987e5eb5f5d0387f1db51277a964d
        );
        assertEq(
            _digest(keccak256(bytes.concat(OfferHashes.ACCEPTANCE_TYPEHASH, _words(3)))),
            0x089050fe45cfb89f5141d2a36ddf589c6b39aa63e116df3a98687046e80d21be
        );
    }

    function testFuzz_lists(address[] memory who, bytes32[] memory what) public view {
        assertEq(hasher.hash(who), keccak256(abi.encodePacked(who)));
        assertEq(hasher.hash(what), keccak256(abi.encodePacked(what)));
        EngineClass[] memory engines = new EngineClass[](what.length);
        bytes memory words;
        for (uint256 i; i < engines.length; ++i) {
            engines[i] = EngineClass(what[i], Verification(i % 3));
            words = bytes.concat(words, abi.encode(what[i], i % 3));
        }
        assertEq(hasher.hash(engines), keccak256(words));
    }

    function testFuzz_courtId(bytes32 members, CourtTerms memory terms) public view {
        assertEq(hasher.courtId(members, terms), keccak256(abi.encode(members, terms)));
    }

    function testFuzz_termsOfTwoOffers(uint256 seed, uint96 seatFee, uint64 nonce, uint16 lane, uint8 attempt) public {
        vm.warp(1_800_000_000);
        bytes memory words = _dice(seed, JOB_BITS);
        _set(words, 13, seed % 3);
        JobOffer memory job = abi.decode(words, (JobOffer));
        ResourceOffer memory offer = abi.decode(_dice(~seed, RESOURCE_BITS), (ResourceOffer));
        uint256[9] memory t = TermsLib.agreed(job, offer, seatFee);
        TermsLib.setDeal(t, ~nonce, ~lane, ~attempt);
        TermsLib.setDeal(t, nonce, lane, attempt);
        _theJobs(t, job);
        _theResources(t, offer);
        assertEq(t.solver(), msg.sender);
        assertEq(t.jobNonce(), nonce);
        assertEq(t.lane(), lane);
        assertEq(t.attempt(), attempt);
        assertEq(t.leastSeatFee(), seatFee);
        assertEq(t.matchedAt(), block.timestamp);
        assertEq(t.directoriesHash(), keccak256(abi.encode(job.directoriesHash, offer.directoriesHash)));
    }

    /// @dev Words of the dice, each of as many bits as the member has (0 = 256).
    function _dice(uint256 seed, bytes memory bits) private pure returns (bytes memory words) {
        for (uint256 i; i < bits.length; ++i) {
            uint256 width = bits[i] == 0 ? 256 : uint8(bits[i]);
            words = bytes.concat(words, bytes32(uint256(keccak256(abi.encode(seed, i))) >> (256 - width)));
        }
    }

    function _theJobs(uint256[9] memory t, JobOffer memory job) private pure {
        assertEq(t.buyer(), job.buyer);
        assertEq(t.fuelLimit(), job.fuelLimit);
        assertEq(t.executionWindow(), job.executionWindow);
        assertEq(t.reviewWindow(), job.reviewWindow);
        assertEq(t.theta(), job.penaltyRate);
        assertEq(t.n(), job.panelSize);
        assertEq(t.auditBps(), job.auditBps);
        assertEq(t.jobSolverFee(), job.solverFee);
        assertEq(uint8(t.verification()), uint8(job.verification));
        assertEq(t.court(), job.court);
        assertEq(t.drawCommit(), job.drawCommit);
    }

    function _theResources(uint256[9] memory t, ResourceOffer memory offer) private pure {
        assertEq(t.provider(), offer.provider);
        assertEq(t.resourceNonce(), offer.nonce);
        assertEq(t.basePrice(), offer.basePrice);
        assertEq(t.fuelPrice(), offer.fuelPrice);
        assertEq(t.resourceSolverFee(), offer.solverFee);
    }

    function _words(uint256 count) private pure returns (bytes memory words) {
        for (uint256 i; i < count; ++i) {
            words = bytes.concat(words, bytes32(1000 + i));
        }
    }

    function _set(bytes memory words, uint256 index, uint256 value) private pure {
        assembly {
            mstore(add(words, add(32, mul(index, 32))), value)
        }
    }

    function _digest(bytes32 structHash) private view returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", OfferHashes.domainSeparator(address(0xabc)), structHash));
    }
}
