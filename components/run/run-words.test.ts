import { expect, it } from 'vitest';
import { jsonOf } from '@/lib/shared/json';
import { jobOffer, testAddress, testDirectory, testHash } from '@/test/builders/offers';
import { wordsOf } from './run-words';
import { type PostedOffer, termsOf } from './signed-offer';

const module = { title: 'Cowsay', engine: 'reckon-wasm@1.0.0', class: 'A' } as const;

function wordsOfOffer(changes: Parameters<typeof jobOffer>[0], providers?: `0x${string}`[]) {
  const posted: PostedOffer = {
    hash: testHash(1),
    buyer: testAddress(0xb1),
    state: { kind: 'open' },
    submission: {
      offer: jsonOf(jobOffer(changes)),
      lists: { directories: [testDirectory], ...(providers ? { providers } : {}) },
    },
    postedAt: 1,
  };
  return wordsOf(termsOf(posted), { module, symbol: 'tEUR', open: 'half an hour' }).join('\n');
}

it('names everything that a buyer signs, every amount with the market’s own unit', () => {
  const words = wordsOfOffer({ solverFee: 0n });
  expect(words).toContain('1 CPU, 256 MiB of memory, 64 MiB of storage');
  expect(words).toContain('at most 0.001 tEUR plus 0.002 tEUR for each G of fuel: 0.011 tEUR');
  expect(words).toContain('by one mediator of the court 0x0000…00c1');
  expect(words).toContain('the directory 0x0000…00D1');
  expect(words).toContain('0.022 tEUR of your deposit is locked');
  expect(words).toContain('matched for half an hour');
  expect(words).toContain('another, 3 times at most');
  expect(words).not.toMatch(/\d\.\d\d+ (?!tEUR|%)/);
});

it('names who alone may run it, and says where nobody checks', () => {
  expect(wordsOfOffer({}, [testAddress(0xa1)])).toContain('Only 0x0000…00A1 may run it');
  const plain = wordsOfOffer({ verification: 0, panelSize: 0, auditBps: 0 });
  expect(plain).toContain('Nobody checks the result');
  expect(plain).not.toContain('court');
});
