// Makes data/weights.bin from the tfjs model files of npm's @upscalerjs/esrgan-slim (MIT): a magic of
// 16 bytes, then kernel and bias of every layer in the order in which src/network.c takes them.

const folder = '@upscalerjs/esrgan-slim/models/x2';
const manifestPath = `${folder}/model.json`;
const weightsPath = `${folder}/group1-shard1of1.bin`;

/** Layer, kernel shape [height, width, inputs, outputs]: the network that src/network.c computes. */
const layers = [
  ['F_m1', [3, 3, 3, 64]],
  ['F_0', [3, 3, 64, 64]],
  ['F_1_1', [3, 3, 64, 4]],
  ['LFF_1', [1, 1, 68, 64]],
  ['F_2_1', [3, 3, 64, 4]],
  ['LFF_2', [1, 1, 68, 64]],
  ['GFF_1', [1, 1, 128, 64]],
  ['GFF_2', [3, 3, 64, 64]],
  ['UPN1', [5, 5, 64, 64]],
  ['UPN2', [3, 3, 64, 32]],
  ['UPN3', [3, 3, 32, 12]],
  ['SR', [3, 3, 12, 3]],
];

/** Package files (below node_modules) that the data is made from. */
export const packageFiles = [manifestPath, weightsPath];

/** @param {Map<string, Buffer>} files the package files @returns {Map<string, Buffer>} files of data/ */
export function makeData(files) {
  const { weightsManifest } = JSON.parse(files.get(manifestPath).toString('utf8'));
  const bytes = files.get(weightsPath);
  const tensors = new Map();
  let offset = 0;
  for (const { name, shape, dtype } of weightsManifest[0].weights) {
    if (dtype !== 'float32') throw new Error(`${name} is ${dtype}, not float32`);
    const size = 4 * shape.reduce((product, side) => product * side, 1);
    tensors.set(name, { shape, bytes: bytes.subarray(offset, offset + size) });
    offset += size;
  }
  if (offset !== bytes.length)
    throw new Error(`${weightsPath} has ${bytes.length} bytes, not ${offset}`);

  const parts = [Buffer.from('esrgan-slim x2\0\0', 'latin1')];
  for (const [layer, shape] of layers) {
    const kernel = tensors.get(`${layer}/kernel`);
    const bias = tensors.get(`${layer}/bias`);
    if (String(kernel?.shape) !== String(shape))
      throw new Error(`${layer} has shape ${kernel?.shape}`);
    if (String(bias?.shape) !== String(shape[3]))
      throw new Error(`${layer} has bias ${bias?.shape}`);
    parts.push(kernel.bytes, bias.bytes);
  }
  return new Map([['weights.bin', Buffer.concat(parts)]]);
}
