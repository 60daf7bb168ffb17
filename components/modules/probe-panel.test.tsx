import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { ProbeCertificate } from '@/lib/modules/probe-certificate';
import { ProbePanel } from './probe-panel';

const run = (digit: string) => ({
  where: 'podman 4.3.1',
  status: 'completed' as const,
  exitCode: 0,
  resultDigest: `0x${digit.repeat(64)}` as const,
});
const certificate = (runs: ReturnType<typeof run>[], differing: string[]): ProbeCertificate => ({
  cid: 'bafkreitest',
  signature: { signer: `0x${'ab'.repeat(20)}`, signature: `0x${'1'.repeat(130)}` },
  body: {
    format: 'reckon-probe-2',
    madeAt: 1_700_000_000,
    engine: 'reckon-oci@1.0.0',
    subject: { name: 'm', moduleId: `0x${'2'.repeat(64)}`, image: `sha256:${'3'.repeat(64)}` },
    runs,
    verdict: { class: differing.length === 0 ? 'B' : 'none', differing },
  },
});
const pageOf = (given: ProbeCertificate | undefined) =>
  renderToStaticMarkup(<ProbePanel moduleId="0x12" certificate={given} />);

it('shows equal runs as the author’s claim, and as evidence only', () => {
  const page = pageOf(certificate([run('a'), run('a')], []));
  expect(page).toContain('2 runs, and every one the same');
  expect(page).toContain('The author’s claim. This site did not run the module');
  expect(page).toContain('not proof');
  expect(page).toContain('/api/v1/modules/0x12/certificate');
});

it('says where runs differ, and that nobody has certified what has no certificate', () => {
  const page = pageOf(certificate([run('a'), run('b')], ['out/answer']));
  expect(page).toContain('2 runs, which differ in out/answer');
  expect(page).not.toContain('not proof');
  expect(pageOf(undefined)).toContain('Its author has handed in no certificate');
});
