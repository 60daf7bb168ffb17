import { expect, it } from 'vitest';
import { CAUSE } from '@/lib/chain/deal-facts';
import { caseTitles } from './case-titles';

it('calls nothing a dispute or an audit at a moment before there was one', () => {
  const disputed = caseTitles(CAUSE.Dispute, 'Cowsay');
  expect(disputed.since).toBe('Dispute over Cowsay');
  expect(disputed.before).toBe('Cowsay, before its dispute');
  const drawn = caseTitles(CAUSE.PublicDraw, undefined);
  expect(drawn.since).toBe('Audit of a deal');
  expect(drawn.before).toBe('A deal, before its audit');
});
