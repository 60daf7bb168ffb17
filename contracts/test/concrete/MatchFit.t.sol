// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "../base/MatchBase.sol";

/// @dev Section 2: resources, prices, windows, lists, verification and court.
contract MatchFitTest is MatchBase {
    // ------------------------------------------------------------------ resources, prices, windows

    function test_resources() public {
        resource.memoryMiB = job.memoryMiB - 1;
        _no(_e(Market_ResourcesTooSmall.selector, job.memoryMiB, job.memoryMiB - 1));
        resource.memoryMiB = job.memoryMiB;
        job.gpuMemoryMiB = 1;
        _no(_e(Market_ResourcesTooSmall.selector, 1, 0));
        job.gpuMemoryMiB = 0;
        job.gpuModel = "H100";
        _no(_e(Market_GpuModelDiffers.selector, uint256(job.gpuModel), 0));
        resource.gpuModel = "H100";
        _started();
    }

    function test_prices() public {
        job.maxBasePrice = resource.basePrice - 1;
        _no(_e(Market_BasePriceTooHigh.selector, job.maxBasePrice, resource.basePrice));
        job.maxBasePrice = resource.basePrice;
        job.maxFuelPrice = resource.fuelPrice - 1;
        _no(_e(Market_FuelPriceTooHigh.selector, job.maxFuelPrice, resource.fuelPrice));
        job.maxFuelPrice = resource.fuelPrice;
        _started();
    }

    function test_executionWindow() public {
        job.executionWindow = 8; // 5 + ceil(3.33)
        _no(_e(Market_WindowTooShort.selector, 9, 8));
        job.executionWindow = 601;
        _no(_e(Market_WindowTooLong.selector, 600, 601));
        resource.fuelPerSecond = 0;
        _no(_e(Market_WindowTooShort.selector, type(uint256).max, 601));
        resource.fuelPerSecond = 1e9;
        job.executionWindow = 9;
        _started();
    }

    function test_executionWindowOfWholeSeconds() public {
        job.fuelLimit = 3e9;
        job.executionWindow = 7; // 5 + 3
        _no(_e(Market_WindowTooShort.selector, 8, 7));
        job.executionWindow = 8;
        _started();
    }

    function test_zeroWindows() public {
        resource.minExecutionWindow = 0;
        job.fuelLimit = 0;
        job.executionWindow = 0;
        _no(_e(Market_WindowTooShort.selector, 1, 0));
        job.executionWindow = 1;
        job.reviewWindow = 0;
        _no(_e(Market_WindowTooShort.selector, 1, 0));
    }

    function test_reviewWindow() public {
        resource.maxReviewWindow = 59;
        _no(_e(Market_WindowTooLong.selector, 59, 60));
        resource.maxReviewWindow = 100_000;
        job.reviewWindow = 3_601;
        _no(_e(Market_WindowTooLong.selector, 3_600, 3_601));
    }

    function test_value() public {
        resource.maxValue = uint96(_value() - 1);
        _no(_e(Market_ValueOutOfRange.selector, _value(), _value() - 1));
        resource.basePrice = 0;
        resource.fuelPrice = 0;
        _no(_e(Market_ValueOutOfRange.selector, 0, _value() == 0 ? resource.maxValue : 0));
    }

    function test_hugePricesDoNotOverflow() public {
        job.maxBasePrice = type(uint96).max;
        job.maxFuelPrice = type(uint96).max;
        job.fuelLimit = type(uint64).max;
        resource.basePrice = type(uint96).max;
        resource.fuelPrice = type(uint96).max;
        resource.maxValue = type(uint96).max;
        resource.fuelPerSecond = type(uint64).max;
        _no(_e(Market_ValueOutOfRange.selector, _value(), type(uint96).max));
        job.fuelLimit = 0;
        _no(
            _e(
                Market_BuyerBalanceTooLow.selector,
                2 * uint256(type(uint96).max) + job.solverFee,
                _available(buyer.addr)
            )
        );
    }

    function test_verificationNotAccepted() public {
        resource.verifications = 1 | 4;
        _no(_e(Market_VerificationNotAccepted.selector, 1, 5));
    }

    function test_theta() public {
        resource.maxTheta = 39;
        _no(_e(Market_ThetaOutOfRange.selector, 40, 39));
        resource.maxTheta = 200;
        resource.minTheta = 41;
        _no(_e(Market_ThetaOutOfRange.selector, 40, 41));
        resource.minTheta = 0;
        job.penaltyRate = 0;
        _no(_e(Market_ThetaOutOfRange.selector, 0, 1));
    }

    // ------------------------------------------------------------------ lists

    function test_engine() public {
        job.engine = keccak256("reckon-wasm@2.0.0");
        _no(abi.encodeWithSelector(Market_EngineNotListed.selector, job.engine));
        engines.push(job.engine);
        _no(_e(Market_WrongList.selector, uint256(resource.enginesHash), uint256(_hashOf(engines))));
        resource.enginesHash = _hashOf(engines);
        _no(abi.encodeWithSelector(Market_EngineNotInCourt.selector, job.engine));
        courtEngines.push(EngineClass(job.engine, Verification.A));
        bytes32 given = keccak256(abi.encode(ENGINE, uint256(1), ENGINE, uint256(2), job.engine, uint256(1)));
        _no(_e(Market_WrongList.selector, uint256(courtTerms.enginesHash), uint256(given)));
        courtTerms.enginesHash = given;
        _foundAgain();
        _join(0, 4);
        skip(1);
        _started();
    }

    function test_modules() public {
        modules.push(keccak256("another module"));
        resource.modulesHash = keccak256("other");
        _no(_e(Market_WrongList.selector, uint256(resource.modulesHash), uint256(_hashOf(modules))));
        resource.modulesHash = _hashOf(modules);
        _no(abi.encodeWithSelector(Market_ModuleNotListed.selector, job.moduleId));
        modules[0] = job.moduleId;
        resource.modulesHash = _hashOf(modules);
        _started();
    }

    function test_anyModuleIsForClassAOnly() public {
        job.verification = Verification.B;
        _no(abi.encodeWithSelector(Market_ModuleNotListed.selector, job.moduleId));
    }

    function test_directoryOnTheJobsList() public {
        Match memory m = _matchItem();
        m.directory = stranger;
        _no(m, abi.encodeWithSelector(Market_DirectoryNotListed.selector, stranger));
        job.directoriesHash = keccak256("other");
        _no(_e(Market_WrongList.selector, uint256(job.directoriesHash), uint256(_hashOf(directories))));
    }

    function test_directoryOnTheProvidersList() public {
        address[] memory others = new address[](1);
        others[0] = stranger;
        resource.directoriesHash = _hashOf(others);
        Match memory m = _matchItem();
        _no(m, _e(Market_WrongList.selector, uint256(resource.directoriesHash), uint256(job.directoriesHash)));
        m.resourceDirectories = others;
        _no(m, abi.encodeWithSelector(Market_DirectoryNotListed.selector, directory.addr));
        others = new address[](2);
        others[0] = stranger;
        others[1] = directory.addr;
        resource.directoriesHash = _hashOf(others);
        m = _matchItem();
        m.resourceDirectories = others;
        _start(m);
    }

    function test_directoryOnTheCourtsList() public {
        address[] memory others = new address[](1);
        others[0] = stranger;
        courtTerms.directoriesHash = _hashOf(others);
        _useCourt(market.foundCourt(members, courtEngines, others, courtTerms));
        Match memory m = _matchItem();
        _no(m, _e(Market_WrongList.selector, uint256(courtTerms.directoriesHash), uint256(job.directoriesHash)));
        m.courtDirectories = others;
        _no(m, abi.encodeWithSelector(Market_DirectoryNotListed.selector, directory.addr));
    }

    function test_inputReceipt() public {
        uint256 needed = block.timestamp + 30 + 60 + 2 * (120 + 70) + 30 + 30;
        Match memory m = _matchItem();
        m.heldUntil = uint40(needed - 1);
        m.receiptSignature = _signInputs(m.heldUntil);
        _no(m, _e(Market_ReceiptTooShort.selector, needed, needed - 1));
        m.heldUntil = uint40(needed);
        _no(m, abi.encodeWithSelector(Market_BadReceiptSignature.selector, directory.addr));
        m.receiptSignature = _signInputs(m.heldUntil);
        job.inputsId = keccak256("other inputs");
        Match memory other = _matchItem();
        other.heldUntil = m.heldUntil;
        other.receiptSignature = m.receiptSignature;
        _no(other, abi.encodeWithSelector(Market_BadReceiptSignature.selector, directory.addr));
        job.inputsId = keccak256("inputs");
        _start(m);
    }

    /// @dev A receipt copied from a match's calldata starts no deal of another buyer.
    function test_inputReceiptOfAnotherBuyer() public {
        Match memory victims = _matchItem();
        buyer = vm.createWallet("thief");
        _fund(buyer.addr, 100e6);
        job.buyer = buyer.addr;
        Match memory m = _matchItem();
        m.heldUntil = victims.heldUntil;
        m.receiptSignature = victims.receiptSignature;
        _no(m, abi.encodeWithSelector(Market_BadReceiptSignature.selector, directory.addr));
    }

    // ------------------------------------------------------------------ verification

    function test_panelSize() public {
        job.panelSize = 2;
        _no(_e(Market_BadPanelSize.selector, 2, 7));
        job.panelSize = 0;
        _no(_e(Market_BadPanelSize.selector, 0, 7));
        job.panelSize = 9;
        _no(_e(Market_BadPanelSize.selector, 9, 7));
        resource.maxPanelSize = 255;
        job.panelSize = 17;
        _no(_e(Market_BadPanelSize.selector, 17, 15));
    }

    function test_auditRate() public {
        job.auditBps = 0;
        _no(abi.encodeWithSelector(Market_BadAuditRate.selector, 0));
        job.auditBps = 10_001;
        _no(abi.encodeWithSelector(Market_BadAuditRate.selector, 10_001));
        job.auditBps = 297; // * 42 = 12474
        _no(_e(Market_AuditRateTooLow.selector, 12_500, 12_474));
        job.auditBps = 298;
        _started();
    }

    /// @dev 298 * 42 = 12516: 516 bps of V above what a missed deadline costs.
    function test_solverFeeIsBoundByTheRate() public {
        job.auditBps = 298;
        uint256 most = (516 * _value() - 1) / 10_000;
        job.solverFee = uint96(most + 1);
        _no(_e(Market_SolverFeeTooHigh.selector, most, most + 1));
        job.solverFee = uint96(most);
        _started();
    }

    function test_solverFeeIsBoundByThePenalty() public {
        job.penaltyRate = 1;
        job.auditBps = 10_000;
        _no(_e(Market_SolverFeeTooHigh.selector, 0, job.solverFee));
        job.solverFee = 0;
        _started();
    }

    function test_courtOfBoth() public {
        bytes32 given = _hashOf(courtList);
        resource.courtsHash = keccak256("other");
        _no(_e(Market_WrongList.selector, uint256(resource.courtsHash), uint256(given)));
        resource.courtsHash = given;
        job.court = keccak256("not accepted");
        _no(abi.encodeWithSelector(Market_CourtNotListed.selector, job.court));
        courtList[0] = job.court;
        resource.courtsHash = _hashOf(courtList);
        _no(_e(Market_WrongCourt.selector, uint256(job.court), uint256(court)));
    }

    function test_courtThatNobodyFounded() public {
        courtTerms.maxFuel += 1;
        _useCourt(keccak256(abi.encode(_hashOf(members), courtTerms)));
        _no(abi.encodeWithSelector(Market_NoSuchCourt.selector, court));
    }

    function test_courtsCaps() public {
        job.memoryMiB = 2_000;
        courtTerms.memoryMiB = 1_999;
        _foundAgain();
        _no(_e(Market_CourtRefuses.selector, 1_999, 2_000));
        job.memoryMiB = 1_999;
        courtTerms.maxFuel = job.fuelLimit - 1;
        _foundAgain();
        _no(_e(Market_CourtRefuses.selector, job.fuelLimit - 1, job.fuelLimit));
        courtTerms.maxFuel = job.fuelLimit;
        courtTerms.maxExecutionWindow = 29;
        _foundAgain();
        _no(_e(Market_CourtRefuses.selector, 29, 30));
        courtTerms.maxExecutionWindow = 30;
        courtTerms.minSeatFee = uint96(_value() / 2 + 1);
        _foundAgain();
        _no(_e(Market_SeatFeeTooHigh.selector, _value() / 2, _value() / 2 + 1));
        courtTerms.minSeatFee = uint96(_value() / 2);
        _foundAgain();
        _no(_e(Market_CourtTooSmall.selector, 4, 0));
    }

    function test_courtNeedsTwoPanels() public {
        courtTerms.maxFuel += 1;
        _foundAgain();
        _join(0, 4);
        _no(_e(Market_CourtTooSmall.selector, 4, 0)); // not before this second
        skip(1);
        vm.prank(members[0]);
        market.leaveCourt(court);
        skip(1);
        _no(_e(Market_CourtTooSmall.selector, 4, 3));
        _join(4, 5);
        skip(1);
        _started();
    }

    function test_sendersSeatDoesNotCount() public {
        courtTerms.maxFuel += 1;
        _foundAgain();
        _join(0, 4);
        skip(1);
        solver = members[2];
        _no(_e(Market_CourtTooSmall.selector, 4, 3));
        solver = stranger;
        _started();
    }

    function test_unverifiedBuysNothing() public {
        _none();
        job.auditBps = 1;
        _no(abi.encodeWithSelector(Market_NothingToVerify.selector));
        job.auditBps = 0;
        job.panelSize = 1;
        _no(abi.encodeWithSelector(Market_NothingToVerify.selector));
        job.panelSize = 0;
        job.court = court;
        _no(abi.encodeWithSelector(Market_NothingToVerify.selector));
        job.court = 0;
        job.drawCommit = keccak256("x");
        _no(abi.encodeWithSelector(Market_NothingToVerify.selector));
    }
}
