import { describe, expect, it } from 'vitest';
import { readWav, waveformPath } from './wav.view';

/** A WAV file of 16-bit samples with a chunk of odd size before its sound. */
function wav(samples: readonly number[], { format = 1, channels = 1, bits = 16 } = {}): Uint8Array {
  const data = Buffer.from(Int16Array.from(samples).buffer);
  const head = Buffer.alloc(24);
  head.write('fmt ');
  head.writeUInt32LE(16, 4);
  head.writeUInt16LE(format, 8);
  head.writeUInt16LE(channels, 10);
  head.writeUInt32LE(8000, 12);
  head.writeUInt16LE(bits, 22);
  const note = Buffer.from('LIST\x03\0\0\0abc\0', 'latin1');
  const size = Buffer.from('data....');
  size.writeUInt32LE(data.length, 4);
  return Buffer.concat([Buffer.from('RIFF....WAVE'), head, note, size, data]);
}

describe('readWav', () => {
  it('finds the samples behind other chunks', () => {
    const sound = readWav(wav([1, -2, 32_767, -32_768], { channels: 2 }));
    expect(sound).toEqual({
      sampleRate: 8000,
      channels: 2,
      samples: Int16Array.of(1, -2, 32_767, -32_768),
    });
  });

  it.each([
    ['an empty file', new Uint8Array()],
    ['text', new TextEncoder().encode('RIFF and no more than that')],
    ['compressed sound', wav([1], { format: 85 })],
    ['24 bits', wav([1], { bits: 24 })],
    ['no channels', wav([1], { channels: 0 })],
  ])('knows that %s is none', (_, bytes) => {
    expect(readWav(bytes)).toBeUndefined();
  });

  it('takes what is there of a file that was cut', () => {
    for (let size = 0; size < 56; size++)
      expect(readWav(wav([5, 6, 7]).subarray(0, size))?.samples[0]).toBeUndefined();
    expect(readWav(wav([5, 6, 7]).subarray(0, -2))?.samples).toEqual(Int16Array.of(5, 6));
  });
});

describe('waveformPath', () => {
  it('draws each column from its greatest to its least sample', () => {
    expect(waveformPath(Int16Array.of(16_384, -32_768, 0, 0), 2)).toBe(
      'M0.5 0.500V2.010M1.5 1.000V1.010',
    );
    expect(waveformPath(new Int16Array(), 1)).toBe('M0.5 1.000V1.010');
  });
});
