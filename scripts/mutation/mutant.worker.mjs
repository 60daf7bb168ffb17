import { compileMarket, readSources, writeArtefacts } from './compile-market.mjs';
import { mutate } from './mutation-sites.mjs';
import { firstFailure } from './run-contract-tests.mjs';

/** One mutant after the other, in a copy of contracts/ that is this process' own. */
const folder = process.argv[2];
const sources = readSources(folder);
const original = JSON.stringify(compileMarket(sources));

process.on('message', async (mutation) => {
  try {
    process.send({ ...(await outcomeOf(mutation)) });
  } catch (error) {
    process.send({ outcome: 'error', by: error.stack });
  }
});
process.on('disconnect', () => process.exit());
process.send({ outcome: 'ready' });

/** null: the sources as they are. */
async function outcomeOf(mutation) {
  const changed = new Map(sources);
  if (mutation) changed.set(mutation.file, mutate(sources.get(mutation.file), mutation));
  const artefacts = compileMarket(changed);
  if (artefacts === null) return { outcome: 'invalid' };
  if (mutation && JSON.stringify(artefacts) === original) return { outcome: 'same code' };
  writeArtefacts(folder, artefacts);
  const by = await firstFailure(folder);
  return by === null ? { outcome: 'survived' } : { outcome: 'killed', by };
}
