// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @dev How a deal is checked. A: deterministic by construction (wasm), insured. B: probed equal, checked but not
/// insured. None: not checked at all.
enum Verification {
    None,
    A,
    B
}

/// @notice What a buyer signs. Every member is one static word, so the EIP-712 hash is one calldata copy.
/// @dev Prices: `base + fuel * fuelPrice / 1e9`, rounded down. Lists are signed by hash (see Lists.sol).
struct JobOffer {
    address buyer;
    bytes32 moduleId;
    bytes32 inputsId;
    bytes32 engine;
    uint32 cpuMilli;
    uint32 memoryMiB;
    uint32 storageMiB;
    uint32 gpuCount;
    uint32 gpuMemoryMiB;
    bytes32 gpuModel; // 0 = any
    uint64 fuelLimit;
    uint96 maxBasePrice;
    uint96 maxFuelPrice;
    Verification verification;
    bytes32 court;
    uint8 panelSize; // n
    uint16 penaltyRate; // theta
    uint16 auditBps; // p
    bytes32 directoriesHash;
    bytes32 providersHash; // 0 = any
    address solver; // 0 = any
    uint96 solverFee;
    uint32 executionWindow;
    uint32 reviewWindow;
    uint8 attempts; // deals this offer may start, the first included
    bytes32 drawCommit; // keccak256(secret), 0 = public draw
    uint40 expiry;
    uint64 nonce;
}

/// @notice What a provider signs, once for weeks.
struct ResourceOffer {
    address provider;
    uint32 cpuMilli;
    uint32 memoryMiB;
    uint32 storageMiB;
    uint32 gpuCount;
    uint32 gpuMemoryMiB;
    bytes32 gpuModel;
    bytes32 enginesHash;
    bytes32 modulesHash; // 0 = any module, class A only
    uint96 basePrice;
    uint96 fuelPrice;
    uint64 fuelPerSecond;
    uint32 minExecutionWindow;
    uint32 maxReviewWindow;
    uint8 maxPanelSize;
    uint16 minTheta;
    uint16 maxTheta;
    uint96 maxValue;
    bytes32 courtsHash;
    bytes32 directoriesHash;
    uint8 verifications; // bit set: 1 << uint8(Verification)
    uint16 concurrent;
    uint32 total;
    address ticketKey; // 0 = no ticket needed
    address solver; // 0 = any
    uint96 solverFee;
    uint40 expiry;
    uint64 nonce;
}

/// @notice One side of a match: job offers of one buyer that differ in inputs and nonce alone, and what they name by
/// hash. What they share is given and checked once.
struct JobSide {
    JobOffer offer; // its inputsId and nonce are ignored: each item has its own
    address directory; // who signed the input receipts
    address[] directories; // directoriesHash
    address[] providers; // providersHash, empty where 0
    JobItem[] items;
}

/// @notice One job of a side. The buyer has signed the side's offer with this inputsId and nonce.
struct JobItem {
    bytes32 inputsId;
    uint64 nonce;
    bytes signature;
    uint16 lane; // any free lane below the resource offer's concurrent
    uint40 heldUntil;
    bytes receiptSignature;
    address[] failed; // providers of this job's failed deals, in order
}

/// @notice The other side, one for a whole batch: a signed resource offer, what it names by hash, and the court.
/// @dev An empty list of directories stands for the jobs' list where both hashes are equal.
struct ResourceSide {
    ResourceOffer offer;
    bytes signature;
    uint40 ticketUntil; // ignored where ticketKey is 0
    bytes ticketSignature;
    address[] directories; // directoriesHash; empty = same as the job's
    bytes32[] engines; // enginesHash
    bytes32[] modules; // modulesHash, empty where 0
    bytes32[] courts; // courtsHash, empty where no job of the batch is verified
    EngineClass[] courtEngines; // courtTerms.enginesHash, likewise
    address[] courtDirectories; // courtTerms.directoriesHash; empty = same as the job's
    CourtTerms courtTerms; // of the court of every verified job of the batch
    bytes32 membersHash; // of that court; 0 where there is none
}

/// @notice An engine and the class at which a court judges it.
struct EngineClass {
    bytes32 engine;
    Verification class_;
}

/// @notice The terms on which a court serves. courtId = keccak256(abi.encode(membersHash, CourtTerms)).
struct CourtTerms {
    bytes32 enginesHash; // of EngineClass[]
    bytes32 directoriesHash; // of address[]
    uint32 cpuMilli; // caps of the resources a job may ask for
    uint32 memoryMiB;
    uint32 storageMiB;
    uint32 gpuCount;
    uint32 gpuMemoryMiB;
    uint64 maxFuel;
    uint32 maxExecutionWindow;
    uint96 minSeatFee;
}
