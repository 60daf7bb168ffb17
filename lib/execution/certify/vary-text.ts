import type { PropertySchema } from '../../modules/input-fields';
import type { SeededChoices } from './seeded-choices';

const LONGEST_INVENTED_TEXT = 200;
const SYMBOLS = [
  ...'abcdefghijklmnopqrstuvwxyz ABC 0123456789 .,;:!?\'"()[]{}<>=+-*/\\\n\täß€中😀',
];

/** Another text within the bounds: its lines in another order, a part of it, typos, or another. */
export function varyText(
  { minLength = 0, maxLength = Number.MAX_SAFE_INTEGER }: PropertySchema,
  usual: string,
  choices: SeededChoices,
): string {
  const characters = [...usual];
  const varied = choices.pick([shuffledLines, cut, withTypos, invented])(characters, choices);
  while (varied.length < minLength) varied.push(choices.pick(SYMBOLS));
  return varied.slice(0, maxLength).join('');
}

/** The same lines but the first, which often names columns, in another order. */
export function shuffledBody(text: string, choices: SeededChoices): string {
  const [first = '', ...rest] = text.split('\n');
  return [first, ...shuffled(rest, choices)].join('\n');
}

function shuffled(lines: string[], choices: SeededChoices): string[] {
  for (let index = lines.length - 1; index > 0; index--) {
    const other = choices.below(index + 1);
    [lines[index], lines[other]] = [lines[other]!, lines[index]!];
  }
  return lines;
}

function shuffledLines(characters: readonly string[], choices: SeededChoices): string[] {
  return [...shuffled(characters.join('').split('\n'), choices).join('\n')];
}

function cut(characters: readonly string[], choices: SeededChoices): string[] {
  return characters.slice(0, choices.below(characters.length + 1));
}

function withTypos(characters: readonly string[], choices: SeededChoices): string[] {
  const typed = [...characters];
  for (let count = 1 + choices.below(3); count > 0 && typed.length > 0; count--) {
    typed[choices.below(typed.length)] = choices.pick(SYMBOLS);
  }
  return typed;
}

function invented(_characters: readonly string[], choices: SeededChoices): string[] {
  return Array.from({ length: choices.below(LONGEST_INVENTED_TEXT) }, () => choices.pick(SYMBOLS));
}
