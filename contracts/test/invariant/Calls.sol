// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "../base/Base.sol";
import {IMarketAnnex, IMarketCore} from "../../src/interfaces/IMarket.sol";

/// @dev The market's calls as data, so that anybody can try any of them; 0 means that the market took it, anything else
/// is the selector of its error.
abstract contract Calls is Base {
    bytes4 internal constant NO_REASON = 0xffffffff;

    function _try(address caller, bytes memory data) internal returns (bytes4) {
        return _tryAt(market, caller, data);
    }

    function _tryAt(IMarket at, address caller, bytes memory data) internal virtual returns (bytes4) {
        vm.prank(caller);
        (bool ok, bytes memory answer) = address(at).call(data);
        if (ok) return 0;
        return answer.length < 4 ? NO_REASON : bytes4(answer);
    }

    /// @dev The deal after a call that must succeed.
    function _went(Live memory live, address caller, bytes memory data) internal returns (Live memory) {
        (Live memory after_, bytes4 reason) = _attempt(live, caller, data);
        assertEq(reason, bytes4(0), "refused");
        return after_;
    }

    /// @dev The deal after a call that may be refused: then as it was.
    function _attempt(Live memory live, address caller, bytes memory data)
        internal
        returns (Live memory after_, bytes4 reason)
    {
        vm.recordLogs();
        reason = _try(caller, data);
        after_ = _lastDeal();
        if (after_.id == 0) after_ = live;
    }

    // ------------------------------------------------------------------ matches and results

    function _matchCall(Match memory m) internal pure returns (bytes memory) {
        return abi.encodeCall(IMarketCore.matchDeal, (_resourceSide(m), _jobSide(m)));
    }

    /// @dev The same match twice: as two sides, or as two jobs of one.
    function _twiceCall(Match memory m, bool asOneSide) internal pure returns (bytes memory) {
        JobSide[] memory both = new JobSide[](asOneSide ? 1 : 2);
        both[0] = _jobSide(m);
        if (asOneSide) {
            both[0].items = new JobItem[](2);
            (both[0].items[0], both[0].items[1]) = (_item(m), _item(m));
        } else {
            both[1] = both[0];
        }
        return abi.encodeCall(IMarketCore.matchDeals, (_resourceSide(m), both));
    }

    function _postCall(PostItem memory item) internal pure returns (bytes memory) {
        return abi.encodeCall(IMarketCore.postResult, (item));
    }

    /// @param secret of a private draw, else 0
    function _drawCall(Live memory live, bytes32 secret) internal pure returns (bytes memory) {
        return abi.encodeCall(IMarketCore.draw, (DrawItem(live.id, live.terms, live.post, secret)));
    }

    function _acceptCall(Live memory live, bytes memory signature) internal pure returns (bytes memory) {
        return abi.encodeCall(IMarketCore.accept, (AcceptItem(live.id, live.terms, live.post, 0, signature)));
    }

    function _finalizeCall(Live memory live) internal pure returns (bytes memory) {
        return abi.encodeCall(IMarketCore.finalize, (FinalizeItem(live.id, live.terms, live.post)));
    }

    /// @dev Signed by `buyer`.
    function _signAcceptance(bytes32 id, Post memory post) internal returns (bytes memory) {
        return _sign(buyer, keccak256(abi.encode(OfferHashes.ACCEPTANCE_TYPEHASH, id, post.seal, post.fuelUsed)));
    }

    // ------------------------------------------------------------------ exits and cases

    function _expireCall(Live memory live) internal pure returns (bytes memory) {
        return abi.encodeCall(IMarketCore.expire, (live.id, live.terms));
    }

    function _declineCall(Live memory live) internal pure returns (bytes memory) {
        return abi.encodeCall(IMarketCore.decline, (live.id, live.terms));
    }

    function _disputeCall(Live memory live) internal pure returns (bytes memory) {
        return abi.encodeCall(IMarketCore.dispute, (live.id, live.terms, live.post));
    }

    function _seatCall(Live memory live) internal view returns (bytes memory) {
        return abi.encodeCall(IMarketAnnex.seat, (live.id, live.terms, live.post, live.case_, members, courtTerms));
    }

    function _commitCall(Live memory live, address mediator, bytes32 seal) internal pure returns (bytes memory) {
        return abi.encodeCall(IMarketAnnex.commitVerdict, (live.id, live.terms, live.post, live.case_, mediator, seal));
    }

    function _resolveCall(Live memory live, bytes32 digest, uint64 fuel) internal view returns (bytes memory) {
        return abi.encodeCall(
            IMarketAnnex.resolve, (live.id, live.terms, live.post, live.case_, _commitsOf(live), digest, fuel)
        );
    }

    function _reseatCall(Live memory live) internal pure returns (bytes memory) {
        return abi.encodeCall(IMarketAnnex.reseat, (live.id, live.terms, live.post, live.case_));
    }

    function _appealCall(Live memory live) internal pure returns (bytes memory) {
        return abi.encodeCall(IMarketAnnex.appeal, (live.id, live.terms, live.post, live.case_));
    }

    function _settleCall(Live memory live) internal view returns (bytes memory) {
        return
            abi.encodeCall(IMarketAnnex.settle, (live.id, live.terms, live.post, live.case_, _commitsOf(live)));
    }

    function _voidCall(Live memory live) internal view returns (bytes memory) {
        return
            abi.encodeCall(IMarketAnnex.voidDeal, (live.id, live.terms, live.post, live.case_, _commitsOf(live)));
    }
}
