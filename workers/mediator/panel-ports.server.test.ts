import { expect, it } from 'vitest';
import type { Case } from '../../lib/chain/deal-facts';
import { wallLimitOf } from './panel-ports.server';

const panelUntil = (deadline: number) => ({ case: { deadline } as Case });

it('ends a run with its panel, so that one endless job cannot keep the seats of all others', () => {
  expect(wallLimitOf(panelUntil(1_070), 1_000)).toBe(70_000);
  expect(wallLimitOf(panelUntil(1_000), 2_000)).toBe(30_000);
});
