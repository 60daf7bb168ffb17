import { expect, it } from 'vitest';
import { shortMediaTypes } from './media-type.view';

it('names kinds of files as people do, each once', () => {
  expect(shortMediaTypes(['image/png', 'audio/wav', 'audio/x-wav', '.csv', 'text/plain'])).toEqual([
    'PNG',
    'WAV',
    'CSV',
    'TXT',
  ]);
});
