import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { LinkChanges } from './link-changes';

it('names each change and how to take it back in one piece of text', () => {
  const page = renderToStaticMarkup(
    <LinkChanges
      changes={{ memoryMiB: 32 }}
      usual={{ memoryMiB: 16 }}
      onTakeBack={() => undefined}
    />,
  );
  // Pieces of text in a flex box are read with a space between them.
  expect(page).toContain('aria-label="memory: 32 MiB, usually 16 MiB: take this change back"');
  expect(page.replace(/<[^>]*>/g, '')).toContain('memory: 32 MiB, usually 16 MiB');
  expect(page).not.toContain('sr-only');
});
