import { type Hex, keccak256, stringToBytes } from 'viem';
import { privateKeyToAddress } from 'viem/accounts';

/** The certifier of local markets: everybody can make this key, so its signature says nothing. */
export const DEVELOPMENT_CERTIFIER_KEY: Hex = keccak256(
  stringToBytes('reckon development certifier'),
);

export const DEVELOPMENT_CERTIFIER = privateKeyToAddress(DEVELOPMENT_CERTIFIER_KEY);
