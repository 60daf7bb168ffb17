// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Account, Court, Membership, Stake} from "./Accounts.sol";

/// @notice What an account has, in the market and outside.
struct AccountView {
    Account account;
    Stake stake;
    uint256 coins; // the chain's own coin, which pays for gas, in wei
    uint256 tokens; // in the wallet, not deposited
    uint256 allowance; // of the market
    uint256 permitNonce; // 0 where the token knows no permits
    bool[] operates; // for each operator asked: may it act for the account?
}

/// @notice What a wallet needs to sign an EIP-2612 permit.
struct PermitView {
    bool supported;
    string name; // of the token's EIP-712 domain
    string version;
    uint256 nonce;
    bytes32 domainSeparator;
}

/// @notice A court as a deal that is matched now would find it.
struct CourtView {
    Court court;
    uint256 seatLock; // L
    uint256 serving; // members that joined before this second and have not left
    uint256 seatable; // of these, the ones with L free
    MemberView[] members; // in the order asked
}

struct MemberView {
    Membership membership;
    bool serves;
    bool seatable; // serves, and has L free
    uint96 free;
    uint96 seated;
}

/// @notice What has become of a job offer.
struct JobView {
    bool used; // has a live deal, or had one that ended with a result
    bool cancelled;
    uint8 failed; // deals that were missed, declined or voided
}

/// @notice What has become of a resource offer.
struct ResourceView {
    uint32 used; // deals ever
    bool cancelled;
    uint16[] freeLanes; // of those asked, ascending
}

/// @notice The chain's clock as contracts read it (on rollups not what eth_getBlock says).
struct ChainView {
    uint256 number;
    uint256 time; // seconds
    bytes32[] hashes; // of the blocks asked; 0 = not past, or not readable any more
}
