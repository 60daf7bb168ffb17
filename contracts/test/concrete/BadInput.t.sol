// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "../base/MatchBase.sol";

/// @dev Inputs that no honest client sends, each refused by its own error. Others of their kind are beside what they
/// are about: MatchFit (windows, theta, panels, court), MatchUse (expiry, cancellation), Accounts (money, deployment).
contract BadInputTest is MatchBase {
    // ------------------------------------------------------------------ zero addresses and amounts

    function test_noBuyer() public {
        job.buyer = address(0);
        _no(_e(Market_BuyerBalanceTooLow.selector, 2 * _value() + job.solverFee, 0));
    }

    function test_noProvider() public {
        resource.provider = address(0);
        _no(abi.encodeWithSelector(Market_BadResourceSignature.selector, address(0)));
    }

    /// @dev Money that a deal left to nobody's address lets nobody sign for it: no signature recovers to 0.
    function test_nobodysMoneySignsNothing() public {
        _giveFees(address(0));
        job.buyer = address(0);
        job.solverFee = 0;
        (resource.basePrice, resource.fuelPrice) = (200_006, 0);
        courtTerms.minSeatFee = 1;
        _foundAgain();
        _join(0, MEMBERS);
        skip(1);
        Match memory m = _matchItem();
        m.jobSignature = new bytes(65);
        m.receiptSignature = _signInputs(m.heldUntil);
        _no(m, abi.encodeWithSelector(Market_BadJobSignature.selector, address(0)));
    }

    function test_noDirectory() public {
        Match memory m = _matchItem();
        m.directory = address(0);
        _no(m, abi.encodeWithSelector(Market_DirectoryNotListed.selector, address(0)));
        directories[0] = address(0);
        job.directoriesHash = _hashOf(directories);
        resource.directoriesHash = job.directoriesHash;
        (job.verification, job.court) = (Verification.None, 0);
        (job.panelSize, job.auditBps) = (0, 0);
        modules.push(job.moduleId);
        resource.modulesHash = _hashOf(modules);
        m = _matchItem();
        m.directory = address(0);
        m.receiptSignature = new bytes(65);
        _no(m, abi.encodeWithSelector(Market_BadReceiptSignature.selector, address(0)));
    }

    function test_permitOfNobodyOrForNothing() public {
        vm.expectRevert(abi.encodeWithSelector(Market_PermitUnusable.selector, 0, 1));
        market.depositWithPermit(address(0), 1, block.timestamp, 27, bytes32(uint256(1)), bytes32(uint256(1)));
        vm.expectRevert(abi.encodeWithSelector(Market_ZeroAmount.selector));
        market.depositWithPermit(stranger, 0, block.timestamp, 27, bytes32(uint256(1)), bytes32(uint256(1)));
    }

    function test_expiredPermit() public {
        Vm.Wallet memory owner = vm.createWallet("owner");
        token.faucet(owner.addr, 5);
        uint256 deadline = block.timestamp - 1;
        bytes32 permit = keccak256(
            abi.encode(
                keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"),
                owner.addr,
                address(market),
                5,
                0,
                deadline
            )
        );
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(owner, keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), permit)));
        vm.expectRevert(abi.encodeWithSelector(Market_PermitUnusable.selector, 0, 5));
        market.depositWithPermit(owner.addr, 5, deadline, v, r, s);
    }

    function test_noTokenAtDeployment() public {
        MarketConfig memory c = _config();
        c.token = address(0);
        bytes memory code = abi.encodePacked(vm.getCode(_artefact()), abi.encode(c));
        vm.expectRevert(abi.encodeWithSelector(Market_BadConfig.selector, 1, 0));
        this.create(code);
    }

    function create(bytes memory code) external {
        assembly {
            if iszero(create(0, add(code, 32), mload(code))) {
                returndatacopy(0, 0, returndatasize())
                revert(0, returndatasize())
            }
        }
    }

    // ------------------------------------------------------------------ absurd windows and volumes

    function test_absurdWindows() public {
        job.executionWindow = type(uint32).max;
        _no(_e(Market_WindowTooLong.selector, 600, type(uint32).max));
        job.executionWindow = 30;
        (job.reviewWindow, resource.maxReviewWindow) = (type(uint32).max, type(uint32).max);
        _no(_e(Market_WindowTooLong.selector, 3_600, type(uint32).max));
        job.reviewWindow = 60;
        resource.minExecutionWindow = type(uint32).max;
        _no(_e(Market_WindowTooShort.selector, uint256(type(uint32).max) + 4, 30));
    }

    function test_absurdPenalty() public {
        (job.penaltyRate, resource.maxTheta) = (type(uint16).max, type(uint16).max);
        uint256 needed = (uint256(type(uint16).max) + 1) * _value() + resource.solverFee;
        _no(_e(Market_ProviderBalanceTooLow.selector, needed, _available(provider.addr)));
    }

    function test_absurdSolverFee() public {
        job.solverFee = type(uint96).max;
        _no(_e(Market_SolverFeeTooHigh.selector, (600 * _value() - 1) / 10_000, type(uint96).max)); // 300 * 42 - 12000
        job.solverFee = 0;
        resource.solverFee = type(uint96).max;
        uint256 needed = 41 * _value() + type(uint96).max;
        _no(_e(Market_ProviderBalanceTooLow.selector, needed, _available(provider.addr)));
    }

    // ------------------------------------------------------------------ forms of signatures

    /// @dev Other ways to write a valid signature: none is taken, so nobody can make a second one of it.
    function test_onlyOneFormOfEachSignature() public {
        resource.ticketKey = ticketKey.addr;
        Match memory m = _matchItem();
        bytes[6] memory forms = _otherForms(m.jobSignature);
        bytes memory good = m.jobSignature;
        for (uint256 i; i < 6; ++i) {
            m.jobSignature = forms[i];
            _no(m, abi.encodeWithSelector(Market_BadJobSignature.selector, buyer.addr));
        }
        (m.jobSignature, good) = (good, m.resourceSignature);
        forms = _otherForms(good);
        for (uint256 i; i < 6; ++i) {
            m.resourceSignature = forms[i];
            _no(m, abi.encodeWithSelector(Market_BadResourceSignature.selector, provider.addr));
        }
        (m.resourceSignature, good) = (good, m.ticketSignature);
        forms = _otherForms(good);
        for (uint256 i; i < 6; ++i) {
            m.ticketSignature = forms[i];
            _no(m, abi.encodeWithSelector(Market_BadTicketSignature.selector, ticketKey.addr));
        }
        (m.ticketSignature, good) = (good, m.receiptSignature);
        forms = _otherForms(good);
        for (uint256 i; i < 6; ++i) {
            m.receiptSignature = forms[i];
            _no(m, abi.encodeWithSelector(Market_BadReceiptSignature.selector, directory.addr));
        }
    }

    function test_onlyOneFormOfAResultReceipt() public {
        Live memory live = _started();
        PostItem memory item = _postItem(live, RIGHT, FUEL, true);
        bytes[6] memory forms = _otherForms(item.receiptSignature);
        for (uint256 i; i < 6; ++i) {
            item.receiptSignature = forms[i];
            vm.expectRevert(abi.encodeWithSelector(Market_BadReceiptSignature.selector, directory.addr));
            vm.prank(provider.addr);
            market.postResult(item);
        }
    }

    function test_onlyOneFormOfAnAcceptance() public {
        Live memory live = _cleared();
        bytes[6] memory forms = _otherForms(_acceptance(live));
        for (uint256 i; i < 5; ++i) {
            _noAccept(live, forms[i], abi.encodeWithSelector(Market_BadAcceptSignature.selector, buyer.addr));
        }
        // an empty one says that the caller is the buyer
        _noAccept(live, "", abi.encodeWithSelector(Market_NotBuyer.selector, buyer.addr, stranger));
    }

    // ------------------------------------------------------------------ a foreign chain

    function test_foreignChain() public {
        uint256 home = block.chainid;
        resource.ticketKey = ticketKey.addr;
        Match memory m = _matchItem();
        vm.chainId(99);
        _no(m, abi.encodeWithSelector(Market_BadResourceSignature.selector, provider.addr));
        m.resourceSignature = _sign(provider, _resourceHash());
        _no(m, abi.encodeWithSelector(Market_BadTicketSignature.selector, ticketKey.addr));
        m.ticketSignature =
            _sign(ticketKey, keccak256(abi.encode(OfferHashes.TICKET_TYPEHASH, _resourceHash(), m.ticketUntil)));
        _no(m, abi.encodeWithSelector(Market_BadJobSignature.selector, buyer.addr));
        m.jobSignature = _sign(buyer, _jobHash());
        _no(m, abi.encodeWithSelector(Market_BadReceiptSignature.selector, directory.addr));
        vm.chainId(home);
        resource.ticketKey = address(0);
        Live memory live = _started();
        PostItem memory item = _postItem(live, RIGHT, FUEL, true);
        vm.chainId(99);
        vm.expectRevert(abi.encodeWithSelector(Market_BadReceiptSignature.selector, directory.addr));
        vm.prank(provider.addr);
        market.postResult(item);
        vm.chainId(home);
        live = _drawn(_post(live, RIGHT, FUEL, true), false);
        bytes memory signature = _acceptance(live);
        vm.chainId(99);
        _noAccept(live, signature, abi.encodeWithSelector(Market_BadAcceptSignature.selector, buyer.addr));
    }

    // ------------------------------------------------------------------ lists

    function test_membersInOrderAndOnce() public {
        address[] memory list = new address[](3);
        (list[0], list[1], list[2]) = (address(9), address(8), address(10));
        vm.expectRevert(abi.encodeWithSelector(Market_BadMembers.selector, 1));
        market.foundCourt(list, courtEngines, directories, courtTerms);
        (list[0], list[1], list[2]) = (address(8), address(9), address(9));
        vm.expectRevert(abi.encodeWithSelector(Market_BadMembers.selector, 2));
        market.foundCourt(list, courtEngines, directories, courtTerms);
    }

    /// @dev Members in another order are another court, which nobody founded or joined.
    function test_membersReplayedInAnotherOrder() public {
        Live memory live = _disputed(_posted());
        vm.roll(live.case_.seedBlock + 1);
        vm.setBlockhash(live.case_.seedBlock, keccak256("seed"));
        (members[0], members[1]) = (members[1], members[0]);
        bytes32 other = keccak256(abi.encode(_hashOf(members), courtTerms));
        vm.expectRevert(abi.encodeWithSelector(Market_WrongCourt.selector, court, other));
        market.seat(live.id, live.terms, live.post, live.case_, members, courtTerms);
        vm.expectRevert(abi.encodeWithSelector(Market_NoSuchCourt.selector, other));
        vm.prank(members[0]);
        market.joinCourt(members, courtTerms);
    }

    /// @dev A list is what was signed, element by element: longer, repeated or in another order it is another.
    function test_listsAreTakenAsSigned() public {
        engines.push(keccak256("other engine"));
        resource.enginesHash = _hashOf(engines);
        Match memory m = _matchItem();
        m.engines[0] = engines[1];
        m.engines[1] = engines[0];
        _no(m, _e(Market_WrongList.selector, uint256(resource.enginesHash), uint256(_hashOf(m.engines))));
        m = _matchItem();
        m.courts = _twice(court);
        _no(m, _e(Market_WrongList.selector, uint256(resource.courtsHash), uint256(_hashOf(m.courts))));
        m = _matchItem();
        m.jobDirectories = _twice(directory.addr);
        _no(m, _e(Market_WrongList.selector, uint256(job.directoriesHash), uint256(_hashOf(m.jobDirectories))));
        m = _matchItem();
        m.resourceDirectories = _twice(directory.addr);
        _no(
            m, _e(Market_WrongList.selector, uint256(resource.directoriesHash), uint256(_hashOf(m.resourceDirectories)))
        );
        m = _matchItem();
        m.courtDirectories = _twice(directory.addr);
        _no(m, _e(Market_WrongList.selector, uint256(courtTerms.directoriesHash), uint256(_hashOf(m.courtDirectories))));
        m = _matchItem();
        (m.courtEngines[0], m.courtEngines[1]) = (m.courtEngines[1], m.courtEngines[0]);
        bytes32 given = keccak256(abi.encode(ENGINE, uint256(2), ENGINE, uint256(1)));
        _no(m, _e(Market_WrongList.selector, uint256(courtTerms.enginesHash), uint256(given)));
        _started();
    }

    // ------------------------------------------------------------------ calldata

    /// @dev Bytes behind the arguments reach nothing: the same deal, and no list or signature is read past its length.
    function test_moreCalldataThanDeclared() public {
        bytes memory data = _matchData();
        vm.prank(solver);
        (bool ok, bytes memory answer) = address(market).call(bytes.concat(data, _word(1), _word(2)));
        assertTrue(ok);
        assertEq(abi.decode(answer, (bytes32)), _dealId(0));
        assertEq(_locked(buyer.addr), 2 * _value() + job.solverFee);
    }

    /// @dev A list that claims more elements than the call carries is no list.
    function test_lessCalldataThanDeclared() public {
        bytes memory data = abi.encodeCall(market.foundCourt, (members, courtEngines, directories, courtTerms));
        assembly {
            mstore(add(data, add(36, mload(add(data, 36)))), 1000) // length of the first list
        }
        (bool ok,) = address(market).call(data);
        assertFalse(ok);
    }

    /// @dev Bits above a member's type would be hashed but not seen: refused where the offer is read.
    function test_dirtyBits() public {
        job.cpuMilli = 1_237;
        bytes memory data = _matchData();
        uint256 at = 4;
        while (_wordAt(data, at) != 1_237) {
            at += 32;
        }
        assembly {
            mstore(add(data, add(32, at)), or(1237, shl(32, 1)))
        }
        vm.prank(solver);
        (bool ok,) = address(market).call(data);
        assertFalse(ok);
    }

    // ------------------------------------------------------------------ steps

    /// @dev r, s compact (EIP-2098); v of 0 and 1; one byte more; the other s; nothing.
    function _otherForms(bytes memory signature) private pure returns (bytes[6] memory forms) {
        bytes32 r;
        bytes32 s;
        assembly {
            r := mload(add(signature, 32))
            s := mload(add(signature, 64))
        }
        uint8 v = uint8(signature[64]);
        uint256 order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
        forms[0] = abi.encodePacked(r, bytes32(uint256(s) | (uint256(v - 27) << 255)));
        forms[1] = abi.encodePacked(r, s, v - 27);
        forms[2] = abi.encodePacked(signature, uint8(0));
        forms[3] = abi.encodePacked(r, bytes32(order - uint256(s)), v == 27 ? uint8(28) : uint8(27));
        forms[4] = abi.encodePacked(r, s, v == 27 ? uint8(28) : uint8(27));
    }

    function _acceptance(Live memory live) private returns (bytes memory) {
        return _sign(
            buyer, keccak256(abi.encode(OfferHashes.ACCEPTANCE_TYPEHASH, live.id, live.post.seal, live.post.fuelUsed))
        );
    }

    function _noAccept(Live memory live, bytes memory signature, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(stranger);
        market.accept(AcceptItem(live.id, live.terms, live.post, 0, signature));
    }

    /// @dev A settled deal of which `who` sent the match.
    function _giveFees(address who) private {
        (job.solverFee, job.auditBps) = (3e6, 3_000); // a rate that allows such a fee
        address honest = solver;
        solver = who;
        Live memory live = _cleared();
        job.auditBps = 300;
        vm.prank(buyer.addr);
        market.accept(AcceptItem(live.id, live.terms, live.post, 0, ""));
        solver = honest;
        assertGt(_available(who), 0);
    }

    function _twice(address who) private pure returns (address[] memory list) {
        list = new address[](2);
        (list[0], list[1]) = (who, who);
    }

    function _twice(bytes32 what) private pure returns (bytes32[] memory list) {
        list = new bytes32[](2);
        (list[0], list[1]) = (what, what);
    }

    function _word(uint256 x) private pure returns (bytes memory) {
        return abi.encode(x);
    }

    function _wordAt(bytes memory data, uint256 at) private pure returns (uint256 word) {
        assembly {
            word := mload(add(data, add(32, at)))
        }
    }

    function _matchData() private returns (bytes memory) {
        Match memory m = _matchItem();
        return abi.encodeCall(market.matchDeal, (_resourceSide(m), _jobSide(m)));
    }
}
