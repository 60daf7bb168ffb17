import { expect, it } from 'vitest';
import { assembleModule, br, EMPTY, END } from '../testing/assemble-module';
import { lintModule } from './lint-module';
import { reasonsOf } from './reasons';

const LOOP = [0x03, EMPTY, br(0), END];

it.each([
  [0, /^It has no loop; functions .* are stopped at the same call everywhere\.$/],
  [1, /^1 loop: whether it ends cannot be told, /],
  [2, /^2 loops: whether they end cannot be told, /],
])('says of a module with %i loops what ends it', (count, reason) => {
  const code = Array.from({ length: count }, () => LOOP);
  const lint = lintModule(assembleModule({ functions: [{ code }] }));
  expect(reasonsOf(lint)).toContainEqual(expect.stringMatching(reason));
});
