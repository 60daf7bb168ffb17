import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { AudioPlayer } from './audio-player';

describe('AudioPlayer', () => {
  it('draws the waveform of a WAV file above a player', () => {
    const head = Buffer.from(
      'RIFF....WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\x04\0\0\0',
      'latin1',
    );
    const bytes = new Uint8Array(Buffer.concat([head, Buffer.from([0, 64, 0, 192])]));
    const page = renderToStaticMarkup(<AudioPlayer url="blob:x" bytes={bytes} title="Speech" />);
    expect(page).toContain('0.500V');
    expect(page).toMatch(/<audio[^>]* aria-label="Speech"/);
    expect(page).toContain('src="blob:x"');
  });

  it('plays what it cannot draw', () => {
    const page = renderToStaticMarkup(
      <AudioPlayer url={undefined} bytes={Uint8Array.of(1)} title="Song" />,
    );
    expect(page).not.toContain('<svg');
    expect(page).toContain('<audio');
  });
});
