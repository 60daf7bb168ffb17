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

interface Api {
  readonly url: string;
  readonly posted: { nonce: string; inputsId: Hex }[];
  readonly close: () => void;
}

/** Takes offers; the first answer is lost. */
async function startApi(): Promise<Api> {
  const posted: Api['posted'] = [];
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
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, posted, close: () => server.close() };
}

const directory: InputsKeeper = {
  putContent: async () => ({ id: zeroHash }),
  requestInputReceipt: async () => ({ directory: somebody, heldUntil: 9, signature }),
};
const resources = { cpuMilli: 1, memoryMiB: 1, storageMiB: 1, gpuCount: 0, gpuMemoryMiB: 0 };

const purchaseAt = (api: string): Purchase => ({
  api,
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
});

it('tries again with the nonce of a try whose answer was lost, so that a run is never paid twice', async () => {
  const api = await startApi();
  const purchase = purchaseAt(api.url);
  const signed: Hex[] = [];
  try {
    // Known before the answer, so that what became of it can be looked up.
    const onSigned = (hash: Hex) => signed.push(hash);
    await expect(placeJobOffer({ ...purchase, onSigned })).rejects.toThrow();
    const { hash } = await placeJobOffer({ ...purchase, onSigned });
    expect(signed).toEqual([expect.stringMatching(/^0x[0-9a-f]{64}$/), hash]);
    const nonces = api.posted.map(({ nonce }) => nonce);
    expect(nonces).toEqual([`${purchase.nonce}`, `${purchase.nonce}`]);
    const { offer } = await placeJobOffer({ ...purchase, nonce: undefined });
    expect(offer.nonce).not.toBe(purchase.nonce);
  } finally {
    api.close();
  }
});

it('posts nothing that a wallet signs after its buyer has stopped waiting for it', async () => {
  const api = await startApi();
  const purchase = purchaseAt(api.url);
  const stop = new AbortController();
  let sign: (value: Hex) => void = () => undefined;
  const late = new Promise<Hex>((resolve) => {
    sign = resolve;
  });
  const steps: string[] = [];
  const placed = placeJobOffer({
    ...purchase,
    signal: stop.signal,
    onStep: (step) => {
      steps.push(step);
      if (step === 'offer') setTimeout(() => stop.abort(new Error('stopped')));
    },
    signer: { ...purchase.signer, signJobOffer: () => late },
  });
  try {
    await expect(placed).rejects.toThrow('stopped');
    sign(signature);
    await late;
    await new Promise((resolve) => setTimeout(resolve));
    expect(steps).toEqual(['packing', 'uploading', 'receipt', 'offer']);
    expect(api.posted).toEqual([]);
  } finally {
    api.close();
  }
});
