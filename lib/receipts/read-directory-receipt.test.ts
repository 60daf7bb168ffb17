import { encodeFunctionData } from 'viem';
import { expect, it } from 'vitest';
import { testAddress, testHash } from '../../test/builders/offers';
import { marketAbi } from '../chain/generated/market-abi';
import { readDirectoryReceipt } from './read-directory-receipt';

const item = (id: number, receiptSignature: `0x${string}`) => ({
  dealId: testHash(id),
  terms: [0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n] as const,
  seal: testHash(5),
  fuelUsed: 7n,
  directory: testAddress(0xd1),
  heldUntil: 1_700_000_000,
  receiptSignature,
  jobDirectories: [testAddress(0xd1)],
  resourceDirectories: [],
});

it('finds the receipt of a deal among those that were posted together', () => {
  const items = [item(1, '0x'), item(2, '0xabcd')];
  const data = encodeFunctionData({ abi: marketAbi, functionName: 'postResults', args: [items] });
  expect(readDirectoryReceipt(data, testHash(2))).toEqual({
    directory: testAddress(0xd1),
    heldUntil: 1_700_000_000,
    signature: '0xabcd',
  });
  expect(readDirectoryReceipt(data, testHash(1))).toBeUndefined();
  expect(readDirectoryReceipt(data, testHash(3))).toBeUndefined();
});

it('finds none in another call, or in data that is none', () => {
  const args = [item(2, '0xabcd')] as const;
  const data = encodeFunctionData({ abi: marketAbi, functionName: 'postResult', args });
  expect(readDirectoryReceipt(data, testHash(2))?.signature).toBe('0xabcd');
  expect(readDirectoryReceipt('0xdeadbeef', testHash(2))).toBeUndefined();
  const other = encodeFunctionData({ abi: marketAbi, functionName: 'deposit', args: [1n] });
  expect(readDirectoryReceipt(other, testHash(2))).toBeUndefined();
});
