// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IMarketErrors} from "./interfaces/IMarketErrors.sol";
import {IMarketEvents} from "./interfaces/IMarketEvents.sol";
import {Account, Stake, Court, Membership, MarketConfig, ResourceUse} from "./types/Accounts.sol";
import {Stage, Post, Case} from "./types/Deals.sol";
import {Terms, TermsLib} from "./types/Terms.sol";

/// @dev A deal as replayed by a caller.
struct Deal {
    bytes32 id;
    uint256[10] words; // terms as they stand in events
    Terms terms;
    Post post;
    Case case_;
}

/// @title What Market and Annex share: storage, parameters, accounts and the deal's slot
/// @dev The annex runs by delegatecall on Market's storage: both inherit this and declare no state of their own.
abstract contract MarketStore is IMarketErrors, IMarketEvents {
    /// @dev Burned money waits here until anyone calls burn(): settlement never depends on a token transfer.
    address internal constant BURN = 0x000000000000000000000000000000000000dEaD;
    bytes32 internal constant FREE = bytes32(uint256(2));
    uint256 internal constant RESULT_HELD = 7 days;
    /// @dev A resource offer with this total may start any number of deals, and they are not counted.
    uint256 internal constant UNLIMITED = type(uint32).max;

    uint256 internal constant NONCE_USED = 1; // by a live or finished deal
    uint256 internal constant NONCE_CANCELLED = 2;
    uint256 internal constant NONCE_FAILED = 4; // look into _failures

    IERC20 internal immutable TOKEN;
    uint256 internal immutable GRACE;
    uint256 internal immutable APPEAL_WINDOW;
    uint256 internal immutable SEAT_WAIT;
    uint256 internal immutable MAX_EXECUTION_WINDOW;
    uint256 internal immutable MAX_REVIEW_WINDOW;
    uint256 internal immutable UNBONDING_TIME;
    bool internal immutable PUBLIC_DRAWS;

    mapping(address who => Account) internal _accounts;
    mapping(address principal => mapping(address operator => bool)) internal _operators;
    /// @dev Four bits a nonce (NONCE_...), 64 nonces a word.
    mapping(address buyer => mapping(uint256 word => uint256 bits)) internal _jobNonces;
    mapping(address provider => mapping(uint64 nonce => ResourceUse)) internal _resourceUses;
    /// @dev 0 = never used, FREE, or odd: hash of the live deal.
    mapping(address provider => mapping(uint64 nonce => mapping(uint16 lane => bytes32))) internal _lanes;
    /// @dev chain of the failed providers 248 | count 8
    mapping(bytes32 jobOfferHash => uint256) internal _failures;
    mapping(address mediator => Stake) internal _stakes;
    mapping(bytes32 court => Court) internal _courts;
    mapping(bytes32 court => mapping(address member => Membership)) internal _memberships;
    /// @dev What the panels of a lane's live deal committed (see Commits.sol). Reset, not cleared, when the deal ends.
    mapping(address provider => mapping(uint64 nonce => mapping(uint16 lane => uint256))) internal _commits;

    constructor(MarketConfig memory config_) {
        if (config_.token.code.length == 0) revert Market_BadConfig(1, 0);
        if (config_.maxExecutionWindow == 0 || config_.maxExecutionWindow > 7 days) {
            revert Market_BadConfig(7 days, config_.maxExecutionWindow);
        }
        if (config_.maxReviewWindow == 0 || config_.maxReviewWindow > 7 days) {
            revert Market_BadConfig(7 days, config_.maxReviewWindow);
        }
        TOKEN = IERC20(config_.token);
        GRACE = config_.grace;
        APPEAL_WINDOW = config_.appealWindow;
        SEAT_WAIT = config_.seatWait;
        MAX_EXECUTION_WINDOW = config_.maxExecutionWindow;
        MAX_REVIEW_WINDOW = config_.maxReviewWindow;
        UNBONDING_TIME = config_.unbondingTime;
        PUBLIC_DRAWS = config_.publicDraws;
        uint256 longest = _longestLife(config_.maxExecutionWindow, config_.maxReviewWindow);
        if (config_.unbondingTime < longest) revert Market_BadConfig(longest, config_.unbondingTime);
    }

    // ------------------------------------------------------------------ times

    /// @dev Time in which a seated panel commits.
    function _panelTime(uint256 executionWindow) internal view returns (uint256) {
        return 2 * executionWindow + GRACE;
    }

    /// @dev From the match to the latest possible settlement (section 3).
    function _longestLife(uint256 executionWindow, uint256 reviewWindow) internal view returns (uint256) {
        return
            executionWindow + reviewWindow + 2 * (SEAT_WAIT + _panelTime(executionWindow)) + APPEAL_WINDOW + 3 * GRACE;
    }

    // ------------------------------------------------------------------ the deal's slot

    /// @dev Into a deal that is there already: each function that returns one would zero another 70 words.
    function _load(Deal memory d, bytes32 dealId, uint256[10] calldata words) internal pure {
        d.id = dealId;
        uint256[10] memory copy = d.words;
        assembly ("memory-safe") {
            calldatacopy(copy, words, 320)
        }
        TermsLib.unpack(copy, d.terms);
    }

    /// @dev Matched: neither post nor case. Posted, Cleared: post. Later: both. The hash tells the stages apart.
    function _isMatched(Deal memory d) internal view returns (bool) {
        return _slotOf(d) == _bind(d.id, d.words, 0, 0);
    }

    function _isPosted(Deal memory d) internal view returns (bool) {
        return _slotOf(d) == _bind(d.id, d.words, _hash(d.post), 0);
    }

    function _isInCase(Deal memory d) internal view returns (bool) {
        return _slotOf(d) == _bind(d.id, d.words, _hash(d.post), keccak256(abi.encode(d.case_)));
    }

    function _savePost(Deal memory d) internal {
        _setSlot(d, _bind(d.id, d.words, _hash(d.post), 0));
    }

    function _saveCase(Deal memory d) internal {
        _setSlot(d, _bind(d.id, d.words, _hash(d.post), keccak256(abi.encode(d.case_))));
    }

    function _slotOf(Deal memory d) internal view returns (bytes32) {
        return _lanes[d.terms.provider][d.terms.resourceNonce][d.terms.lane];
    }

    function _setSlot(Deal memory d, bytes32 value) internal {
        _lanes[d.terms.provider][d.terms.resourceNonce][d.terms.lane] = value;
    }

    /// @dev What a busy lane holds: odd, so that it differs from FREE and 0.
    function _bind(bytes32 id, uint256[10] memory words, bytes32 postHash, bytes32 caseHash)
        internal
        pure
        returns (bytes32 h)
    {
        assembly ("memory-safe") {
            let p := mload(0x40)
            mstore(p, id)
            mstore(add(p, 32), keccak256(words, 320))
            mstore(add(p, 64), postHash)
            mstore(add(p, 96), caseHash)
            h := or(keccak256(p, 128), 1)
        }
    }

    /// @dev A struct of static members lies in memory as abi.encode would put it.
    function _hash(Post memory post) private pure returns (bytes32 h) {
        assembly ("memory-safe") {
            h := keccak256(post, 224)
        }
    }

    /// @dev A panel is needed: the seed is the hash of the block two after this one, the seat wait begins.
    function _awaitSeats(Case memory c, Stage stage) internal view {
        c.stage = stage;
        c.seed = 0;
        c.seedBlock = uint64(block.number + 2);
        c.deadline = uint40(block.timestamp + SEAT_WAIT);
    }

    // ------------------------------------------------------------------ accounts

    /// @dev The caller has checked that `amount` is available; checked arithmetic holds it anyway.
    function _lock(address who, uint256 amount) internal {
        Account memory a = _accounts[who];
        a.available -= _u96(amount);
        a.locked += _u96(amount);
        _accounts[who] = a;
    }

    function _lockAvailable(address who, uint256 amount) internal {
        uint256 available = _accounts[who].available;
        if (amount > available) revert Market_BalanceTooLow(amount, available);
        _lock(who, amount);
    }

    /// @dev Take `locked` out of who's lock and add `credit` to its available balance.
    function _release(address who, uint256 locked, uint256 credit) internal {
        Account memory a = _accounts[who];
        a.locked -= _u96(locked);
        a.available += _u96(credit);
        _accounts[who] = a;
    }

    function _credit(address who, uint256 amount) internal {
        if (amount != 0) _accounts[who].available += _u96(amount);
    }

    function _u96(uint256 x) internal pure returns (uint96) {
        if (x > type(uint96).max) revert Market_TotalTooLarge(x);
        return uint96(x);
    }

    // ------------------------------------------------------------------ ends of a deal

    function _nonceBits(address buyer, uint64 nonce) internal view returns (uint256) {
        return (_jobNonces[buyer][nonce >> 6] >> (4 * (nonce & 63))) & 15;
    }

    function _setNonceBits(address buyer, uint64 nonce, uint256 on, uint256 off) internal {
        uint256 shift = 4 * (nonce & 63);
        uint256 word = _jobNonces[buyer][nonce >> 6];
        _jobNonces[buyer][nonce >> 6] = (word & ~(off << shift)) | (on << shift);
    }

    /// @dev The job offer's nonce is free again, and this provider is out of the job's next attempts.
    function _failJob(Terms memory t) internal {
        uint256 failed = _failures[t.jobOfferHash];
        bytes32 chain = keccak256(abi.encode(failed >> 8, t.provider));
        _failures[t.jobOfferHash] = (uint256(chain) & ~uint256(0xff)) | (uint256(t.attempt) + 1);
        _setNonceBits(t.buyer, t.jobNonce, NONCE_FAILED, NONCE_USED);
    }

    function _isOperator(address principal, address caller) internal view returns (bool) {
        return caller == principal || _operators[principal][caller];
    }
}
