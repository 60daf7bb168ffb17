import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { EVERYTHING } from '@/lib/offers/search/offer-query';
import { FacetPanel } from './facet-panel';

const textOf = (page: string) => page.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

it('claims no counts for a written query that cannot be read', () => {
  const page = renderToStaticMarkup(
    <FacetPanel query={EVERYTHING} summary={undefined} isReadable={false} onQuery={() => {}} />,
  );
  expect(textOf(page)).toContain('The written query cannot be read. Mend it to choose here');
  expect(textOf(page)).not.toContain('none');
  expect(page).toContain('<fieldset disabled=""');
});

it('says nothing of it once the query can be read', () => {
  const page = renderToStaticMarkup(
    <FacetPanel query={EVERYTHING} summary={undefined} isReadable onQuery={() => {}} />,
  );
  expect(textOf(page)).not.toContain('cannot be read');
  expect(page).not.toContain('disabled');
});
