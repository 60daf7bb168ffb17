// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice An account's money, and the nonce below which all of its offers are cancelled.
struct Account {
    uint96 available;
    uint96 locked;
    uint64 minNonce;
}

/// @notice A mediator's stake. `free + seated` is its money in the market.
struct Stake {
    uint96 free;
    uint96 seated;
    uint96 unbonding; // asked to leave; still free, still seatable, until withdrawn
    uint40 releaseAt;
}

/// @notice A court as stored. Bit i of `joined` is member i.
struct Court {
    uint64 joined;
    uint64 joinedEarlier; // `joined` as it was before the current block's time, see lastChange
    uint40 lastChange;
    uint40 foundedAt; // 0 = not founded
    uint8 size;
}

struct Membership {
    uint40 joinedAt; // 0 = never
    uint40 leftAt; // 0 = still in
    uint8 index;
}

/// @notice What is fixed at deployment.
struct MarketConfig {
    address token;
    uint32 grace;
    uint32 appealWindow;
    uint32 seatWait;
    uint32 maxExecutionWindow;
    uint32 maxReviewWindow;
    uint32 unbondingTime;
    bool publicDraws;
}

/// @notice What has become of a resource offer's nonce.
struct ResourceUse {
    uint32 used; // deals ever
    bool cancelled;
}
