import { beforeEach, expect, it } from 'vitest';
import { fieldsOf } from '@/lib/modules/input-fields';
import { forgetInputs, keepInputs, keptInputs } from './kept-inputs.client';

const fields = fieldsOf({
  properties: {
    text: { type: 'string', default: 'hello' },
    loud: { type: 'boolean' },
    picture: { type: 'string', format: 'file' },
  },
});
const picture = new File(['1'], 'a.png');
const ID = '0x01';

// As a tab's: Node has none.
const stored = new Map<string, string>();
beforeEach(() => {
  stored.clear();
  forgetInputs(ID);
  Object.assign(globalThis, {
    sessionStorage: {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => void stored.set(key, value),
      removeItem: (key: string) => void stored.delete(key),
    },
  });
});

it('gives a form back what it held, files among it, while the page lives', () => {
  const values = { text: 'typed', loud: true, picture: [picture] };
  expect(keptInputs(ID, fields)).toBeUndefined();
  keepInputs(ID, values);
  expect(keptInputs(ID, fields)).toEqual({ values, lost: [] });
  expect(keptInputs('0x02', fields)).toBeUndefined();
  forgetInputs(ID);
  expect(keptInputs(ID, fields)).toBeUndefined();
});

it('names the files that a reload lost', () => {
  keepInputs(ID, { text: 'typed', loud: false, picture: [picture] });
  const afterReload = stored.get('reckon.inputs.0x01');
  forgetInputs(ID);
  stored.set('reckon.inputs.0x01', afterReload ?? '');
  expect(keptInputs(ID, fields)).toEqual({
    values: { text: 'typed', loud: false },
    lost: ['a.png'],
  });
  // And by another, before it is chosen again.
  keepInputs(ID, { text: 'typed', loud: false }, ['a.png']);
  expect(keptInputs(ID, fields)?.lost).toEqual(['a.png']);
});

it('takes nothing from what another form, or nobody, has written', () => {
  keepInputs(ID, { text: true, loud: 'yes', gone: 'x', picture: undefined });
  expect(keptInputs(ID, fields)).toEqual({ values: {}, lost: [] });
  stored.set('reckon.inputs.0x01', '{"values"');
  expect(keptInputs(ID, fields)).toBeUndefined();
});

it('keeps nothing rather than what a form held before it grew too long for a tab', () => {
  keepInputs(ID, { text: 'short' });
  Object.assign(sessionStorage, {
    setItem: () => {
      throw new Error('QuotaExceededError');
    },
  });
  keepInputs(ID, { text: 'long' });
  expect(keptInputs(ID, fields)).toBeUndefined();
});

it.each([
  '{"values":{"text":"x"},"files":"abc"}',
  '{"values":{"text":"x"},"files":[7]}',
  '{"values":"x","files":[]}',
  '[]',
  '7',
])('does not break on %s', (text) => {
  stored.set('reckon.inputs.0x01', text);
  expect(keptInputs(ID, fields)).toBeUndefined();
});
