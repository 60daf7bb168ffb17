import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { certificateCidOf } from '@/lib/modules/certificate';
import { DEVELOPMENT_CERTIFIER } from '@/lib/modules/development-certifier';
import { certificateBody, certifiedRun } from '@/lib/modules/testing/certified-run';
import { CertificatePanel } from './certificate-panel';

const runs = [
  certifiedRun('example'),
  { ...certifiedRun('near 1'), fuel: '5000000', memoryPages: 32 },
  { ...certifiedRun('far 2'), exitCode: 1 },
];
const body = certificateBody({ runs });
const cid = certificateCidOf(body);
const signer = `0x${'ab'.repeat(20)}` as const;

const pageOf = (props: Partial<Parameters<typeof CertificatePanel>[0]> = {}) =>
  renderToStaticMarkup(
    <CertificatePanel
      moduleId="0x12"
      certificate={{ cid, signature: null, body }}
      isSigned={false}
      {...props}
    />,
  );

describe('CertificatePanel', () => {
  it('shows every engine equal on every input', () => {
    const page = pageOf();
    expect(page).toContain('6 runs: 3 inputs on 2 engines, and every one the same');
    expect(page.match(/>all 3 equal</g)).toHaveLength(2);
    for (const { name } of body.runtimes) expect(page).toContain(name);
  });

  it('shows what inputs came to, the spread of fuel and memory, and the reasons', () => {
    const page = pageOf();
    expect(page).toContain('completed, code 1');
    expect(page).toContain('5,000,000');
    expect(page).toContain('least 100, median 100, most 5 M');
    expect(page).toContain('least 1.06 MiB, median 1.06 MiB, most 2 MiB');
    expect(page.match(/<svg[^>]*aria-label="(Fuel|Memory): least/g)).toHaveLength(2);
    expect(page).toContain('It never asks for the time.');
  });

  it('gives the CID to copy and a link to the JSON', () => {
    const page = pageOf();
    expect(page).toContain(cid);
    expect(page).toContain('Copy certificate CID');
    expect(page).toContain('href="/api/v1/modules/0x12/certificate"');
  });

  it('tells unsigned, signed and falsely signed apart', () => {
    const certificate = { cid, body, signature: { signer, signature: '0x' as const } };
    expect(pageOf()).toContain('Unsigned');
    expect(pageOf({ certificate, isSigned: true })).toContain(`Signed by ${signer}`);
    expect(pageOf({ certificate })).toContain('Do not trust it');
  });

  it('names who endorses it by this very certificate, or by another', () => {
    const endorsed = pageOf({ endorsement: { maintainer: signer, certificate: cid } });
    expect(endorsed).toContain(
      `Endorsed by ${signer}, whose signature over the curated list covers`,
    );
    expect(endorsed).not.toContain('Unsigned');
    const other = `bafkrei${'a'.repeat(52)}`;
    expect(pageOf({ endorsement: { maintainer: signer, certificate: other } })).toContain(
      `endorsed by ${signer} with another certificate, ${other}`,
    );
  });

  it('tells whether results depend on the clock and on random numbers', () => {
    expect(pageOf()).toContain('It does not ask for random numbers, so no result depends on them.');
    const dependence = {
      clock: { runs: 2, outputs: false, fuel: true },
      random: { runs: 2, outputs: true, fuel: false },
    };
    const asking = certificateBody({ runs, dependence });
    const page = pageOf({ certificate: { cid, signature: null, body: asking } });
    expect(page).toContain(
      'virtual time beginning elsewhere, its example came to the same outputs, but',
    );
    expect(page).toContain('what it makes depends on random numbers');
    const { dependence: _, ...former } = body;
    const untold = { ...former, format: 'reckon-certificate-1' } as typeof body;
    expect(pageOf({ certificate: { cid, signature: null, body: untold } })).not.toContain(
      'Whether results depend',
    );
  });

  it('tells how far the market’s certifier is, and shows what it found as its own', () => {
    const none = { certificate: undefined };
    const failed = { state: 'failed', problem: 'No run writes out/a.png.' } as const;
    expect(pageOf({ ...none, certification: { state: 'waiting' } })).toContain('Not tried yet');
    expect(pageOf({ ...none, certification: failed })).toContain('No run writes out/a.png.');
    const signature = { signer: DEVELOPMENT_CERTIFIER, signature: '0x' as const };
    const builds = { made: 3, present: 3 };
    const certificate = { cid, body, signature };
    const certification = { state: 'certified', certificate, builds } as const;
    const page = pageOf({ ...none, certification, isSigned: true });
    expect(page).toContain('Made by this market’s certifier.');
    expect(page).toContain('which anybody can make');
    const older = { ...certification, builds: { made: 2, present: 3 } };
    expect(pageOf({ ...none, certification: older, isSigned: true })).toContain(
      'Made by this market’s certifier with build 2 of the engine, and made again by build 3',
    );
  });

  it('tells what could not be read from what is not there', () => {
    const page = pageOf({ certificate: undefined, isUnreadable: true });
    expect(page).toContain('could not be read');
    expect(page).not.toContain('There is no certificate');
  });

  it('says so where there is none', () => {
    expect(pageOf({ certificate: undefined })).toContain('There is no certificate');
  });
});
