import { set } from 'es-toolkit/compat';
import { CID } from 'multiformats/cid';
import { type Hex, sha256, stringToBytes } from 'viem';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type JsonValue } from '../shared/canonical-json';
import { certificateCidOf, parseCertificate, problemsOfCertificate, spreadOf } from './certificate';
import { certificateBody, certifiedRun } from './testing/certified-run';

const wasm = stringToBytes('a module');
const id: Hex = `0x${'44'.repeat(32)}`;
const body = certificateBody({
  subject: { name: 'nothing', moduleId: id, wasmSha256: sha256(wasm), wasmBytes: 8 },
});
const certificate = { cid: certificateCidOf(body), signature: null, body };
const subject = { id, engine: 'reckon-wasm@2.0.0', wasm };

const signer = `0x${'ab'.repeat(20)}`;
const signed = `0x${'11'.repeat(64)}1b`;
const twice = ['random_get', 'random_get'];

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
    const runs = [certifiedRun('example'), { ...certifiedRun('near 1'), fuel: '101' }];
    const tampered = { ...certificate, body: { ...body, runs } };
    expect(() => parseCertificate(JSON.stringify(tampered))).toThrow(/has the CID bafkrei\w+, not/);
  });

  it('is refused where it is malformed, by the place', () => {
    expect(() => parseCertificate('{')).toThrow('not JSON');
    const other = { ...certificate, body: { ...body, verdict: { class: 'B', reasons: [] } } };
    expect(() => parseCertificate(JSON.stringify(other))).toThrow('body.verdict.class');
    expect(() => parseCertificate(JSON.stringify({ ...certificate, date: 1 }))).toThrow('date');
  });

  it.each<[place: string, parts: Record<string, unknown>]>([
    ['cid', { cid: `${certificate.cid}a` }],
    ['cid', { cid: 'bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi' }],
    ['signature.signature', { signature: { signer, signature: '0x' } }],
    ['signature.signature', { signature: { signer, signature: `0x${'1'.repeat(130)}` } }],
    ['signature.signer', { signature: { signer: '0x12', signature: signed } }],
    ['the whole', { date: 1 }],
    ['body', { 'body.date': 1 }],
    ['body.engine', { 'body.engine': 'reckon-oci@1.0.0' }],
    ['body.engine', { 'body.engine': 'reckon-wasm@2' }],
    ['body.subject.name', { 'body.subject.name': 'gpj.\u202exe' }],
    ['body.subject.moduleId', { 'body.subject.moduleId': `0x${'A'.repeat(64)}` }],
    ['body.subject.wasmSha256', { 'body.subject.wasmSha256': '0x12' }],
    ['body.subject.wasmBytes', { 'body.subject.wasmBytes': 7 }],
    ['body.subject.wasmBytes', { 'body.subject.wasmBytes': 2 ** 30 }],
    ['body.lint.imports.files.0', { 'body.lint.imports.files': ['sock_send'] }],
    ['body.lint.imports.random', { 'body.lint.imports.random': twice }],
    ['body.lint.instructions', { 'body.lint.loops': 2 }],
    ['body.lint.nanMakers', { 'body.lint.nanMakers': 1 }],
    ['body.lint.functions', { 'body.lint.functions': 1.5 }],
    ['body.lint.memory', { 'body.lint.memory': { minPages: 2, maxPages: 1 } }],
    ['body.runtimes.0.v8', { 'body.runtimes[0].v8': 'the newest' }],
    ['body.runtimes.0.tier', { 'body.runtimes[0].tier': 'maglev' }],
    ['body.runtimes.1.name', { 'body.runtimes[1].name': 'Node 20' }],
    ['body.runtimes', { 'body.runtimes[1]': body.runtimes[0] }],
    ['body.runs.0.input', { 'body.runs[0].input': 'any' }],
    ['body.runs', { 'body.runs[1].input': 'example' }],
    ['body.dependence.clock.runs', { 'body.dependence.clock.outputs': true }],
    ['body.dependence.random', { 'body.dependence.random': undefined }],
    ['body.lint.instructions', { 'body.lint.tables': 2 }],
    ['body.runs.0.status', { 'body.runs[0].status': 'fine' }],
    ['body.runs.0.exitCode', { 'body.runs[0].exitCode': 2 ** 32 }],
    ['body.runs.0.exitCode', { 'body.runs[0].status': 'trapped', 'body.runs[0].exitCode': 1 }],
    ['body.runs.0.fuel', { 'body.runs[0].fuel': '1001' }],
    ['body.runs.0.fuel', { 'body.runs[0].fuel': '01' }],
    ['body.runs.0.fuelLimit', { 'body.runs[0].fuelLimit': `${2n ** 63n}` }],
    ['body.runs.0.memoryPages', { 'body.runs[0].memoryPages': 65_537 }],
    ['body.runs.0.resultDigest', { 'body.runs[0].resultDigest': '0x' }],
    ['body.runs.0', { 'body.runs[0].seconds': 1 }],
    ['body.verdict.reasons', { 'body.verdict.reasons': [] }],
    ['body.verdict.reasons.0', { 'body.verdict.reasons': ['a\u0000'] }],
  ])('is refused at %s (%#)', (place, parts) => {
    const whole = structuredClone(certificate);
    for (const [path, value] of Object.entries(parts)) set(whole, path, value);
    expect(() => parseCertificate(JSON.stringify(whole))).toThrow(`the certificate: ${place}: `);
  });

  it('is read in its former format, and refused in any other, by what to do', () => {
    const { dependence, ...rest } = body;
    const { tables: _, references: __, ...lint } = body.lint;
    const of = (change: object) => {
      const whole = { ...rest, lint, ...change } as typeof body;
      return parseCertificate(
        JSON.stringify({ cid: certificateCidOf(whole), signature: null, body: whole }),
      );
    };
    const former = 'reckon-certificate-1';
    expect(of({ format: former }).body.dependence).toBeUndefined();
    expect(() => of({ format: 'reckon-certificate-3' })).toThrow(/certify the module anew/);
    const untold = 'does not tell what its format tells';
    expect(() => of({})).toThrow(untold);
    expect(() => of({ format: former, dependence })).toThrow(untold);
    expect(() => of({ lint: body.lint })).toThrow(untold);
    expect(of({ lint: body.lint, dependence: null }).body.dependence).toBeNull();
  });

  it('speaks of one module on one engine', () => {
    expect(problemsOfCertificate(certificate, subject)).toEqual([]);
    const problems = (change: Partial<typeof subject>) =>
      problemsOfCertificate(certificate, { ...subject, ...change }).join();
    expect(problems({ wasm: stringToBytes('a modulo') })).toMatch(/module.wasm with sha256/);
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
