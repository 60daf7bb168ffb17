// Makes data/eng.bin from the English model of tesseract (Apache-2.0) in npm's @tesseract.js-data/eng: a magic of
// 16 bytes; each matrix of the network as rows, columns (32 bits each), a scale for each row (32-bit floating point)
// and its 8-bit weights, filled up to a multiple of 4; then the text of each output, behind its length (one byte).
import { gunzipSync } from 'node:zlib';

const modelPath = '@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz';

/** The network that src/network.c computes. */
const SPECIFICATION = '[1,36,0,1Ct3,3,16Mp3,3Lfys64Lfx96Lrx96Lfx512O1c1]';
const [LSTM, UNICHARSET, RECODER] = [17, 21, 22]; // components of a .traineddata file
const OWN_RATES = 64; // a flag: the rate of learning of each part follows
const OF_MANY = ['Series', 'XYTranspose', 'RTLReversed'];

/** Package files (below node_modules) that the data is made from. */
export const packageFiles = [modelPath];

/** Reads little-endian values one after another. */
function reader(bytes) {
  let at = 0;
  const take = (size) => {
    at += size;
    return bytes.subarray(at - size, at);
  };
  const self = {
    take,
    int8: () => take(1).readInt8(),
    int32: () => take(4).readInt32LE(),
    text: () => take(self.int32()).toString('utf8'),
  };
  return self;
}

function componentsOf(file) {
  const count = file.readInt32LE(0);
  const offsets = Array.from({ length: count }, (_, i) => Number(file.readBigInt64LE(4 + 8 * i)));
  return (index) => {
    const ends = offsets.filter((offset) => offset > offsets[index]);
    return file.subarray(offsets[index], Math.min(...ends, file.length));
  };
}

/** tesseract's WeightMatrix, of 8-bit integers; the last column is added as it is. */
function matrixOf(input) {
  const mode = input.take(1)[0];
  if ((mode & 1) === 0) throw new Error(`${modelPath} has weights of mode ${mode}`);
  const [rows, columns] = [input.int32(), input.int32()];
  input.take(1); // what empty places hold
  const weights = input.take(rows * columns);
  const scales = input.take(8 * input.int32());
  const head = Buffer.alloc(8 + 4 * rows);
  head.writeInt32LE(rows, 0);
  head.writeInt32LE(columns, 4);
  for (let row = 0; row < rows; row++) head.writeFloatLE(scales.readDoubleLE(8 * row), 8 + 4 * row);
  return Buffer.concat([head, weights, Buffer.alloc(-weights.length & 3)]);
}

/** Matrices of a tesseract Network and of those in it, in their order. */
function matricesOf(input) {
  input.int8(); // 0: the kind follows as a text
  const kind = input.text();
  input.take(2); // whether it is trained
  const flags = input.int32();
  input.take(3 * 4); // inputs, outputs, weights
  input.text(); // its name
  if (OF_MANY.includes(kind)) {
    const parts = Array.from({ length: input.int32() }, () => matricesOf(input));
    if (flags & OWN_RATES) input.take(4 * input.int32());
    return parts.flat();
  }
  if (kind === 'Input') input.take(5 * 4);
  else if (kind === 'Convolve' || kind === 'Maxpool') input.take(2 * 4);
  else if (kind === 'Tanh' || kind === 'Softmax') return [matrixOf(input)];
  else if (kind === 'LSTM' || kind === 'SummLSTM') {
    input.take(4);
    return [1, 2, 3, 4].map(() => matrixOf(input));
  } else throw new Error(`${modelPath} has a layer ${kind}`);
  return [];
}

/** What each of the network's outputs writes; empty where it writes nothing. */
function textsOf(unicharset, recoder) {
  const [, ...lines] = unicharset.toString('utf8').split('\n');
  const input = reader(recoder);
  const texts = [];
  for (let id = 0, count = input.int32(); id < count; id++) {
    input.take(1);
    const codes = Array.from({ length: input.int32() }, () => input.int32());
    if (codes.length !== 1) throw new Error(`${modelPath} writes a character with several outputs`);
    const text = lines[id].split(' ')[0];
    if (text === 'NULL') texts[codes[0]] = ' ';
    else if (text === 'Joined' || text.startsWith('|Broken')) texts[codes[0]] = '';
    else texts[codes[0]] = text;
  }
  return texts;
}

/** @param {Map<string, Buffer>} files the package files @returns {Map<string, Buffer>} files of data/ */
export function makeData(files) {
  const component = componentsOf(gunzipSync(files.get(modelPath)));
  const input = reader(component(LSTM));
  const matrices = matricesOf(input);
  const specification = input.text();
  if (specification !== SPECIFICATION) throw new Error(`${modelPath} is ${specification}`);
  const texts = textsOf(component(UNICHARSET), component(RECODER)).flatMap((text) => {
    const bytes = Buffer.from(text, 'utf8');
    return [Buffer.from([bytes.length]), bytes];
  });
  const magic = Buffer.from('tesseract 4 eng\0', 'latin1');
  return new Map([['eng.bin', Buffer.concat([magic, ...matrices, ...texts])]]);
}
