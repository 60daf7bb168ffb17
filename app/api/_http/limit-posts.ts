import { webDatabase } from '@/lib/db/web-database.server';
import { MAX_POSTS_PER_MINUTE, takePost } from '@/lib/offers/limit-posts.service';
import { ApiProblem } from './respond';

/**
 * Counts a post of offers and tickets, and refuses it where its client made too many. Call it when
 * the body is read: what a foreign page sends does not count against its visitor.
 *
 * @throws {ApiProblem} 429 with Retry-After
 */
export async function limitPosts(request: Request): Promise<void> {
  const wait = await takePost(webDatabase(), clientOf(request));
  if (wait === 0) return;
  const message = `Your address posted more than ${MAX_POSTS_PER_MINUTE} offers and tickets in a minute.`;
  const hint = `Wait ${wait} seconds. A ticket holds for up to ten minutes: renew each every few.`;
  throw new ApiProblem(429, 'too-many-posts', message, hint, wait);
}

const MAX_PUBLICATIONS_PER_MINUTE = 10;

/** Counts a publication, which is checked by running it. @throws {ApiProblem} 429 with Retry-After */
export async function limitPublications(request: Request): Promise<void> {
  const client = `publish ${clientOf(request)}`;
  const wait = await takePost(webDatabase(), client, MAX_PUBLICATIONS_PER_MINUTE);
  if (wait === 0) return;
  const message = `Your address published more than ${MAX_PUBLICATIONS_PER_MINUTE} modules in a minute.`;
  throw new ApiProblem(429, 'too-many-posts', message, `Wait ${wait} seconds.`, wait);
}

const MAX_DOWNLOADS_PER_MINUTE = 10;

/** Counts a download of a whole table, which is much work. @throws {ApiProblem} 429 with Retry-After */
export async function limitDownloads(request: Request): Promise<void> {
  const client = `download ${clientOf(request)}`;
  const wait = await takePost(webDatabase(), client, MAX_DOWNLOADS_PER_MINUTE);
  if (wait === 0) return;
  const message = `Your address downloaded more than ${MAX_DOWNLOADS_PER_MINUTE} tables in a minute.`;
  throw new ApiProblem(429, 'too-many-downloads', message, `Wait ${wait} seconds.`, wait);
}

const MAX_OUTLOOKS_PER_MINUTE = 30;

/** Counts an explanation of why an offer waits, which costs many reads. @throws {ApiProblem} 429 */
export async function limitOutlooks(request: Request): Promise<void> {
  const client = `outlook ${clientOf(request)}`;
  const wait = await takePost(webDatabase(), client, MAX_OUTLOOKS_PER_MINUTE);
  if (wait === 0) return;
  const message = `Your address asked more than ${MAX_OUTLOOKS_PER_MINUTE} times in a minute why offers wait.`;
  throw new ApiProblem(429, 'too-many-posts', message, `Wait ${wait} seconds.`, wait);
}

/**
 * The client's address. Next fills X-Forwarded-For where the client sent none; a proxy in front
 * appends what it saw, so only the last entry is not the client's word.
 */
export function clientOf({ headers }: Request): string {
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim().slice(0, 64) || 'unknown';
}
