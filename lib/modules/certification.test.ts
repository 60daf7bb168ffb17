import { describe, expect, it } from 'vitest';
import { certificateCidOf } from './certificate';
import {
  type CertificationFacts,
  certificationStateOf,
  LEASE_SECONDS,
  pauseAfter,
} from './certification';
import { certificationWords } from './certification.view';
import { certificateBody } from './testing/certified-run';

const facts: CertificationFacts = {
  build: 3,
  tries: 1,
  isUnderWay: false,
  triedAt: 340,
  restsUntil: 1_000,
  problem: 'A run came to no result.',
  isFinal: false,
  certificate: null,
  certifiedBuild: null,
};
const stateOf = (change: Partial<CertificationFacts>, now = 500, build = 3) =>
  certificationStateOf({ ...facts, ...change }, now, build);

describe('certificationStateOf', () => {
  it('waits where nothing was tried, or only by another build, or the one try was given back', () => {
    expect(certificationStateOf(undefined, 500, 3)).toEqual({ state: 'waiting' });
    expect(stateOf({ isFinal: true }, 500, 4)).toEqual({ state: 'waiting' });
    expect(stateOf({ tries: 0, problem: null })).toEqual({ state: 'waiting' });
  });

  it('tells a try under way from one that ended the certifier', () => {
    const begun = { isUnderWay: true, restsUntil: 340 + 3_600 };
    expect(stateOf(begun, 999)).toEqual({ state: 'running', attempt: 1 });
    expect(stateOf(begun, 340 + LEASE_SECONDS)).toMatchObject({
      ...{ state: 'resting', until: 340 + 3_600 },
      problem: expect.stringContaining('certifier ended'),
    });
  });

  it('rests ever longer after what came to no result, and gives up only what is final', () => {
    expect(stateOf({})).toEqual({
      ...{ state: 'resting', until: 1_000 },
      problem: 'A run came to no result.',
    });
    expect(stateOf({ tries: 50 })).toMatchObject({ state: 'resting' });
    expect(stateOf({ isFinal: true })).toMatchObject({ state: 'failed' });
    expect([1, 2, 3, 4, 50].map(pauseAfter)).toEqual([60, 600, 3_600, 86_400, 86_400]);
  });

  it('keeps a certificate until a later build refuses the module, and tells which build made it', () => {
    const body = certificateBody();
    const certificate = { cid: certificateCidOf(body), signature: null, body };
    const made = { certificate, certifiedBuild: 3 };
    const builds = { made: 3, present: 4 };
    expect(stateOf(made, 500, 4)).toEqual({ state: 'certified', certificate, builds });
    const again = { ...made, build: 4 };
    expect(stateOf({ ...again, isUnderWay: true }, 500, 4)).toMatchObject({ builds });
    expect(stateOf({ ...again, isFinal: true }, 500, 4)).toMatchObject({ state: 'failed' });
  });
});

it('says why there is none, and when it is tried again', () => {
  expect(certificationWords({ state: 'failed', problem: 'It lies.' }).text).toBe('It lies.');
  const resting = certificationWords({ state: 'resting', problem: 'Too slow.', until: 1_000 });
  expect(resting.text).toMatch(/^Too slow\. It is tried again after .*1970/);
});
