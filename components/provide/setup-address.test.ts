import { expect, it } from 'vitest';
import { type Setup, setupOf, setupSearch } from './setup-address';

const id = (digit: string) => `0x${digit.repeat(64)}`;
const setup: Setup = {
  step: 3,
  code: 'AB12-CD34',
  agent: `0x${'a1'.repeat(20)}`,
  device: 'NVIDIA A100/81920',
  kind: 'container',
  terms: { basePrice: '0.01', memory: '' },
  modules: [id('1'), id('2')],
  courts: [],
  directories: undefined,
};

it('comes back from the address after a reload', () => {
  expect(setupOf(setupSearch(setup), 6)).toEqual(setup);
  expect(setupSearch(setupOf('', 6))).toBe('');
});

it('takes the link that an agent prints', () => {
  expect(setupOf(`?operator=${setup.agent}`, 6)).toMatchObject({ step: 0, agent: setup.agent });
});

it('is not misled by what somebody wrote into a link', () => {
  const strange = `?step=99&code=<b>&agent=0x12&basePrice=${'1'.repeat(65)}&modules=javascript:,0x1g`;
  expect(setupOf(strange, 6)).toEqual({
    ...setupOf('', 6),
    modules: [],
  });
});
