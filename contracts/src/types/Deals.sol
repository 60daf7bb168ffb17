// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

enum Stage {
    None,
    Matched,
    Posted,
    Cleared,
    Drawn,
    Disputed,
    Panel1,
    Verdict1,
    Reseated,
    Appealed,
    Panel2,
    Verdict2,
    Settled
}

/// @dev Why a panel is called.
enum Cause {
    None,
    PublicDraw, // the block's hash hit
    UnreadableBlock, // the block's hash could not be read any more
    PrivateDraw, // the buyer's secret hit
    SecretWithheld, // private draw, no secret by the end of the review window
    NoReceipt, // posted without a directory's receipt
    Dispute
}

enum Verdict {
    None,
    Upheld,
    Overturned,
    InputsUnavailable
}

enum Outcome {
    None,
    Accepted,
    Missed,
    Declined,
    Upheld,
    Overturned,
    InputsUnavailable,
    Void
}

/// @dev How a seat was judged at settlement.
enum SeatRecord {
    Absent, // never committed
    Matched, // committed what the final verdict says
    Outvoted, // committed another result
    SaidUnavailable, // committed inputs-unavailable, the final verdict is a result
    Released // second panel that decided nothing: neither slashed nor paid more than the least fee
}

/// @notice What the provider posted. `stage` is Posted or Cleared, and stays as it was when a case opens.
struct Post {
    Stage stage;
    bytes32 seal;
    uint64 fuelUsed;
    uint40 reviewEndsAt;
    uint64 drawBlock; // public draw only, else 0
    bool hasReceipt;
    bool secretShown;
}

/// @notice What has happened since a panel was called.
struct Case {
    Stage stage; // Drawn .. Verdict2
    Cause cause;
    uint64 seedBlock; // block whose hash seats the panel; 0 where `seed` came with the draw
    bytes32 seed; // 0 until read
    uint40 deadline; // end of seat wait | end of commits | end of appeal window
    address appellant; // 0 = no appeal
    bool reseated;
    Verdict firstVerdict;
    Verdict secondVerdict;
    bytes32 digest; // of the verdict that stands
    uint64 fuelFound;
    address[] firstPanel;
    address[] secondPanel;
}

/// @notice What a seat committed, as VerdictCommitted told it. Later calls replay all of a deal's, in order.
struct Commit {
    uint8 seat; // index in the first panel, or SECOND_PANEL + index in the second
    bytes32 seal;
}

/// @dev Seats of the second panel are counted from here.
uint256 constant SECOND_PANEL = 16;

/// @notice What one deal credited to available balances when it settled (returned locks included), and what it burned.
struct Payout {
    uint96 toBuyer;
    uint96 toProvider;
    uint96 toSolver;
    uint96 toSeats; // fees, credited to free stakes
    uint96 burned;
}

/// @notice What a deal runs. Emitted once, at the match; bound by the job offer's hash.
struct Work {
    bytes32 moduleId;
    bytes32 inputsId;
    bytes32 engine;
    uint256 resources; // cpuMilli 32 | memoryMiB 32 | storageMiB 32 | gpuCount 32 | gpuMemoryMiB 32, highest first
    bytes32 gpuModel;
}

/// @notice One result of a batch. `directory` 0 = no receipt (then the rest of the receipt is ignored).
struct PostItem {
    bytes32 dealId;
    uint256[9] terms;
    bytes32 seal;
    uint64 fuelUsed;
    address directory;
    uint40 heldUntil;
    bytes receiptSignature;
    address[] jobDirectories;
    address[] resourceDirectories; // empty = same as jobDirectories
}

/// @notice One draw of a batch. `secret` 0 = public draw, or the review window is over.
struct DrawItem {
    bytes32 dealId;
    uint256[9] terms;
    Post post;
    bytes32 secret;
}

/// @notice One acceptance of a batch. An empty signature means that the caller is the buyer.
struct AcceptItem {
    bytes32 dealId;
    uint256[9] terms;
    Post post;
    bytes32 secret; // of a private draw that is not recorded yet, else 0
    bytes signature;
}

struct FinalizeItem {
    bytes32 dealId;
    uint256[9] terms;
    Post post;
}
