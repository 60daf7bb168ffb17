import { type Hex, keccak256, stringToBytes } from 'viem';
import { privateKeyToAddress } from 'viem/accounts';

/**
 * The maintainer of local markets. Everybody can make this key, so its endorsements count on the
 * development chain alone.
 */
export const DEVELOPMENT_MAINTAINER_KEY: Hex = keccak256(
  stringToBytes('reckon development maintainer'),
);

export const DEVELOPMENT_MAINTAINER = privateKeyToAddress(DEVELOPMENT_MAINTAINER_KEY);
