import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Page } from '@playwright/test';
import {
  createPublicClient,
  createTestClient,
  type Hash,
  http,
  parseEther,
  verifyTypedData,
} from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WalletRequest } from '../e2e/fixtures/injected-provider';
import { TestWallet } from '../e2e/fixtures/wallet';
import { CHROMIUM_FLAGS, findChromium } from './find-chromium';
import { startAnvil, type TestAnvil } from './stack/start-anvil';

const typedData = {
  domain: { name: 'Reckon', version: '1', chainId: 31_337 },
  types: { Thing: [{ name: 'amount', type: 'uint256' }] },
  primaryType: 'Thing',
  message: { amount: 7n },
} as const;

let anvil: TestAnvil;
let browser: Browser;
const server = createServer((_, response) => response.end('<!doctype html><title>page</title>'));

beforeAll(async () => {
  anvil = await startAnvil();
  const { executablePath, env } = findChromium();
  browser = await chromium.launch({
    executablePath,
    env: { ...(process.env as Record<string, string>), ...env },
    args: [...CHROMIUM_FLAGS],
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});
afterAll(async () => {
  await browser.close();
  await anvil.stop();
  server.close();
});

/** Sends a request from the page; a rejection comes back as its code. */
const ask = (page: Page, request: WalletRequest): Promise<unknown> =>
  page.evaluate(
    (sent) =>
      (window as unknown as { ethereum: { request(r: unknown): Promise<unknown> } }).ethereum
        .request(sent)
        .catch((error: { code: number }) => ({ rejected: error.code })),
    request,
  );

async function open(wallet: TestWallet): Promise<Page> {
  const context = await browser.newContext();
  await wallet.installIn(context);
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return page;
}

describe('TestWallet', () => {
  it('shows accounts only after they were asked for and granted', async () => {
    const wallet = new TestWallet({ rpcUrl: anvil.url });
    const page = await open(wallet);
    expect(await ask(page, { method: 'eth_accounts' })).toEqual([]);
    wallet.rejectNext();
    expect(await ask(page, { method: 'eth_requestAccounts' })).toEqual({ rejected: 4001 });
    expect(await ask(page, { method: 'eth_accounts' })).toEqual([]);
    expect(await ask(page, { method: 'eth_requestAccounts' })).toEqual([wallet.address]);
    await page.reload();
    expect(await ask(page, { method: 'eth_accounts' })).toEqual([wallet.address]);
    await page.context().close();
  });

  it('is announced as EIP-6963 asks', async () => {
    const wallet = new TestWallet({ rpcUrl: anvil.url, name: 'Purse' });
    const page = await open(wallet);
    const name = await page.evaluate(
      () =>
        new Promise((resolve) => {
          window.addEventListener('eip6963:announceProvider', (event) =>
            resolve((event as CustomEvent<{ info: { name: string } }>).detail.info.name),
          );
          window.dispatchEvent(new Event('eip6963:requestProvider'));
        }),
    );
    expect(name).toBe('Purse');
    await page.context().close();
  });

  it('signs typed data and messages, for its own chain and account only', async () => {
    const wallet = new TestWallet({ rpcUrl: anvil.url });
    const page = await open(wallet);
    const text = JSON.stringify(typedData, (_, v) => (typeof v === 'bigint' ? String(v) : v));
    const sign = { method: 'eth_signTypedData_v4', params: [wallet.address, text] };
    expect(await ask(page, sign)).toEqual({ rejected: 4100 });
    await ask(page, { method: 'eth_requestAccounts' });
    const signature = (await ask(page, sign)) as `0x${string}`;
    expect(await verifyTypedData({ ...typedData, address: wallet.address, signature })).toBe(true);
    wallet.rejectNext();
    expect(await ask(page, sign)).toEqual({ rejected: 4001 });
    await wallet.switchChain(1);
    expect(await ask(page, { method: 'eth_chainId' })).toBe('0x1');
    expect(await ask(page, sign)).toEqual({ rejected: -32_603 });
    expect(wallet.prompts.filter((method) => method === sign.method)).toHaveLength(4);
    await page.context().close();
  });

  it('signs nothing while it is locked, and leaves prompts open as long as its user does', async () => {
    const wallet = new TestWallet({ rpcUrl: anvil.url });
    const page = await open(wallet);
    await ask(page, { method: 'eth_requestAccounts' });
    const text = JSON.stringify(typedData, (_, v) => (typeof v === 'bigint' ? String(v) : v));
    const sign = { method: 'eth_signTypedData_v4', params: [wallet.address, text] };
    wallet.lock();
    expect(await ask(page, { method: 'eth_accounts' })).toEqual([]);
    expect(await ask(page, sign)).toEqual({ rejected: 4100 });
    wallet.unlock();
    const answer = wallet.neverAnswer();
    const signature = ask(page, sign);
    const first = await Promise.race([signature, ask(page, { method: 'eth_chainId' })]);
    expect(first).toBe('0x7a69');
    answer();
    expect(await signature).toMatch(/^0x[0-9a-f]{130}$/);
    await page.context().close();
  });

  it('sends transactions and passes reads on', async () => {
    const wallet = new TestWallet({ rpcUrl: anvil.url });
    const chain = createTestClient({ mode: 'anvil', transport: http(anvil.url) });
    await chain.setBalance({ address: wallet.address, value: parseEther('2') });
    const page = await open(wallet);
    await ask(page, { method: 'eth_requestAccounts' });
    const to = '0x00000000000000000000000000000000000000aa';
    const transaction = { from: wallet.address, to, value: '0xde0b6b3a7640000' };
    const hash = await ask(page, { method: 'eth_sendTransaction', params: [transaction] });
    expect(hash).toMatch(/^0x[0-9a-f]{64}$/);
    const client = createPublicClient({ transport: http(anvil.url), pollingInterval: 100 });
    await client.waitForTransactionReceipt({ hash: hash as Hash });
    expect(await client.getBalance({ address: to })).toBe(parseEther('1'));
    expect(await ask(page, { method: 'eth_getBalance', params: [to, 'latest'] })).toBe(
      '0xde0b6b3a7640000',
    );
    await page.context().close();
  });
});
