import { z } from 'zod';
import { NotDeployedError } from '@/lib/chain/market-access.server';
import { NoDatabaseError } from '@/lib/db/web-database.server';
import { createLogger } from '@/lib/log/logger.server';
import { depthOf } from '@/lib/shared/json-depth';
import { refuseForeignPage } from './foreign-page';
import { ApiProblem, json, problemResponse } from './respond';

const log = createLogger('api');

/** Longest body that a route reads. */
const MAX_BODY_BYTES = 256 * 1024;

/** Deepest that a body is nested: a module's certificate, which tells of JSON, is by far the deepest. */
const DEEPEST_BODY = 100;

type Place = 'body' | 'query' | 'path';

type Context<Params> = { params: Promise<Params> };

/**
 * Makes a route handler of a function that returns what to answer as JSON, or throws: ApiProblem and
 * zod errors become clear answers, everything else a logged 500.
 */
export function route<Params = Record<string, never>>(
  answer: (request: Request, params: Params) => Promise<unknown>,
): (request: Request, context: Context<Params>) => Promise<Response> {
  return async (request, context) => {
    try {
      const body = await answer(request, await context.params);
      return body instanceof Response ? body : json(body);
    } catch (error) {
      return problemResponse(problemOf(error, request));
    }
  };
}

/**
 * Reads and checks a JSON body; only what changes something has one, so pages of other origins are
 * refused here. @throws {ApiProblem}
 */
export async function readBody<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  refuseForeignPage(request);
  const text = await readText(request);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new ApiProblem(400, 'bad-json', 'The body is not JSON.', 'Send one JSON object.');
  }
  // Whatever checks it calls itself for each level.
  if (depthOf(text) > DEEPEST_BODY) {
    const message = `The body is nested deeper than ${DEEPEST_BODY} levels.`;
    throw new ApiProblem(400, 'too-deep', message, 'Send it flatter.');
  }
  return checked(schema, body, 'body');
}

/** The body as text. What is over the limit is never held. @throws {ApiProblem} */
async function readText(request: Request): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  const body = request.body as unknown as AsyncIterable<Uint8Array> | null;
  for await (const piece of body ?? []) {
    bytes += piece.length;
    if (bytes > MAX_BODY_BYTES) {
      const message = `The body is longer than ${MAX_BODY_BYTES} bytes.`;
      const hint = 'Send less: files go to a directory, and only their names come here.';
      throw new ApiProblem(413, 'too-large', message, hint);
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** Reads and checks the query string. @throws {ApiProblem} */
export function readQuery<T>(request: Request, schema: z.ZodType<T>): T {
  return checked(schema, Object.fromEntries(new URL(request.url).searchParams), 'query');
}

/** @throws {ApiProblem} which names what is not as the schema wants it */
export function checked<T>(schema: z.ZodType<T>, value: unknown, place: Place): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw misshapen(parsed.error, place);
}

function misshapen({ issues }: z.ZodError, place: Place): ApiProblem {
  const where = issues.map(({ path, message }) => `${path.join('.') || place}: ${message}`);
  const hint = `Mend the ${place} and ask again.`;
  return new ApiProblem(400, 'bad-request', where.slice(0, 8).join('; '), hint);
}

function problemOf(error: unknown, request: Request): ApiProblem {
  if (error instanceof ApiProblem) return error;
  // Bodies and queries are told by themselves; what is left are the parts of a path.
  if (error instanceof z.ZodError) return misshapen(error, 'path');
  const { pathname } = new URL(request.url);
  log.error({ err: error, method: request.method, path: pathname }, 'request failed');
  if (error instanceof NotDeployedError || error instanceof NoDatabaseError) {
    const hint = 'Start the market with npm start, or wait until it is up.';
    return new ApiProblem(503, 'not-ready', 'The market is not ready yet.', hint);
  }
  return new ApiProblem(500, 'internal', 'Something went wrong here; it has been logged.');
}
