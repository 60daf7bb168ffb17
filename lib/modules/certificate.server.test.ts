import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from './catalogue.server';
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

  it('refuses one that was edited', async () => {
    const text = readFileSync('modules/cowsay/certificate.json', 'utf8');
    writeFileSync(path, text.replace('"status": "completed"', '"status": "trapped"'));
    await expect(readCertificate(cowsay, folder)).rejects.toThrow(/has the CID/);
  });
});
