import { compileMarket, readSources, writeArtefact } from './compile-market.mjs';
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
  const artefact = compileMarket(changed);
  if (artefact === null) return { outcome: 'invalid' };
  if (mutation && JSON.stringify(artefact) === original) return { outcome: 'same code' };
  writeArtefact(folder, artefact);
  const by = await firstFailure(folder);
  return by === null ? { outcome: 'survived' } : { outcome: 'killed', by };
}
