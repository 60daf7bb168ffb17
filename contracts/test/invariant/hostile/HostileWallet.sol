// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {IMarket} from "../../../src/interfaces/IMarket.sol";

/// @dev How the wallet answers isValidSignature.
enum Manner {
    Honest, // its owner's signature
    Reentering, // tries to withdraw first (a static call cannot), then honest
    Burning, // uses up all gas that it gets
    Bombing, // 32 kB of zeros
    Padding, // the magic value with another byte behind it
    Refusing,
    Reverting,
    Flipping // honest in every other block only
}

/// @dev A contract account (ERC-1271) that trades like anybody and signs as it pleases.
contract HostileWallet {
    bytes4 private constant MAGIC = 0x1626ba7e;
    IMarket private immutable MARKET;
    address private immutable OWNER;
    Manner private manner;
    uint256 private flipsAt;

    constructor(IMarket market, address owner) {
        MARKET = market;
        OWNER = owner;
    }

    /// @param even for Flipping: honest in even blocks, else in odd ones
    function setManner(Manner manner_, bool even) external {
        manner = manner_;
        flipsAt = even ? 0 : 1;
    }

    function isValidSignature(bytes32 digest, bytes calldata signature) external returns (bytes4) {
        Manner m = manner;
        if (m == Manner.Burning) {
            while (true) {}
        }
        if (m == Manner.Bombing) {
            assembly {
                return(0x10000, 0x8000)
            }
        }
        if (m == Manner.Padding) {
            assembly {
                mstore(0, or(shl(224, 0x1626ba7e), 1))
                return(0, 32)
            }
        }
        if (m == Manner.Refusing) return 0xffffffff;
        if (m == Manner.Reverting) revert("no");
        if (m == Manner.Flipping && block.number % 2 != flipsAt) return 0xffffffff;
        if (m == Manner.Reentering) {
            // capped: a static call that writes uses up all gas that it got
            (bool ok,) = address(MARKET).call{gas: 60_000}(abi.encodeCall(MARKET.withdraw, (1, address(this))));
            if (ok) return 0xffffffff;
            MARKET.accounts(address(this));
        }
        (address signer, ECDSA.RecoverError problem,) = ECDSA.tryRecoverCalldata(digest, signature);
        return problem == ECDSA.RecoverError.NoError && signer == OWNER ? MAGIC : bytes4(0);
    }
}
