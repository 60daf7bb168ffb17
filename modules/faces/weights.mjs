// Makes data/weights.bin from two models of npm's @vladmandic/face-api (MIT): a magic of 16 bytes, then every
// tensor in the package's order as count, scale and smallest value (32 bits each), and its bytes, filled up to
// a multiple of 4. A weight is smallest + scale * byte.

const models = ['tiny_face_detector_model', 'face_landmark_68_model'];

const filesOf = (model) => [
  `@vladmandic/face-api/model/${model}-weights_manifest.json`,
  `@vladmandic/face-api/model/${model}.bin`,
];

/** Package files (below node_modules) that the data is made from. */
export const packageFiles = models.flatMap(filesOf);

/** Outputs of each model's layers, in the package's order: the networks that src/ computes. */
const layers = {
  tiny_face_detector_model: [16, 32, 64, 128, 256, 512, 25],
  face_landmark_68_model: [...[32, 64, 128, 256].flatMap((width) => Array(4).fill(width)), 136],
};

function tensorsOf(model, manifest, bytes) {
  const parts = [];
  const outputs = [];
  let offset = 0;
  for (const { name, shape, quantization } of JSON.parse(manifest.toString('utf8'))[0].weights) {
    if (quantization?.dtype !== 'uint8') throw new Error(`${name} is ${quantization?.dtype}`);
    const count = shape.reduce((product, side) => product * side, 1);
    const head = Buffer.alloc(12);
    head.writeUInt32LE(count, 0);
    head.writeFloatLE(quantization.scale, 4);
    head.writeFloatLE(quantization.min, 8);
    parts.push(head, bytes.subarray(offset, offset + count), Buffer.alloc(-count & 3));
    offset += count;
    if (name.endsWith('/bias')) outputs.push(count);
  }
  if (offset !== bytes.length) throw new Error(`${model} has ${bytes.length} bytes, not ${offset}`);
  if (String(outputs) !== String(layers[model])) throw new Error(`${model} has layers ${outputs}`);
  return parts;
}

/** @param {Map<string, Buffer>} files the package files @returns {Map<string, Buffer>} files of data/ */
export function makeData(files) {
  const parts = models.flatMap((model) => {
    const [manifest, bytes] = filesOf(model).map((path) => files.get(path));
    return tensorsOf(model, manifest, bytes);
  });
  const magic = Buffer.from('face-api 68 pts\0', 'latin1');
  return new Map([['weights.bin', Buffer.concat([magic, ...parts])]]);
}
