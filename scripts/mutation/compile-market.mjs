import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { inRoot } from '../start/places.mjs';

const solc = createRequire(import.meta.url)('solc');
const market = 'src/Market.sol';

/** Where the tests look for what they deploy. */
export const ARTEFACT = 'out/Market.sol/Market.json';

/** All sources of contracts/src outside mocks: latin1 text by path. @param {string} folder */
export function readSources(folder) {
  return new Map(
    readdirSync(join(folder, 'src'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.sol'))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(folder, path).replaceAll('\\', '/'), readFileSync(path, 'latin1')])
      .filter(([path]) => !path.startsWith('src/mocks/'))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/**
 * Compiles the market without optimizer, which takes a fifth of the time of the build that is
 * deployed. Null where the compiler refuses.
 *
 * @param {Map<string, string>} sources
 */
export function compileMarket(sources) {
  const output = compile(sources, { [market]: { Market: ['abi', 'evm.bytecode.object'] } });
  const { abi, evm } = output.contracts?.[market]?.Market ?? {};
  return evm ? { abi, bytecode: { object: `0x${evm.bytecode.object}` } } : null;
}

export function writeArtefact(folder, artefact) {
  const path = join(folder, ARTEFACT);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(artefact));
}

/** Syntax trees by path. @param {Map<string, string>} sources */
export function parseSources(sources) {
  const output = compile(sources, { '*': { '': ['ast'] } });
  const problem = output.errors?.find(({ severity }) => severity === 'error');
  if (problem) throw new Error(problem.formattedMessage);
  return new Map([...sources.keys()].map((path) => [path, output.sources[path].ast]));
}

function compile(sources, outputSelection) {
  const contents = [...sources].map(([path, text]) => [
    path,
    { content: Buffer.from(text, 'latin1').toString('utf8') },
  ]);
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(contents),
    settings: {
      evmVersion: 'cancun',
      optimizer: { enabled: false },
      metadata: { appendCBOR: false, bytecodeHash: 'none' },
      outputSelection,
    },
  };
  const findImport = (path) => ({ contents: readFileSync(inRoot('node_modules', path), 'utf8') });
  return JSON.parse(solc.compile(JSON.stringify(input), { import: findImport }));
}
