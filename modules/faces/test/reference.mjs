// What face-api itself finds in a JPEG, with the tensorflow.js that it brings, on the CPU:
//   npm install jpeg-js && node reference.mjs ../example/astronaut.jpg 512 > astronaut.json
// jpeg-js and stb decode a JPEG with differences of a few units, hence tenths of a pixel.
import { readFileSync } from 'node:fs';
import jpeg from 'jpeg-js';

// face-api takes anything without a browser's names for an unsupported place.
class Element {}
globalThis.window = { fetch() {}, document: {} };
globalThis.document = { createElement: () => ({ getContext: () => null }) };
for (const name of ['HTMLImageElement', 'HTMLCanvasElement', 'HTMLVideoElement'])
  globalThis[name] = Element;
for (const name of ['CanvasRenderingContext2D', 'ImageData', 'Image']) globalThis[name] = Element;

const folder = new URL('../../../node_modules/@vladmandic/face-api/', import.meta.url);
const { tf, nets, detectAllFaces, TinyFaceDetectorOptions } = await import(
  new URL('dist/face-api.esm.js', folder)
);
await tf.setBackend('cpu');

function load(net, model) {
  const [{ weights }] = JSON.parse(
    readFileSync(new URL(`model/${model}-weights_manifest.json`, folder)),
  );
  const bytes = new Uint8Array(readFileSync(new URL(`model/${model}.bin`, folder)));
  net.loadFromWeightMap(tf.io.decodeWeights(bytes.buffer, weights));
}
load(nets.tinyFaceDetector, 'tiny_face_detector_model');
load(nets.faceLandmark68Net, 'face_landmark_68_model');

const [path, inputSize] = process.argv.slice(2);
const { width, height, data } = jpeg.decode(readFileSync(path), {
  formatAsRGBA: false,
  useTArray: true,
});
const picture = tf.tensor3d(data, [height, width, 3], 'int32');
const options = new TinyFaceDetectorOptions({ inputSize: Number(inputSize) });
const found = await detectAllFaces(picture, options).withFaceLandmarks();
const round = (value, digits = 2) => Number(value.toFixed(digits));
console.log(
  JSON.stringify(
    found.map(({ detection: { score, box }, landmarks }) => ({
      score: round(score, 4),
      box: [box.x, box.y, box.width, box.height].map((value) => round(value)),
      landmarks: landmarks.positions.map(({ x, y }) => [round(x), round(y)]),
    })),
  ),
);
