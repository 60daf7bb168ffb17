// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Test} from "forge-std/Test.sol";
import {Vm} from "forge-std/Vm.sol";
import {IMarket} from "../../src/interfaces/IMarket.sol";
import {IMarketErrors} from "../../src/interfaces/IMarketErrors.sol";
import {IMarketEvents} from "../../src/interfaces/IMarketEvents.sol";
import {OfferHashes} from "../../src/libraries/OfferHashes.sol";
import {TestToken} from "../../src/mocks/TestToken.sol";
import {MarketConfig} from "../../src/types/Accounts.sol";
import "../../src/types/Deals.sol";
import "../../src/types/Offers.sol";

/// @dev A deal as its last event left it.
struct Live {
    bytes32 id;
    uint256[9] terms;
    Post post;
    Case case_;
}

/// @dev Both sides of a match and its court, flat, so that a test changes one thing by its name.
struct Match {
    JobOffer job;
    bytes jobSignature;
    ResourceOffer resource;
    bytes resourceSignature;
    uint16 lane;
    uint40 ticketUntil;
    bytes ticketSignature;
    address directory;
    uint40 heldUntil;
    bytes receiptSignature;
    address[] jobDirectories;
    address[] resourceDirectories;
    address[] courtDirectories;
    address[] providers;
    bytes32[] engines;
    bytes32[] modules;
    bytes32[] courts;
    EngineClass[] courtEngines;
    CourtTerms courtTerms;
    bytes32 membersHash;
    address[] failed;
}

/// @dev Actors, default offers, signing. Tests change `job` and `resource` before they sign.
abstract contract Actors is Test, IMarketErrors, IMarketEvents {
    uint256 internal constant FUEL_UNIT = 1e9;
    address internal constant BURNED = 0x000000000000000000000000000000000000dEaD;
    bytes32 internal constant UNAVAILABLE = keccak256("reckon.inputs-unavailable");
    bytes32 internal constant ENGINE = keccak256("reckon-wasm@1.0.0");
    bytes32 internal constant RIGHT = keccak256("right result");
    bytes32 internal constant WRONG = keccak256("wrong result");
    uint64 internal constant FUEL = 2_000_000_007;
    uint256 internal constant MEMBERS = 20;

    uint32 internal constant GRACE = 10;
    uint32 internal constant APPEAL = 30;
    uint32 internal constant SEAT_WAIT = 120;

    IMarket internal market;
    TestToken internal token;
    Vm.Wallet internal buyer;
    Vm.Wallet internal provider;
    Vm.Wallet internal directory;
    Vm.Wallet internal ticketKey;
    address internal solver = makeAddr("solver");
    address internal stranger = makeAddr("stranger");

    JobOffer internal job;
    ResourceOffer internal resource;
    CourtTerms internal courtTerms;
    bytes32 internal court;
    address[] internal members;
    address[] internal directories;
    EngineClass[] internal courtEngines;
    bytes32[] internal engines;
    bytes32[] internal courtList;
    bytes32[] internal modules; // resource.modulesHash, when set
    address[] internal providers; // job.providersHash, when set

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        vm.roll(1_000);
        token = _newToken();
        market = _deploy(_config());
        buyer = vm.createWallet("buyer");
        provider = vm.createWallet("provider");
        directory = vm.createWallet("directory");
        ticketKey = vm.createWallet("ticketKey");
        directories.push(directory.addr);
        engines.push(ENGINE);
        courtEngines.push(EngineClass(ENGINE, Verification.A));
        courtEngines.push(EngineClass(ENGINE, Verification.B));
        _fund(buyer.addr, 5_000e6);
        _fund(provider.addr, 5_000e6);
        _foundCourt();
        _defaultOffers();
        skip(1);
        vm.roll(block.number + 1);
    }

    /// @dev The bytecode that is deployed: tests do not compile the market themselves.
    function _deploy(MarketConfig memory config) internal returns (IMarket) {
        return IMarket(deployCode(_artefact(), abi.encode(config)));
    }

    /// @dev Coverage and mutation name a build of their own (see test/README.md).
    function _artefact() internal view returns (string memory) {
        return vm.envOr("MARKET_ARTEFACT", string("out/Market.sol/Market.json"));
    }

    /// @dev The lens of the same build.
    function _lensArtefact() internal view returns (string memory) {
        bool isMeasured = keccak256(bytes(_artefact())) == keccak256("Market.sol:Market");
        return isMeasured ? "MarketLens.sol:MarketLens" : "out/MarketLens.sol/MarketLens.json";
    }

    function _newToken() internal virtual returns (TestToken) {
        return new TestToken();
    }

    function _config() internal view virtual returns (MarketConfig memory) {
        return MarketConfig({
            token: address(token),
            grace: GRACE,
            appealWindow: APPEAL,
            seatWait: SEAT_WAIT,
            maxExecutionWindow: 600,
            maxReviewWindow: 3_600,
            unbondingTime: 10_000,
            publicDraws: true
        });
    }

    // ------------------------------------------------------------------ actors

    function _fund(address who, uint256 amount) internal {
        token.faucet(who, amount);
        vm.startPrank(who);
        token.approve(address(market), amount);
        market.deposit(amount);
        vm.stopPrank();
    }

    function _foundCourt() private {
        for (uint256 i; i < MEMBERS; ++i) {
            members.push(makeAddr(string.concat("mediator", vm.toString(i))));
        }
        _sort(members);
        courtTerms = CourtTerms({
            enginesHash: keccak256(abi.encode(ENGINE, uint256(1), ENGINE, uint256(2))),
            directoriesHash: _hashOf(directories),
            cpuMilli: 8_000,
            memoryMiB: 4_096,
            storageMiB: 4_096,
            gpuCount: 0,
            gpuMemoryMiB: 0,
            maxFuel: 1e12,
            maxExecutionWindow: 600,
            minSeatFee: 50_003
        });
        court = market.foundCourt(members, courtEngines, directories, courtTerms);
        courtList.push(court);
        for (uint256 i; i < MEMBERS; ++i) {
            _fund(members[i], 2_000e6);
            vm.startPrank(members[i]);
            market.stake(2_000e6);
            market.joinCourt(members, courtTerms);
            vm.stopPrank();
        }
    }

    function _defaultOffers() private {
        job.buyer = buyer.addr;
        job.moduleId = keccak256("module");
        job.inputsId = keccak256("inputs");
        job.engine = ENGINE;
        job.cpuMilli = 1_000;
        job.memoryMiB = 256;
        job.storageMiB = 256;
        job.fuelLimit = 3_333_333_333;
        job.maxBasePrice = 2e6;
        job.maxFuelPrice = 1e6;
        job.verification = Verification.A;
        job.court = court;
        job.panelSize = 1;
        job.penaltyRate = 40;
        job.auditBps = 300;
        job.directoriesHash = _hashOf(directories);
        job.solverFee = 11_003;
        job.executionWindow = 30;
        job.reviewWindow = 60;
        job.attempts = 3;
        job.expiry = uint40(block.timestamp + 1 days);
        job.nonce = 7;

        resource.provider = provider.addr;
        resource.cpuMilli = 4_000;
        resource.memoryMiB = 2_048;
        resource.storageMiB = 2_048;
        resource.enginesHash = _hashOf(engines);
        resource.basePrice = 1_000_003;
        resource.fuelPrice = 700_001;
        resource.fuelPerSecond = 1e9;
        resource.minExecutionWindow = 5;
        resource.maxReviewWindow = 3_600;
        resource.maxPanelSize = 7;
        resource.minTheta = 1;
        resource.maxTheta = 200;
        resource.maxValue = 100e6;
        resource.courtsHash = _hashOf(courtList);
        resource.directoriesHash = _hashOf(directories);
        resource.verifications = 7;
        resource.concurrent = 4;
        resource.total = 100;
        resource.solverFee = 7_001;
        resource.expiry = uint40(block.timestamp + 30 days);
        resource.nonce = 3;
    }

    function _none() internal {
        job.verification = Verification.None;
        job.court = 0;
        job.panelSize = 0;
        job.auditBps = 0;
        job.penaltyRate = 0;
        modules.push(job.moduleId);
        resource.modulesHash = _hashOf(modules);
    }

    function _classB() internal {
        job.verification = Verification.B;
        modules.push(job.moduleId);
        resource.modulesHash = _hashOf(modules);
    }

    function _three() internal {
        job.panelSize = 3;
        job.penaltyRate = 121;
        job.auditBps = 100;
    }

    // ------------------------------------------------------------------ signing

    function _digest(bytes32 structHash) internal view returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", market.domainSeparator(), structHash));
    }

    function _sign(Vm.Wallet memory wallet, bytes32 structHash) internal returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(wallet, _digest(structHash));
        return abi.encodePacked(r, s, v);
    }

    function _jobHash() internal view returns (bytes32) {
        return keccak256(abi.encode(OfferHashes.JOB_TYPEHASH, job));
    }

    function _resourceHash() internal view returns (bytes32) {
        return keccak256(abi.encode(OfferHashes.RESOURCE_TYPEHASH, resource));
    }

    function _dealId(uint256 attempt) internal view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(market), _jobHash(), _resourceHash(), attempt));
    }

    /// @dev The match of `job` and `resource` as they are now, all signatures fresh.
    function _matchItem() internal returns (Match memory m) {
        m.job = job;
        m.jobSignature = _sign(buyer, _jobHash());
        m.resource = resource;
        m.resourceSignature = _sign(provider, _resourceHash());
        if (resource.ticketKey != address(0)) {
            m.ticketUntil = uint40(block.timestamp + 60);
            m.ticketSignature =
                _sign(ticketKey, keccak256(abi.encode(OfferHashes.TICKET_TYPEHASH, _resourceHash(), m.ticketUntil)));
        }
        m.directory = directory.addr;
        m.heldUntil = uint40(block.timestamp + 30 days);
        m.receiptSignature = _signInputs(m.heldUntil);
        m.jobDirectories = directories;
        m.engines = engines;
        m.modules = modules;
        m.providers = providers;
        if (job.verification != Verification.None) {
            m.courts = courtList;
            m.courtEngines = courtEngines;
            m.courtTerms = courtTerms;
            m.membersHash = _hashOf(members);
        }
    }

    function _resourceSide(Match memory m) internal pure returns (ResourceSide memory) {
        return ResourceSide({
            offer: m.resource,
            signature: m.resourceSignature,
            ticketUntil: m.ticketUntil,
            ticketSignature: m.ticketSignature,
            directories: m.resourceDirectories,
            engines: m.engines,
            modules: m.modules,
            courts: m.courts,
            courtEngines: m.courtEngines,
            courtDirectories: m.courtDirectories,
            courtTerms: m.courtTerms,
            membersHash: m.membersHash
        });
    }

    function _jobSide(Match memory m) internal pure returns (JobSide memory) {
        JobItem[] memory items = new JobItem[](1);
        items[0] = _item(m);
        return JobSide({
            offer: m.job,
            directory: m.directory,
            directories: m.jobDirectories,
            providers: m.providers,
            items: items
        });
    }

    function _item(Match memory m) internal pure returns (JobItem memory) {
        return JobItem({
            inputsId: m.job.inputsId,
            nonce: m.job.nonce,
            signature: m.jobSignature,
            lane: m.lane,
            heldUntil: m.heldUntil,
            receiptSignature: m.receiptSignature,
            failed: m.failed
        });
    }

    function _matchDeal(Match memory m) internal returns (bytes32) {
        return market.matchDeal(_resourceSide(m), _jobSide(m));
    }

    /// @dev All jobs on the first one's resource side.
    function _matchDeals(Match[] memory items) internal {
        JobSide[] memory jobs = new JobSide[](items.length);
        for (uint256 i; i < items.length; ++i) {
            jobs[i] = _jobSide(items[i]);
        }
        market.matchDeals(_resourceSide(items[0]), jobs);
    }

    function _signInputs(uint40 heldUntil) internal returns (bytes memory) {
        return _sign(
            directory,
            keccak256(abi.encode(OfferHashes.INPUT_RECEIPT_TYPEHASH, job.buyer, job.moduleId, job.inputsId, heldUntil))
        );
    }

    function _postItem(Live memory live, bytes32 digest, uint64 fuel, bool receipt)
        internal
        returns (PostItem memory item)
    {
        item.dealId = live.id;
        item.terms = live.terms;
        item.seal = _seal(live.id, provider.addr, digest, fuel);
        item.fuelUsed = fuel;
        item.jobDirectories = directories;
        if (!receipt) return item;
        item.directory = directory.addr;
        item.heldUntil = uint40(block.timestamp + 30 days);
        item.receiptSignature = _signResult(item);
    }

    function _signResult(PostItem memory item) internal returns (bytes memory) {
        return _sign(
            directory,
            keccak256(
                abi.encode(OfferHashes.RESULT_RECEIPT_TYPEHASH, item.dealId, item.seal, item.fuelUsed, item.heldUntil)
            )
        );
    }

    // ------------------------------------------------------------------ hashes

    function _seal(bytes32 dealId, address party, bytes32 digest, uint64 fuel) internal pure returns (bytes32) {
        return keccak256(abi.encode(dealId, party, digest, fuel));
    }

    function _hashOf(address[] memory list) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(list));
    }

    function _hashOf(bytes32[] memory list) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(list));
    }

    function _sort(address[] storage list) internal {
        for (uint256 i = 1; i < list.length; ++i) {
            for (uint256 j = i; j > 0 && list[j] < list[j - 1]; --j) {
                (list[j], list[j - 1]) = (list[j - 1], list[j]);
            }
        }
    }
}
