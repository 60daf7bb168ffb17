import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { CAUSE, NO_CASE, STAGE } from '@/lib/chain/deal-facts';
import { dealRecord } from '@/test/builders/deal-record';
import { testHash } from '@/test/builders/offers';
import { PrivateOutputs } from './private-outputs';

const post = {
  stage: STAGE.Posted,
  seal: testHash(5),
  fuelUsed: 1_234_567n,
  reviewEndsAt: 1,
  drawBlock: 2n,
  hasReceipt: true,
  secretShown: false,
} as const;
const outputs = [
  { path: 'stdout', kind: 'text', mediaType: 'text/plain', title: 'The cow' },
] as const;

const textOf = (record: ReturnType<typeof dealRecord>) =>
  renderToStaticMarkup(<PrivateOutputs record={record} outputs={outputs} />)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

it('tells outsiders what chain and manifest tell of a result, and why no more', () => {
  const text = textOf(dealRecord({ stage: STAGE.Posted, post }));
  expect(text).toContain('Fuel posted 1,234,567');
  expect(text).toContain('Result digest behind the seal');
  expect(text).toMatch(/Output stdout The cow text\/plain; size and digest are private/);
  expect(text).toContain('gives to the buyer and its guests alone');
});

it('shows the digest that a verdict made public', () => {
  const judged = { ...NO_CASE, cause: CAUSE.Dispute, digest: testHash(0xaa) };
  const record = dealRecord({ stage: STAGE.Verdict1, post, case: judged });
  expect(textOf(record)).not.toContain('behind the seal');
});

it('says nothing before a result is sealed', () => {
  expect(textOf(dealRecord())).toBe('');
});
