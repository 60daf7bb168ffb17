import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { PublicConfig } from '@/lib/env/public-config';
import { ConfigProvider } from '@/lib/env/public-config.client';
import { drawBarrierOf } from './draw-barrier';
import { UnauditedChoice } from './unaudited-choice';

it('signs nothing that a market without public draws could not audit', () => {
  const facts = { n: 1, publicDraws: false, isConfirmed: false };
  expect(drawBarrierOf(facts)).toBe('no-draw');
  // Nor does a word of the buyer help: the market would refuse the match.
  expect(drawBarrierOf({ ...facts, isConfirmed: true })).toBe('no-draw');
  expect(drawBarrierOf({ ...facts, n: 0 })).toBe('unconfirmed');
  expect(drawBarrierOf({ ...facts, n: 0, isConfirmed: true })).toBeUndefined();
  expect(drawBarrierOf({ ...facts, publicDraws: true })).toBeUndefined();
  expect(drawBarrierOf({ ...facts, n: 0, publicDraws: true })).toBeUndefined();
  expect(drawBarrierOf({ ...facts, publicDraws: undefined })).toBeUndefined();
});

const pageOf = (n: number, publicDraws: boolean, isConfirmed = false) =>
  renderToStaticMarkup(
    <ConfigProvider value={{ deployment: { limits: { publicDraws } } } as PublicConfig}>
      <UnauditedChoice
        plan={{ n, change: () => undefined }}
        isConfirmed={isConfirmed}
        onConfirm={() => undefined}
      />
    </ConfigProvider>,
  );

it('offers a way on, and asks for the buyer’s word where nobody audits', () => {
  expect(pageOf(1, true)).toBe('');
  expect(pageOf(1, false)).toMatch(/role="alert".*<button[^>]*>Look for a run without checks/s);
  expect(pageOf(0, false)).toMatch(/<label.*type="checkbox".*I buy this result unaudited/s);
  expect(pageOf(0, false)).not.toContain('checked=""');
  expect(pageOf(0, false, true)).toContain('checked=""');
});
