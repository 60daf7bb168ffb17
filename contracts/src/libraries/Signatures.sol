// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @dev EOA signatures (65 bytes, low s), then ERC-1271 by a static call that can neither burn all gas nor return much.
library Signatures {
    uint256 internal constant ERC1271_GAS = 200_000;
    bytes4 internal constant ERC1271_MAGIC = 0x1626ba7e;

    function isKey(address key, bytes32 digest, bytes calldata signature) internal pure returns (bool) {
        (address recovered, ECDSA.RecoverError problem,) = ECDSA.tryRecoverCalldata(digest, signature);
        return problem == ECDSA.RecoverError.NoError && recovered == key;
    }

    function isValid(address signer, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        if (isKey(signer, digest, signature)) return true;
        if (signer.code.length == 0) return false;
        bytes memory data = abi.encodeWithSelector(ERC1271_MAGIC, digest, signature);
        uint256 gasCap = ERC1271_GAS;
        bytes32 answer;
        assembly ("memory-safe") {
            mstore(0, 0)
            let ok := staticcall(gasCap, signer, add(data, 32), mload(data), 0, 32)
            if and(ok, gt(returndatasize(), 31)) { answer := mload(0) }
        }
        return answer == bytes32(ERC1271_MAGIC);
    }
}
