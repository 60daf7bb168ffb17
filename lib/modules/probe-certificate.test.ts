import { expect, it } from 'vitest';
import { OCI_MANIFEST } from '@/test/engines/oci-job';
import { imageDigestOf } from './oci-manifest';
import {
  type ProbeBody,
  parseProbeCertificate,
  probeCidOf,
  problemsOfProbe,
} from './probe-certificate';

const id = `0x${'2'.repeat(64)}` as const;
const run = { where: 'podman 4.3.1', status: 'completed', exitCode: 0 } as const;
const runs = (...digits: string[]): ProbeBody['runs'] =>
  digits.map((digit) => ({ ...run, resultDigest: `0x${digit.repeat(64)}` }));
const BODY: ProbeBody = {
  format: 'reckon-probe-2',
  madeAt: 1_700_000_000,
  engine: OCI_MANIFEST.engine,
  subject: { name: OCI_MANIFEST.name, moduleId: id, image: imageDigestOf(OCI_MANIFEST) },
  runs: runs('a', 'a'),
  verdict: { class: 'B', differing: [] },
};
const signed = (body: ProbeBody, bytes = 65) => ({
  cid: probeCidOf(body),
  signature: { signer: `0x${'ab'.repeat(20)}`, signature: `0x${'1f'.repeat(bytes)}` },
  body,
});
const parse = (change: object, bytes?: number) =>
  parseProbeCertificate(signed({ ...BODY, ...change } as ProbeBody, bytes));

it('takes no text that hides something or turns it around', () => {
  expect(parse({}).body).toEqual(BODY);
  for (const bad of ['a\0b', 'a\nb', 'a\u202eb', 'a\u200bb', 'a\u2028b']) {
    for (const change of [
      { subject: { ...BODY.subject, name: bad } },
      { engine: bad },
      { runs: BODY.runs.map((one) => ({ ...one, where: bad })) },
      { runs: runs('a', 'b'), verdict: { class: 'none', differing: [bad] } },
    ]) {
      expect(() => parse(change)).toThrow('cannot be seen');
    }
  }
  const made = { runs: BODY.runs.map((one) => ({ ...one, status: 'fine' })) };
  expect(() => parse(made)).toThrow('status');
});

it('names what differs where runs do, and nothing where they do not', () => {
  expect(() => parse({ verdict: { class: 'B', differing: ['stdout'] } })).toThrow('what differs');
  const unequal = { runs: runs('a', 'b') };
  expect(() => parse({ ...unequal, verdict: { class: 'none', differing: [] } })).toThrow(
    'what differs',
  );
  parse({ ...unequal, verdict: { class: 'none', differing: ['stdout'] } });
});

it('takes a contract’s signature of any length', () => {
  for (const bytes of [0, 65, 66, 10_000]) {
    expect(parse({}, bytes).signature?.signature).toHaveLength(2 + 2 * bytes);
  }
  expect(() => parse({}, 10_001)).toThrow('at most 10000 bytes');
});

it('is of the module of its name only', () => {
  const module = { id, manifest: OCI_MANIFEST };
  expect(problemsOfProbe(parse({}), module)).toEqual([]);
  const other = parse({ subject: { ...BODY.subject, name: 'other' } });
  expect(problemsOfProbe(other, module)).toEqual([`it is of other, not ${OCI_MANIFEST.name}`]);
});
