import { CID } from 'multiformats/cid';
import { type Hex, sha256, stringToBytes } from 'viem';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type JsonValue } from '../shared/canonical-json';
import { certificateCidOf, parseCertificate, problemsOfCertificate, spreadOf } from './certificate';
import { certificateBody, certifiedRun } from './testing/certified-run';

const wasm = stringToBytes('wasm');
const id: Hex = `0x${'44'.repeat(32)}`;
const body = certificateBody({
  subject: { name: 'nothing', moduleId: id, wasmSha256: sha256(wasm), wasmBytes: 4 },
});
const certificate = { cid: certificateCidOf(body), signature: null, body };
const subject = { id, engine: 'reckon-wasm@2.0.0', wasm };

describe('a certificate', () => {
  it('has the CID of its canonical JSON, whatever the order of its members', () => {
    const text = canonicalJson(body as unknown as JsonValue);
    const { code, multihash } = CID.parse(certificate.cid);
    expect(code).toBe(0x55);
    expect(multihash.digest).toEqual(sha256(stringToBytes(text), 'bytes'));
    const turned = Object.fromEntries(Object.entries(body).reverse()) as typeof body;
    expect(certificateCidOf(turned)).toBe(certificate.cid);
  });

  it('is read back as it was written', () => {
    expect(parseCertificate(JSON.stringify(certificate, null, 2))).toEqual(certificate);
  });

  it('is refused where one digit of it was changed', () => {
    const runs = [certifiedRun('example'), { ...certifiedRun('generated 1'), fuel: '101' }];
    const tampered = { ...certificate, body: { ...body, runs } };
    expect(() => parseCertificate(JSON.stringify(tampered))).toThrow(/has the CID bafkrei\w+, not/);
  });

  it('is refused where it is malformed, by the place', () => {
    expect(() => parseCertificate('{')).toThrow('not JSON');
    const other = { ...certificate, body: { ...body, verdict: { class: 'B', reasons: [] } } };
    expect(() => parseCertificate(JSON.stringify(other))).toThrow('body.verdict.class');
    expect(() => parseCertificate(JSON.stringify({ ...certificate, date: 1 }))).toThrow('date');
  });

  it('speaks of one module on one engine', () => {
    expect(problemsOfCertificate(certificate, subject)).toEqual([]);
    const problems = (change: Partial<typeof subject>) =>
      problemsOfCertificate(certificate, { ...subject, ...change }).join();
    expect(problems({ wasm: stringToBytes('wasn') })).toMatch(/module.wasm with sha256/);
    expect(problems({ id: `0x${'45'.repeat(32)}` })).toMatch(/of module 0x4444/);
    expect(problems({ engine: 'reckon-wasm@3.0.0' })).toMatch(/not reckon-wasm@3.0.0/);
    const none = { ...certificate, body: { ...body, runs: [certifiedRun('stdin 0')] } };
    expect(problemsOfCertificate(none, subject)).toEqual(['it lacks the example']);
  });
});

describe('spreadOf', () => {
  it('orders numbers as numbers, and takes the lower of two in the middle', () => {
    expect(spreadOf([10, 9, 100, 1])).toEqual({ min: 1, median: 9, max: 100 });
    expect(spreadOf([3n, 2n ** 70n, 5n])).toEqual({ min: 3n, median: 5n, max: 2n ** 70n });
    expect(() => spreadOf([])).toThrow(RangeError);
  });
});
