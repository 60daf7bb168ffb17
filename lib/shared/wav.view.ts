/** Sound as 16-bit samples, the channels interleaved. */
export interface Pcm {
  sampleRate: number;
  channels: number;
  samples: Int16Array;
}

/** Reads a WAV file of 16-bit PCM; undefined where it is anything else. */
export function readWav(bytes: Uint8Array): Pcm | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 12 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') return undefined;
  let format: Omit<Pcm, 'samples'> | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (tag(at) === 'fmt ' && size >= 16 && body + 16 <= bytes.length) {
      const isPcm = view.getUint16(body, true) === 1 && view.getUint16(body + 14, true) === 16;
      const channels = view.getUint16(body + 2, true);
      if (!isPcm || channels === 0) return undefined;
      format = { channels, sampleRate: view.getUint32(body + 4, true) };
    } else if (tag(at) === 'data' && format) {
      const end = Math.min(body + size, bytes.length);
      const samples = Int16Array.from({ length: (end - body) >> 1 }, (_, i) =>
        view.getInt16(body + 2 * i, true),
      );
      return { ...format, samples };
    }
    at = body + size + (size % 2);
  }
  return undefined;
}

/**
 * A sound's outline as an SVG path in a box of `columns` x 2: for each column the least and the
 * greatest sample, silence in the middle.
 */
export function waveformPath(samples: Int16Array, columns: number): string {
  const parts: string[] = [];
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * samples.length) / columns);
    const to = Math.floor(((column + 1) * samples.length) / columns);
    let least = 0;
    let most = 0;
    for (let i = from; i < to; i++) {
      least = Math.min(least, samples[i] ?? 0);
      most = Math.max(most, samples[i] ?? 0);
    }
    parts.push(
      `M${column + 0.5} ${(1 - most / 32_768).toFixed(3)}V${(1.01 - least / 32_768).toFixed(3)}`,
    );
  }
  return parts.join('');
}
