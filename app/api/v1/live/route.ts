import { z } from 'zod';
import { clientOf } from '@/app/api/_http/limit-posts';
import { ApiProblem } from '@/app/api/_http/respond';
import { readQuery, route } from '@/app/api/_http/route';
import { isTopic, MAX_TOPICS, type Topic } from '@/lib/live/change';
import { eventStream } from '@/lib/live/event-stream.server';
import { StreamQuota } from '@/lib/live/stream-quota';
import { webFeed } from '@/lib/live/web-feed.server';

/** Streams that one process keeps open; whoever comes later is told to ask again instead. */
const MAX_STREAMS = 2_000;
/** Of one address, which may be that of a whole office. */
const MAX_STREAMS_OF_ONE = 100;
const quota = new StreamQuota(MAX_STREAMS_OF_ONE);

const topics = z
  .string()
  .transform((text) => text.split(','))
  .pipe(
    z.array(z.custom<Topic>((text) => typeof text === 'string' && isTopic(text))).max(MAX_TOPICS),
  );
const query = z.object({ topics, since: z.coerce.number().int().nonnegative().optional() });

/**
 * Changes as they are committed, as server-sent events: `?topics=deal,court:0x12...&since=MS`. With
 * `since`, or the Last-Event-ID that a browser sends when it comes back, those after that time first.
 */
export const GET = route(async (request) => {
  const { topics, since = Date.now() } = readQuery(request, query);
  const feed = webFeed();
  if (feed.readers() >= MAX_STREAMS) {
    throw new ApiProblem(
      503,
      'too-many-streams',
      'Too many pages follow this server.',
      'Poll.',
      30,
    );
  }
  const leave = quota.take(clientOf(request));
  if (!leave) {
    const message = `Your address follows this server with ${MAX_STREAMS_OF_ONE} pages already.`;
    throw new ApiProblem(429, 'too-many-streams', message, 'Close some, or poll.', 30);
  }
  const last = Number(request.headers.get('Last-Event-ID') ?? Number.NaN);
  const from = Number.isSafeInteger(last) && last > 0 ? last : since;
  return new Response(eventStream(feed, topics, from, request.signal, leave), {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      // Nothing between may gather or compress it.
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    },
  });
});
