import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { ComparedResults } from './compared-results';

/** As far as its size is said. */
function png(width: number, height: number, last: number): Uint8Array {
  const bytes = new Uint8Array(40);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  new DataView(bytes.buffer).setUint32(16, width);
  new DataView(bytes.buffer).setUint32(20, height);
  bytes[39] = last;
  return bytes;
}

const compared = (theirs: Uint8Array, found: Uint8Array): string => {
  const resultOf = (bytes: Uint8Array) => ({ files: new Map([['out/a.png', bytes]]) });
  return renderToStaticMarkup(
    <ComparedResults theirs={resultOf(theirs)} found={resultOf(found)} />,
  );
};

it('says that pictures are too large to be compared by pixels, and what to do', () => {
  const page = compared(png(5_000, 4_000, 1), png(5_000, 4_000, 2));
  expect(page).toContain('too large to be compared pixel by pixel');
  expect(page).toContain('Download both');
  expect(compared(png(4_000, 4_000, 1), png(4_000, 4_000, 2))).not.toContain('too large');
});

it('says of pictures that are not drawn why, and how two differ in size', () => {
  const bomb = compared(png(50_000, 50_000, 1), png(50_000, 50_000, 2));
  expect(bomb.match(/says that it has 50,000 × 50,000 pixels/g)).toHaveLength(2);
  expect(bomb).toContain('Only pictures that this page draws');
  expect(bomb).not.toContain('<img');
  expect(compared(png(5_000, 4_000, 1), png(20, 10, 2))).toContain(
    'The provider’s has 5,000 × 4,000 pixels, the mediator’s 20 × 10.',
  );
});
