// data/lid.176.ftz is the language identification model of npm's fasttext.wasm.js, unchanged.

const modelPath = 'fasttext.wasm.js/dist/models/language-identification/assets/lid.176.ftz';

/** Package files (below node_modules) that the data is made from. */
export const packageFiles = [modelPath];

/** @param {Map<string, Buffer>} files the package files @returns {Map<string, Buffer>} files of data/ */
export function makeData(files) {
  return new Map([['lid.176.ftz', files.get(modelPath)]]);
}
