import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { inRoot } from '../start/places.mjs';

const solc = createRequire(import.meta.url)('solc');

/** What tests deploy: the sources, and the contracts in them. */
const deployed = {
  'src/Market.sol': 'Market',
  'src/periphery/MarketLens.sol': 'MarketLens',
};

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
 * Compiles market and lens without optimizer, which takes a fifth of the time of the build that is
 * deployed: artefacts by name. Null where the compiler refuses.
 *
 * @param {Map<string, string>} sources
 */
export function compileMarket(sources) {
  const wanted = ['abi', 'evm.bytecode.object'];
  const entries = Object.entries(deployed);
  const output = compile(
    sources,
    Object.fromEntries(entries.map(([path, name]) => [path, { [name]: wanted }])),
  );
  const artefacts = {};
  for (const [path, name] of entries) {
    const { abi, evm } = output.contracts?.[path]?.[name] ?? {};
    if (!evm) return null;
    artefacts[name] = { abi, bytecode: { object: `0x${evm.bytecode.object}` } };
  }
  return artefacts;
}

/** Puts the artefacts to where the tests look for them. */
export function writeArtefacts(folder, artefacts) {
  for (const [name, artefact] of Object.entries(artefacts)) {
    const path = join(folder, `out/${name}.sol/${name}.json`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(artefact));
  }
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
