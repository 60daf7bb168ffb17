import { expect, it } from 'vitest';
import { testEngine, testHash } from '../../test/builders/offers';
import { ZERO_BYTES32 } from '../shared/address';
import { takesModule, usualCourt, usualVerification } from './module-class';
import { VERIFICATION } from './offer-types';

const oci = testHash(0xc1);
const judges = { engines: [{ engine: oci, class_: VERIFICATION.B }] };
const other = { engines: [{ engine: testEngine, class_: VERIFICATION.A }] };
const of = (own: 'A' | 'B' | 'none') => ({ class: own, engine: own === 'A' ? testEngine : oci });

it('checks a module as well as its class and the court allow, and no better', () => {
  expect(usualVerification(of('A'), undefined)).toBe(VERIFICATION.A);
  expect(usualVerification(of('B'), judges)).toBe(VERIFICATION.B);
  expect(usualVerification(of('B'), other)).toBe(VERIFICATION.none);
  expect(usualVerification(of('none'), judges)).toBe(VERIFICATION.none);
  expect(usualCourt(of('B'), [other, judges])).toBe(judges);
  expect(usualCourt(of('A'), [other, judges])).toBe(other);
  expect(usualCourt(of('none'), [])).toBeUndefined();
});

it('takes any module of class A where none is named, and one in a container by its name alone', () => {
  const any = { offer: { modulesHash: ZERO_BYTES32 }, lists: { engines: [testEngine, oci] } };
  const named = {
    offer: { modulesHash: testHash(1) },
    lists: { engines: [oci], modules: [testHash(7)] },
  };
  const module = { id: testHash(7), ...of('A') };
  const container = { id: testHash(7), ...of('B') };
  const offer = (one: typeof any | typeof named) => ({
    ...one,
    lists: { modules: undefined, ...one.lists },
  });
  expect(takesModule(offer(any), module)).toBe(true);
  expect(takesModule(offer(any), { ...module, id: undefined })).toBe(true);
  expect(takesModule(offer(any), container)).toBe(false);
  expect(takesModule(offer(named), container)).toBe(true);
  expect(takesModule(offer(named), { ...container, id: testHash(8) })).toBe(false);
  expect(takesModule(offer(named), module)).toBe(false);
});
