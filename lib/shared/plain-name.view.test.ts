import { expect, it } from 'vitest';
import { nameWithoutMarks, plainName } from './plain-name.view';

it('names the marks by which a name lies of its ending', () => {
  expect(plainName('out/a\u202egnp.txt')).toBe('out/a[U+202E]gnp.txt');
  expect(plainName('a\u200b.csv')).toBe('a[U+200B].csv');
  expect(nameWithoutMarks('a\u202egnp.txt')).toBe('agnp.txt');
});

it('leaves names in any script as they are', () => {
  for (const name of ['отчёт.csv', 'דוח.csv', '日本語 ファイル.txt', '👩‍🚀.png']) {
    expect(plainName(name)).toBe(name);
  }
});
