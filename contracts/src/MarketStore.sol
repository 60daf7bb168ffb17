// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {IMarketErrors} from "./interfaces/IMarketErrors.sol";
import {IMarketEvents} from "./interfaces/IMarketEvents.sol";
import {Account, Stake, Court, Membership, MarketConfig, ResourceUse} from "./types/Accounts.sol";
import {Stage, Post, Case} from "./types/Deals.sol";
import {TermsLib} from "./types/Terms.sol";

/// @dev A deal as replayed by a caller.
struct Deal {
    bytes32 id;
    uint256[9] terms; // as they stand in events
    Post post;
}

/// @title What Market and Annex share: storage, parameters, accounts and the deal's slot
/// @dev The annex runs by delegatecall on Market's storage: both inherit this and declare no state of their own.
abstract contract MarketStore is IMarketErrors, IMarketEvents {
    using TermsLib for uint256[9];

    /// @dev Burned money waits here until anyone calls burn(): settlement never depends on a token transfer.
    address internal constant BURN = 0x000000000000000000000000000000000000dEaD;
    bytes32 internal constant FREE = bytes32(uint256(2));
    uint256 internal constant RESULT_HELD = 7 days;
    /// @dev A resource offer with this total may start any number of deals, and they are not counted.
    uint256 internal constant UNLIMITED = type(uint32).max;

    uint256 internal constant NONCE_USED = 1; // by a deal; where that failed, _failures says whether it is free again
    uint256 internal constant NONCE_CANCELLED = 2;
    uint256 internal constant FAILURES_FREE = 1 << 8;

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
    /// @dev Two bits a nonce (NONCE_...), 128 nonces a word.
    mapping(address buyer => mapping(uint256 word => uint256 bits)) internal _jobNonces;
    mapping(address provider => mapping(uint64 nonce => ResourceUse)) internal _resourceUses;
    /// @dev 0 = never used, FREE, or odd: hash of the live deal.
    mapping(address provider => mapping(uint64 nonce => mapping(uint16 lane => bytes32))) internal _lanes;
    /// @dev What happened to the deals of a job offer's nonce that failed. chain of their providers 240 | 1 bit: a deal
    /// may start again | count 8. The nonce's own bit stays set: one word to write where a deal fails, not two.
    mapping(address buyer => mapping(uint64 nonce => uint256)) internal _failures;
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
        unchecked {
            return 2 * executionWindow + GRACE;
        }
    }

    /// @dev From the match to the latest possible settlement (section 3). All of them have 32 bits.
    function _longestLife(uint256 executionWindow, uint256 reviewWindow) internal view returns (uint256) {
        unchecked {
            return
                executionWindow + reviewWindow + 2 * (SEAT_WAIT + _panelTime(executionWindow)) + APPEAL_WINDOW + 3 * GRACE;
        }
    }

    // ------------------------------------------------------------------ the deal's slot

    /// @dev Matched: neither post nor case. Posted, Cleared: post. Later: both. The hash tells the stages apart.
    function _isMatched(bytes32 dealId, uint256[9] memory terms) internal view returns (bool) {
        return _slotOf(terms) == _bind(dealId, terms, 0, 0);
    }

    function _isPosted(Deal memory d) internal view returns (bool) {
        return _slotOf(d.terms) == _bind(d.id, d.terms, _hash(d.post), 0);
    }

    function _isInCase(Deal memory d, Case memory c) internal view returns (bool) {
        return _slotOf(d.terms) == _bind(d.id, d.terms, _hash(d.post), keccak256(abi.encode(c)));
    }

    function _savePost(Deal memory d) internal {
        _setSlot(d.terms, _bind(d.id, d.terms, _hash(d.post), 0));
    }

    function _saveCase(Deal memory d, Case memory c) internal {
        _setSlot(d.terms, _bind(d.id, d.terms, _hash(d.post), keccak256(abi.encode(c))));
    }

    function _slotOf(uint256[9] memory t) internal view returns (bytes32) {
        return _lanesOf(t)[t.lane()];
    }

    function _setSlot(uint256[9] memory t, bytes32 value) internal {
        _lanesOf(t)[t.lane()] = value;
    }

    function _lanesOf(uint256[9] memory t) private view returns (mapping(uint16 lane => bytes32) storage) {
        return _lanes[t.provider()][t.resourceNonce()];
    }

    /// @dev What a busy lane holds: odd, so that it differs from FREE and 0.
    function _bind(bytes32 id, uint256[9] memory terms, bytes32 postHash, bytes32 caseHash)
        internal
        pure
        returns (bytes32 h)
    {
        assembly ("memory-safe") {
            let p := mload(0x40)
            mstore(p, id)
            mstore(add(p, 32), keccak256(terms, 288))
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
        Account storage a = _accounts[who];
        (uint96 available, uint96 locked) = (a.available, a.locked);
        a.available = available - _u96(amount);
        a.locked = locked + _u96(amount);
    }

    function _lockAvailable(address who, uint256 amount) internal {
        uint256 available = _accounts[who].available;
        if (amount > available) revert Market_BalanceTooLow(amount, available);
        _lock(who, amount);
    }

    /// @dev Take `unlocked` out of who's lock and add `credit` to its available balance.
    function _release(address who, uint256 unlocked, uint256 credit) internal {
        Account storage a = _accounts[who];
        (uint96 available, uint96 locked) = (a.available, a.locked);
        a.available = available + _u96(credit);
        a.locked = locked - _u96(unlocked);
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
        return (_jobNonces[buyer][nonce >> 7] >> ((nonce & 127) << 1)) & 3;
    }

    function _setNonceBits(address buyer, uint64 nonce, uint256 bits) internal {
        _jobNonces[buyer][nonce >> 7] |= bits << ((nonce & 127) << 1);
    }

    /// @dev The job offer's nonce is free again, and this provider is out of the job's next attempts.
    function _failJob(uint256[9] memory t) internal {
        mapping(uint64 => uint256) storage failures_ = _failures[t.buyer()];
        uint256 chain = _nextFailure(failures_[t.jobNonce()] >> 16, t.provider());
        failures_[t.jobNonce()] = (chain << 16) | FAILURES_FREE | (uint256(t.attempt()) + 1);
    }

    function _nextFailure(uint256 chain, address provider) internal pure returns (uint256) {
        return uint256(Hashes.efficientKeccak256(bytes32(chain), bytes32(uint256(uint160(provider))))) >> 16;
    }

    function _isOperator(address principal, address caller) internal view returns (bool) {
        return caller == principal || _operators[principal][caller];
    }
}
