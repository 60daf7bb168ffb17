import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Address, type Hex, zeroHash } from 'viem';
import { expect, it } from 'vitest';
import { VERIFICATION } from './offer-types';
import {
  freshNonce,
  type InputsKeeper,
  type Purchase,
  placeJobOffer,
} from './place-job-offer.client';

const somebody: Address = `0x${'11'.repeat(20)}`;
const signature: Hex = `0x${'22'.repeat(65)}`;

it('tries again with the nonce of a try whose answer was lost, so that a run is never paid twice', async () => {
  const posted: { nonce: string; inputsId: Hex }[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (piece) => {
      text += piece;
    });
    request.on('end', () => {
      posted.push(JSON.parse(text).offer);
      response.statusCode = posted.length === 1 ? 502 : 201;
      response.setHeader('content-type', 'application/json');
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const directory: InputsKeeper = {
    putContent: async () => ({ id: zeroHash }),
    requestInputReceipt: async () => ({ directory: somebody, heldUntil: 9, signature }),
  };
  const resources = {
    cpuMilli: 1,
    memoryMiB: 1,
    storageMiB: 1,
    gpuCount: 0,
    gpuMemoryMiB: 0,
  };
  const purchase: Purchase = {
    api: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    chainId: 31_337,
    market: somebody,
    directory,
    inputSchema: {},
    job: {},
    files: new Map(),
    draft: {
      moduleId: zeroHash,
      engine: zeroHash,
      resources,
      fuelLimit: 1n,
      maxBasePrice: 1n,
      maxFuelPrice: 1n,
      protection: { verification: VERIFICATION.A, court: zeroHash, n: 1, theta: 40 },
      directories: [somebody],
      executionWindow: 1,
      reviewWindow: 1,
      expiry: 9,
    },
    heldUntil: 9,
    missingDeposit: 0n,
    nonce: freshNonce(),
    signer: {
      address: somebody,
      signJobOffer: async () => signature,
      signPermit: () => Promise.reject(new Error('no permit is needed')),
    },
  };
  try {
    await expect(placeJobOffer(purchase)).rejects.toThrow();
    await placeJobOffer(purchase);
    expect(posted.map(({ nonce }) => nonce)).toEqual([`${purchase.nonce}`, `${purchase.nonce}`]);
    const { offer } = await placeJobOffer({ ...purchase, nonce: undefined });
    expect(offer.nonce).not.toBe(purchase.nonce);
  } finally {
    server.close();
  }
});
