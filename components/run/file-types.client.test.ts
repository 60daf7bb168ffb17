import { expect, it } from 'vitest';
import { fieldsOf } from '@/lib/modules/input-fields';
import { fileTypeErrors } from './file-types.client';

const fields = fieldsOf({
  properties: {
    picture: { type: 'string', format: 'file', 'x-mediaTypes': ['image/png', 'image/jpeg'] },
    table: { type: 'string', format: 'file', 'x-mediaTypes': ['text/csv', '.csv'] },
    note: { type: 'string', format: 'file', 'x-mediaTypes': ['text/plain'] },
  },
});
const file = (...bytes: number[]) => [new File([Uint8Array.from(bytes)], 'a.png')];

it('names files whose bytes are not of the type that the form asks for', async () => {
  expect(fields.map(({ kind }) => kind)).toEqual(['file', 'file', 'file']);
  const text = file(0x68, 0x69);
  expect(
    await fileTypeErrors(fields, { picture: text, table: file(0xff), note: file(0xff) }),
  ).toEqual({
    picture: 'This file is none of PNG, JPEG, whatever its name says. Choose one that is.',
    note: 'This file is not UTF-8, as text/plain must be. Choose another, or save it again as that.',
  });
  const jpeg = file(0xff, 0xd8, 0xff, 0xe0);
  expect(await fileTypeErrors(fields, { picture: jpeg, note: text })).toEqual({});
  expect(await fileTypeErrors(fields, {})).toEqual({});
});

it('leaves many files, each a run of its own, to their runs', async () => {
  const many = fieldsOf({
    properties: {
      pictures: { type: 'string', format: 'file', 'x-mediaTypes': ['image/png'], 'x-map': true },
    },
  });
  const broken = file(0x68)[0]!;
  expect(await fileTypeErrors(many, { pictures: [broken, broken] })).toEqual({});
  expect(await fileTypeErrors(many, { pictures: [broken] })).toHaveProperty('pictures');
});
