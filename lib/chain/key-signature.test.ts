import { type Hex, hashMessage, hexToBigInt, numberToHex } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { expect, it } from 'vitest';
import { canonicalSignature, isSignedByKey } from './key-signature';

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const digest = hashMessage('offer');
const account = privateKeyToAccount(generatePrivateKey());

it('takes the key’s own signature and no other', async () => {
  const signature = await account.sign({ hash: digest });
  expect(await isSignedByKey(account.address, digest, signature)).toBe(true);
  const other = privateKeyToAccount(generatePrivateKey());
  expect(await isSignedByKey(other.address, digest, signature)).toBe(false);
  expect(await isSignedByKey(account.address, hashMessage('other'), signature)).toBe(false);
  expect(await isSignedByKey(account.address, digest, '0x1234')).toBe(false);
  expect(await isSignedByKey(account.address, digest, `0x${'00'.repeat(65)}`)).toBe(false);
});

it('refuses the twin with a high s, which the market refuses, too', async () => {
  const signature = await account.sign({ hash: digest });
  const s = ORDER - hexToBigInt(`0x${signature.slice(66, 130)}`);
  const v = signature.endsWith('1b') ? '1c' : '1b';
  const twin: Hex = `${signature.slice(0, 66) as Hex}${numberToHex(s, { size: 32 }).slice(2)}${v}`;
  expect(await isSignedByKey(account.address, digest, twin)).toBe(false);
});

it('rewrites v of 0 or 1 as the market wants it', async () => {
  const signature = await account.sign({ hash: digest });
  const short: Hex = `${signature.slice(0, 130) as Hex}0${signature.endsWith('1b') ? '0' : '1'}`;
  expect(canonicalSignature(short)).toBe(signature);
  expect(canonicalSignature(signature)).toBe(signature);
  expect(canonicalSignature('0x00')).toBe('0x00');
});
