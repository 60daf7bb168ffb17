import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runCurated } from '../run-curated';

const READING = readFileSync('modules/vad/example/reading.wav');
const RATE = 16_000;
/** What onnxruntime hears in it: test/reference.py. */
const expected: number[] = JSON.parse(readFileSync('modules/vad/test/reading.json', 'utf8'));

type Speech = {
  readonly seconds: number;
  readonly speechSeconds: number;
  readonly sampleRate: number;
  readonly segments: readonly { readonly start: number; readonly end: number }[];
  readonly chances: readonly number[];
};

const find = (sound: Uint8Array, rules: Record<string, number> = {}) =>
  runCurated('vad', { sound: 'files/a.wav', ...rules }, { 'a.wav': sound });

const speechIn = async (sound: Uint8Array, rules: Record<string, number> = {}) => {
  const run = await find(sound, rules);
  expect(run).toMatchObject({ status: 'completed', exitCode: 0, stderr: '' });
  return JSON.parse(run.text('out/speech.json')) as Speech;
};

/** The example's samples, from -1 to 1. */
const readingSamples = Float32Array.from(
  { length: (READING.length - 44) / 2 },
  (_, i) => READING.readInt16LE(44 + 2 * i) / 32768,
);

type Encoding = { rate: number; channels: number; format: number; bits: number };

function wav(samples: Float32Array, { rate, channels, format, bits }: Encoding): Buffer {
  const step = bits / 8;
  const data = Buffer.alloc(samples.length * channels * step);
  for (const [i, sample] of samples.entries()) {
    for (let channel = 0; channel < channels; channel++) {
      const at = (i * channels + channel) * step;
      if (format === 3 && bits === 64) data.writeDoubleLE(sample, at);
      else if (format === 3) data.writeFloatLE(sample, at);
      else if (bits === 8) data.writeUInt8(Math.round(sample * 127 + 128), at);
      else data.writeIntLE(Math.round(sample * (2 ** (bits - 1) - 1)), at, step);
    }
  }
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(format, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * channels * step, 28);
  header.writeUInt16LE(channels * step, 32);
  header.writeUInt16LE(bits, 34);
  header.write('data', 36);
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}

const plain: Encoding = { rate: RATE, channels: 1, format: 1, bits: 16 };

/** The example played at another rate: a line from sample to sample. */
function resampled(rate: number): Float32Array {
  const length = Math.floor((readingSamples.length * rate) / RATE);
  return Float32Array.from({ length }, (_, i) => {
    const at = (i * RATE) / rate;
    const [left, right] = [readingSamples[Math.floor(at)] ?? 0, readingSamples[Math.ceil(at)] ?? 0];
    return left + (right - left) * (at % 1);
  });
}

describe('vad', () => {
  it('hears what onnxruntime hears with the same network', async () => {
    const { chances, seconds, sampleRate } = await speechIn(READING);
    expect(chances).toHaveLength(expected.length);
    for (const [i, chance] of chances.entries())
      expect(Math.abs(chance - (expected[i] ?? 2))).toBeLessThan(1e-4);
    expect({ seconds, sampleRate }).toEqual({ seconds: 11.58, sampleRate: 16000 });
  });

  it('finds the parts, draws them and lists them', async () => {
    const run = await find(READING);
    expect(run.text('out/segments.csv')).toBe(
      'start,end,seconds\r\n0.226,2.878,2.652\r\n3.234,11.358,8.124\r\n',
    );
    expect(run.stdout).toBe('10.8 s of speech in 11.6 s, in 2 parts\n');
    const svg = run.text('out/speech.svg');
    expect(svg.match(/<rect x=/g)).toHaveLength(2);
    const [x, width] = [24 + (0.226 / 11.58) * 912, (2.652 / 11.58) * 912].map((n) => n.toFixed(1));
    expect(svg).toContain(`<rect x="${x}" y="16" width="${width}"`);
  });

  it('follows its rules: threshold, shortest part, shortest pause, padding', async () => {
    const narrow = await speechIn(READING, { minSilenceMs: 30, padMs: 0 });
    expect(narrow.segments.length).toBeGreaterThan(3);
    const long = await speechIn(READING, { minSilenceMs: 30, padMs: 0, minSpeechMs: 1000 });
    expect(long.segments).toEqual(narrow.segments.filter(({ start, end }) => end - start >= 1));
    const wide = await speechIn(READING, { padMs: 1000 });
    expect(wide.segments).toEqual([
      { start: 0, end: 3.056 },
      { start: 3.056, end: 11.58 },
    ]);
    const strict = await speechIn(READING, { threshold: 0.95 });
    const { speechSeconds } = await speechIn(READING);
    expect(strict.speechSeconds).toBeLessThan(speechSeconds);
  });

  it.each<[string, Encoding, number]>([
    ['8 bits', { ...plain, bits: 8 }, 0.03],
    ['24 bits, two channels', { ...plain, bits: 24, channels: 2 }, 0.001],
    ['32 bits', { ...plain, bits: 32 }, 0.001],
    ['32 bits floating', { ...plain, format: 3, bits: 32 }, 0.001],
    ['64 bits floating', { ...plain, format: 3, bits: 64 }, 0.001],
    ['8,000 Hz', { ...plain, rate: 8_000 }, 0.02],
    ['44,100 Hz, two channels', { ...plain, rate: 44_100, channels: 2 }, 0.005],
    ['48,000 Hz', { ...plain, rate: 48_000 }, 0.005],
    ['12,347 Hz', { ...plain, rate: 12_347 }, 0.01],
  ])('hears nearly the same in %s', async (_, encoding, tolerance) => {
    const samples = encoding.rate === RATE ? readingSamples : resampled(encoding.rate);
    const { chances, seconds, sampleRate } = await speechIn(wav(samples, encoding));
    expect(sampleRate).toBe(encoding.rate);
    expect(seconds).toBeCloseTo(11.58, 2);
    const differences = chances.map((chance, i) => Math.abs(chance - (expected[i] ?? 2)));
    expect(
      differences.reduce((sum, difference) => sum + difference) / expected.length,
    ).toBeLessThan(tolerance);
  });

  it.each([
    ['silence', () => 0],
    ['a tone', (i: number) => 0.5 * Math.sin((2 * Math.PI * 440 * i) / RATE)],
    ['noise', (i: number) => (((i * 1_103_515_245 + 12_345) >>> 8) % 2001) / 4000 - 0.25],
    ['no numbers', () => Number.NaN],
  ])('hears no speech in %s', async (_, sample) => {
    const samples = Float32Array.from({ length: 2 * RATE }, (_, i) => sample(i));
    const { segments, speechSeconds } = await speechIn(
      wav(samples, { ...plain, format: 3, bits: 32 }),
    );
    expect({ segments, speechSeconds }).toEqual({ segments: [], speechSeconds: 0 });
  });

  it('takes one sample, and a file that was cut off', async () => {
    expect((await speechIn(wav(new Float32Array(1), plain))).segments).toEqual([]);
    const { segments, seconds } = await speechIn(READING.subarray(0, 100_001));
    expect(seconds).toBe(3.124);
    expect(segments).toEqual([{ start: 0.226, end: 2.878 }]);
  });

  it.each([
    ['no WAV', Buffer.from('OggS'), 'not a WAV file'],
    ['nothing', Buffer.alloc(0), 'not a WAV file'],
    ['a header alone', READING.subarray(0, 30), 'its format is too short'],
    ['no samples', READING.subarray(0, 44), 'the WAV file has no samples'],
    ['no data', READING.subarray(0, 36), 'it has no samples'],
    ['ADPCM', wav(new Float32Array(9), { ...plain, format: 17 }), 'format 17 with 16 bits'],
    ['a rate of 0', wav(new Float32Array(9), { ...plain, rate: 0 }), '0 samples a second'],
    [
      'too long',
      wav(new Float32Array(4_800_001), { ...plain, rate: 4_000, bits: 8 }),
      '1200 are the most',
    ],
  ])('refuses %s with exit code 1', async (_, bytes, stderr) => {
    const run = await find(bytes);
    expect(run).toMatchObject({ status: 'completed', exitCode: 1, stdout: '' });
    expect(run.stderr).toContain(stderr);
  });
});
