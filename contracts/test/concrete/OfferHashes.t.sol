// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Test} from "forge-std/Test.sol";
import {Lists} from "../../src/libraries/Lists.sol";
import {OfferHashes} from "../../src/libraries/OfferHashes.sol";
import {CourtTerms, EngineClass, JobOffer, ResourceOffer, Verification} from "../../src/types/Offers.sol";
import {Terms, TermsLib} from "../../src/types/Terms.sol";

contract Hasher {
    function hash(JobOffer calldata job) external pure returns (bytes32) {
        return OfferHashes.hash(job);
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

    function testFuzz_termsSurvivePacking(uint256[10] memory words, uint8 verification) public pure {
        words[4] = (words[4] >> 64 << 64) | (words[4] & 0xff00) | (verification % 3);
        words[5] = uint96(words[5]);
        Terms memory terms;
        TermsLib.unpack(words, terms);
        assertEq(keccak256(abi.encode(TermsLib.pack(terms))), keccak256(abi.encode(words)));
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
