import { ApiError } from '../shared/api-error';
import type { DirectoryTransport } from './directory-transport.client';

export type UploadOptions = {
  readonly signal?: AbortSignal | undefined;
  /** Told of every part that has arrived. Small uploads are one part. */
  readonly onProgress?: ((progress: UploadProgress) => void) | undefined;
  /** Bytes above which an upload is sent in parts. */
  readonly threshold?: number | undefined;
  readonly partBytes?: number | undefined;
  /** How long to try again without any part arriving, milliseconds. */
  readonly patienceMs?: number | undefined;
};

export type UploadProgress = { readonly sent: number; readonly total: number };

type Archive = { readonly cid: string; readonly body: Uint8Array };

const CAR_TYPE = 'application/vnd.ipld.car';
const TUS = { 'tus-resumable': '1.0.0' };
const MIB = 1024 * 1024;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;
/** An upload that the directory has dropped is begun anew this often. */
const MOST_BEGINNINGS = 3;

/** Uploads an archive: in one request where it is small, else in parts. */
export async function upload(
  transport: DirectoryTransport,
  archive: Archive,
  options: UploadOptions = {},
): Promise<{ cid?: unknown }> {
  const { body } = archive;
  const { threshold = 8 * MIB, signal, onProgress } = options;
  if (body.length > threshold) return uploadInParts(transport, archive, options);
  const call = { method: 'POST', path: '/content', body, type: CAR_TYPE, signal } as const;
  const answer = (await (await transport.ask(call)).json()) as { cid?: unknown };
  onProgress?.({ sent: body.length, total: body.length });
  return answer;
}

/**
 * Sends an archive in parts by the tus protocol 1.0, then has content made of it. After a lost
 * connection or a restart of the directory it asks how much is there and goes on from that.
 */
async function uploadInParts(
  transport: DirectoryTransport,
  { cid, body }: Archive,
  options: UploadOptions,
): Promise<{ cid?: unknown }> {
  const { signal, onProgress, partBytes = 4 * MIB } = options;
  const patience = new Patience(options.patienceMs ?? 120_000, signal);
  let path: string | undefined;
  let sent = 0;
  let isCertain = true;
  let begun = 0;
  for (;;) {
    try {
      if (path === undefined) {
        path = await begin(transport, body.length, signal);
        begun += 1;
        sent = 0;
      } else if (!isCertain) {
        sent = await offsetOf(transport, path, signal);
      }
      isCertain = true;
      while (sent < body.length) {
        const part = body.subarray(sent, sent + partBytes);
        sent = await sendPart(transport, path, sent, part, signal);
        patience.renew();
        onProgress?.({ sent, total: body.length });
      }
      const made = `${path}/content`;
      const answer = await transport.askJson<{ cid?: unknown }>('POST', made, { cid }, signal);
      // It would be dropped after a time; nothing is lost where this does not arrive.
      await transport
        .ask({ method: 'DELETE', path, headers: TUS, isOpen: true, signal })
        .catch(() => undefined);
      return answer;
    } catch (error) {
      const isGone = error instanceof ApiError && error.code === 'upload_unknown';
      if (isGone && begun < MOST_BEGINNINGS) path = undefined;
      else if (!isPassing(error)) throw error;
      isCertain = false;
      await patience.wait(error);
    }
  }
}

async function begin(transport: DirectoryTransport, length: number, signal?: AbortSignal) {
  const headers = { ...TUS, 'upload-length': String(length) };
  const call = { method: 'POST', path: '/uploads', headers, isOpen: true, signal } as const;
  const location = (await transport.ask(call)).headers.get('location') ?? '';
  const id = location.split('/').at(-1) ?? '';
  if (!/^[0-9a-f]+$/.test(id)) {
    throw new ApiError(502, 'upload_location', 'The directory did not say where to upload to.');
  }
  return `/uploads/${id}`;
}

async function offsetOf(transport: DirectoryTransport, path: string, signal?: AbortSignal) {
  const call = { method: 'HEAD', path, headers: TUS, isOpen: true, signal } as const;
  const answer = await transport.ask(call).catch((error) => {
    // An answer to HEAD has no body that would say it.
    const isGone = error instanceof ApiError && (error.status === 404 || error.status === 410);
    throw isGone ? new ApiError(error.status, 'upload_unknown', 'The upload was dropped.') : error;
  });
  return offsetIn(answer);
}

async function sendPart(
  transport: DirectoryTransport,
  path: string,
  offset: number,
  body: Uint8Array,
  signal?: AbortSignal,
): Promise<number> {
  const answer = await transport.ask({
    method: 'PATCH',
    path,
    body,
    type: 'application/offset+octet-stream',
    headers: { ...TUS, 'upload-offset': String(offset) },
    isOpen: true,
    signal,
  });
  return offsetIn(answer);
}

function offsetIn(answer: Response): number {
  const offset = Number(answer.headers.get('upload-offset') ?? Number.NaN);
  if (Number.isSafeInteger(offset) && offset >= 0) return offset;
  throw new ApiError(502, 'upload_offset', 'The directory did not say how much has arrived.');
}

/** What may be gone at the next try: no connection, a directory that is busy or starts again, a part that came twice. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  const { status, code } = error;
  if (code === 'upload_location' || code === 'store_full' || code === 'share_full') return false;
  return [0, 409, 423, 429].includes(status) || status >= 500;
}

/** Waits longer and longer between tries, and gives up after a time without progress. */
class Patience {
  readonly #limitMs: number;
  readonly #signal: AbortSignal | undefined;
  #wait = FIRST_WAIT_MS;
  #waited = 0;

  constructor(limitMs: number, signal: AbortSignal | undefined) {
    this.#limitMs = limitMs;
    this.#signal = signal;
  }

  renew(): void {
    this.#wait = FIRST_WAIT_MS;
    this.#waited = 0;
  }

  /** @throws the error where patience has run out, the signal's reason where it was aborted */
  async wait(error: unknown): Promise<void> {
    this.#signal?.throwIfAborted();
    if (this.#waited >= this.#limitMs) throw error;
    const ms = this.#wait;
    await pause(ms, this.#signal);
    this.#signal?.throwIfAborted();
    this.#waited += ms;
    this.#wait = Math.min(2 * ms, LONGEST_WAIT_MS);
  }
}

/** Resolves after `ms`, or at once when the signal aborts. */
function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}
