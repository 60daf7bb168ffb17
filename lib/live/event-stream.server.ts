import type { Topic } from './change';
import type { ChangeFeed } from './change-feed.server';

const BEAT_EVERY_MS = 15_000;
/** Messages that may wait for a slow reader; one who is slower is hung up on, and comes back. */
const MAX_WAITING = 256;
const RETRY_MS = 1_000;

/**
 * The body of a text/event-stream answer (HTML Living Standard, "Server-sent events"): `change` with
 * "kind id" for each change, `gap` where some may have been missed, `beat` now and then. The id of each
 * is a time, from which a reader goes on after a break.
 */
export function eventStream(
  feed: ChangeFeed,
  topics: readonly Topic[],
  since: number,
  signal: AbortSignal,
  onEnd: () => void = () => undefined,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stop: () => void = () => undefined;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let isOver = false;
        const end = (): void => {
          if (isOver) return;
          isOver = true;
          stop();
          try {
            controller.close();
          } catch {
            // The reader has hung up already.
          }
        };
        const send = (event: string, at: number, data = ''): void => {
          if (isOver) return;
          const message = `id: ${at}\nevent: ${event}\ndata: ${data}\n\n`;
          if ((controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode(message));
          else end();
        };
        controller.enqueue(encoder.encode(`retry: ${RETRY_MS}\n\n`));
        send('beat', Date.now());
        const beat = setInterval(() => send('beat', Date.now()), BEAT_EVERY_MS);
        const unfollow = feed.follow(
          {
            topics,
            onChange: ({ kind, id }, at) => send('change', at, `${kind} ${id}`),
            onGap: (at) => send('gap', at),
          },
          since,
        );
        stop = () => {
          clearInterval(beat);
          unfollow();
          onEnd();
        };
        // It may have ended while the past was told.
        if (isOver) stop();
        if (signal.aborted) end();
        else signal.addEventListener('abort', end, { once: true });
      },
      cancel: () => stop(),
    },
    new CountQueuingStrategy({ highWaterMark: MAX_WAITING }),
  );
}
