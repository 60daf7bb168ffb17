import { useMemo, useState } from 'react';
import { readWav, waveformPath } from '@/lib/shared/wav.view';
import { BrokenMedia } from './broken-media';

const COLUMNS = 480;

/** A sound to listen to, with its waveform where it is a WAV file. */
export function AudioPlayer({
  url,
  bytes,
  title,
}: {
  url: string | undefined;
  bytes: Uint8Array;
  title: string;
}) {
  const outline = useMemo(() => {
    const sound = readWav(bytes);
    return sound && sound.samples.length > 0 ? waveformPath(sound.samples, COLUMNS) : undefined;
  }, [bytes]);
  const [isBroken, setBroken] = useState(false);
  if (isBroken) return <BrokenMedia title="This sound cannot be played" />;
  return (
    <div className="flex flex-col gap-3 rounded-md border border-border p-3">
      {outline ? (
        <svg
          aria-hidden="true"
          viewBox={`0 0 ${COLUMNS} 2`}
          preserveAspectRatio="none"
          className="h-24 w-full text-accent"
        >
          <path d={outline} stroke="currentColor" />
        </svg>
      ) : null}
      {/* biome-ignore lint/a11y/useMediaCaption: a module's output has no captions */}
      <audio
        controls
        src={url}
        aria-label={title}
        onError={() => setBroken(true)}
        className="w-full"
      />
    </div>
  );
}
