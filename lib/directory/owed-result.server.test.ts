import { afterAll, expect, it } from 'vitest';
import {
  codeOf,
  inputFiles,
  newAccount,
  resultFiles,
  startWithDeal,
  stopDirectories,
} from '../../test/directory/start-test-directory';

afterAll(stopDirectories);

it('keeps room for results of live deals, whoever fills the rest', async () => {
  const operator = newAccount();
  const operators: [`0x${string}`, `0x${string}`][] = [];
  const { client, as, provider, deal, book } = await startWithDeal(
    {},
    { maxStoreBytes: 120_000, operators },
  );
  operators.push([provider.address, operator.address]);
  let answer = 'taken';
  for (let i = 0; i < 20 && answer === 'taken'; i += 1) {
    answer = await codeOf(client.putContent(inputFiles({ text: `${i}` })));
  }
  expect(answer).toBe('store_full');
  // Anybody can make something that looks like a result.
  expect(await codeOf(client.putContent(resultFiles({ fuelUsed: 2n })))).toBe('store_full');
  const stranger = as(newAccount());
  expect(await codeOf(stranger.putContent(resultFiles({ fuelUsed: 3n })))).toBe('store_full');
  expect(await codeOf(as(provider).putContent(inputFiles({ text: 'own' })))).toBe('store_full');
  const { cid } = await as(operator).putContent(resultFiles());
  const receipt = as(operator).requestResultReceipt({ dealId: deal.dealId, cid });
  expect(await codeOf(receipt)).toBe('taken');
  book.write({ ...deal, isSettled: true });
  expect(await codeOf(as(provider).putContent(resultFiles({ fuelUsed: 4n })))).toBe('store_full');
});
