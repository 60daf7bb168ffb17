// Makes public/modules/: a thumbnail of each module's real example output.
// The example runs under node:wasi here; modules.test.ts compares with the engine's own run.
//   node scripts/module-thumbnails.mjs [name...]
import {
  closeSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WASI } from 'node:wasi';
import { modulesFolder, root } from './module-sources.mjs';
import { decodePng, encodePng, enlargedCut, sideBySide } from './png.mjs';

const target = join(root, 'public', 'modules');

/** Runs a module's example; `read` gives the bytes of stdout or of a file under out/. */
async function runExample(name) {
  const folder = join(modulesFolder, name);
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const sandbox = mkdtempSync(join(tmpdir(), 'module-'));
  for (const path of ['in/files', 'out', 'module'])
    mkdirSync(join(sandbox, path), { recursive: true });
  writeFileSync(join(sandbox, 'in/job.json'), JSON.stringify(manifest.example.job));
  for (const [file, path] of Object.entries(manifest.example.files))
    cpSync(join(folder, path), join(sandbox, 'in/files', file));
  cpSync(folder, join(sandbox, 'module'), { recursive: true });
  const stdoutPath = join(sandbox, 'stdout');
  const stdout = openSync(stdoutPath, 'w');
  const wasi = new WASI({
    version: 'preview1',
    args: [name],
    preopens: { '/': sandbox },
    stdout,
    returnOnExit: true,
  });
  const wasm = await WebAssembly.compile(readFileSync(join(folder, 'module.wasm')));
  const exitCode = wasi.start(await WebAssembly.instantiate(wasm, wasi.getImportObject()));
  closeSync(stdout);
  if (exitCode !== 0) throw new Error(`${name}: the example ended with exit code ${exitCode}`);
  return {
    manifest,
    read: (path) => readFileSync(join(sandbox, path)),
    close: () => rmSync(sandbox, { recursive: true }),
  };
}

const escapeXml = (text) =>
  text.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]);

/** Lines of text as an SVG that reads on light and on dark. */
function textSvg(lines, title) {
  const [advance, leading, padding] = [7.2, 16, 12];
  const columns = Math.max(...lines.map((line) => [...line].length));
  const width = Math.ceil(columns * advance + 2 * padding);
  const height = lines.length * leading + 2 * padding;
  const rows = lines.map((line, i) => {
    const y = padding + (i + 0.75) * leading;
    return `  <text x="${padding}" y="${y}" xml:space="preserve">${escapeXml(line)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="12" fill="#6b7785">
  <title>${escapeXml(title)}</title>
${rows.join('\n')}
</svg>
`;
}

/** The waveform of a WAV file of 16-bit samples, one channel, as its module writes it. */
function waveSvg(wav, title) {
  const [columns, height] = [320, 120];
  const samples = new Int16Array(wav.buffer, wav.byteOffset + 44, (wav.length - 44) / 2);
  const strokes = Array.from({ length: columns }, (_, x) => {
    const part = samples.subarray(
      (x * samples.length) / columns,
      ((x + 1) * samples.length) / columns,
    );
    const y = (sample) => (height / 2 - (sample / 32768) * 0.6 * height).toFixed(1);
    return `M${x + 0.5} ${y(Math.max(...part, 100))}V${y(Math.min(...part, -100))}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${columns} ${height}" width="${columns}" height="${height}" role="img">
  <title>${escapeXml(title)}</title>
  <path d="${strokes.join('')}" stroke="#5b76e8"/>
</svg>
`;
}

const lines = (bytes) => bytes.toString('utf8').trimEnd().split('\n');

/** What each module shows: file name to contents. */
const thumbnails = {
  cowsay: ({ read }) => ({
    'cowsay.txt': read('stdout'),
    'cowsay.svg': textSvg(lines(read('stdout')), 'A cow in a terminal, with a speech bubble'),
  }),
  image: ({ read }) => ({ 'image.png': read('out/picture.png') }),
  nbody: ({ read }) => ({ 'nbody.svg': read('out/orbits.svg') }),
  raytrace: ({ read }) => ({ 'raytrace.png': read('out/picture.png') }),
  'run-js': ({ read }) => ({ 'run-js.txt': read('stdout') }),
  sat: ({ read }) => ({ 'sat.csv': read('out/answer.csv') }),
  speak: ({ read }) => ({
    'speak.svg': waveSvg(read('out/speech.wav'), 'The waveform of a spoken sentence'),
  }),
  'detect-language': ({ read }) => ({ 'detect-language.csv': read('out/lines.csv') }),
  faces: ({ read }) => {
    const picture = decodePng(read('out/picture.png'));
    return { 'faces.png': encodePng(enlargedCut(picture, 100, 10, 260, 1)) };
  },
  ocr: ({ read }) => ({ 'ocr.txt': read('out/text.txt') }),
  sqlite: ({ read }) => ({
    'sqlite.csv': read('out/result.csv'),
    'sqlite.svg': textSvg(lines(read('stdout')), 'The rows that a query returned'),
  }),
  upscale: ({ read }) => {
    const [left, top, side] = [30, 28, 72];
    const before = decodePng(read('in/files/hibiscus.png'));
    const after = decodePng(read('out/picture.png'));
    const halves = [
      enlargedCut(before, left, top, side, 4),
      enlargedCut(after, 2 * left, 2 * top, 2 * side, 2),
    ];
    return { 'upscale.png': encodePng(sideBySide(halves[0], halves[1], 4)) };
  },
  vad: ({ read }) => ({ 'vad.svg': read('out/speech.svg') }),
};

mkdirSync(target, { recursive: true });
const named = process.argv.slice(2);
for (const [name, draw] of Object.entries(thumbnails)) {
  if (named.length > 0 && !named.includes(name)) continue;
  const example = await runExample(name);
  for (const [file, contents] of Object.entries(draw(example)))
    writeFileSync(join(target, file), contents);
  example.close();
}
