import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from './catalogue.server';
import { certificateCidOf, certificateText, parseCertificate } from './certificate';
import { readCertificate } from './certificate.server';

const catalogue = await loadCatalogue();
const cowsay = catalogue.find(({ manifest }) => manifest.name === 'cowsay')!;

const folder = mkdtempSync(join(tmpdir(), 'reckon-certificates-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'cowsay', 'certificate.json');
mkdirSync(join(folder, 'cowsay'));

describe('readCertificate', () => {
  it.each(catalogue.map((module) => [module.manifest.name, module] as const))(
    '%s has a certificate of these very bytes, on at least three engines',
    async (_name, module) => {
      const { body } = await readCertificate(module);
      expect(body.runtimes.length).toBeGreaterThanOrEqual(3);
      expect(body.runs.length).toBeGreaterThanOrEqual(2);
      expect(body.runs[0]).toMatchObject({ input: 'example', status: 'completed', exitCode: 0 });
    },
  );

  it('refuses a module without one, and says how to make it', async () => {
    await expect(readCertificate(cowsay, folder)).rejects.toThrow(
      'cowsay/certificate.json: there is none (npm run modules:certify -- cowsay)',
    );
  });

  it('refuses one of other bytes', async () => {
    cpSync('modules/cowsay/certificate.json', path);
    await expect(readCertificate(cowsay, folder)).resolves.toBeDefined();
    const wasm = new Uint8Array(cowsay.files.get('module.wasm')!);
    wasm[wasm.length - 1]! ^= 1;
    const files = new Map([...cowsay.files, ['module.wasm', wasm]]);
    await expect(readCertificate({ ...cowsay, files }, folder)).rejects.toThrow(
      /module\.wasm with sha256/,
    );
  });

  it.each([
    ['with all compilers of one V8 alone', [0, 1, 2], /1 major version of V8, and a curated/],
    ['with no compiler of its own', [0, 3, 4], /tier liftoff; .*tier turbofan/],
  ])('refuses one that was made %s', async (_how, kept, words) => {
    const { body } = parseCertificate(readFileSync('modules/cowsay/certificate.json', 'utf8'));
    const fewer = { ...body, runtimes: kept.map((index) => body.runtimes[index]!) };
    const certificate = { cid: certificateCidOf(fewer), signature: null, body: fewer };
    writeFileSync(path, JSON.stringify(certificate));
    await expect(readCertificate(cowsay, folder)).rejects.toThrow(words);
  });

  it('refuses a signature that is not by whom it names', async () => {
    const { cid, body } = parseCertificate(readFileSync('modules/cowsay/certificate.json', 'utf8'));
    const signer = privateKeyToAccount(generatePrivateKey());
    const signed = async (message: string) => {
      const signature = await signer.signMessage({ message });
      writeFileSync(
        path,
        JSON.stringify({ cid, signature: { signer: signer.address, signature }, body }),
      );
      return readCertificate(cowsay, folder);
    };
    await expect(signed(certificateText(cid))).resolves.toMatchObject({ cid });
    await expect(signed(`${certificateText(cid)} `)).rejects.toThrow(
      `its signature is not that of ${signer.address}`,
    );
  });

  it('refuses one that was edited', async () => {
    const text = readFileSync('modules/cowsay/certificate.json', 'utf8');
    writeFileSync(path, text.replace('"status": "completed"', '"status": "trapped"'));
    await expect(readCertificate(cowsay, folder)).rejects.toThrow(/has the CID/);
  });
});
