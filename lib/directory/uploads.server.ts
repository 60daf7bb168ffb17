import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FileConfigstore, FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import { errorBody, ServiceError } from './service-error';
import { storeFull } from './storage/storage-error';
import { admitUpload, type OpenUpload, type UploadQuota } from './upload-quota';

export type UploadsOptions = {
  readonly folder: string;
  /** The longest archive that is taken. */
  readonly maxBytes: number;
  /** An upload that took longer is dropped. */
  readonly expirySeconds: number;
};

export const UPLOADS_PATH = '/uploads';
/** Archives of full length that may be under way at a time, of all and of one address. */
const FULL_UPLOADS = { all: 16, each: 4 };
const MAX_UPLOADS = { all: 1_000, each: 100 };
const ID = /^[0-9a-f]{32}$/;

/**
 * Archives that arrive in parts by the tus protocol 1.0, which goes on after a lost connection or a
 * killed process. They lie in a folder of this machine until they are whole. Who knows the random id
 * of an upload may add to it; what becomes of it is asked for separately.
 */
export class Uploads {
  readonly #options: UploadsOptions;
  readonly #store: FileStore;
  readonly #server: Server;
  readonly #remote = new AsyncLocalStorage<string>();
  /** Who began which upload. */
  readonly #begunBy = new Map<string, string>();

  private constructor(options: UploadsOptions) {
    const { folder, maxBytes, expirySeconds } = options;
    this.#options = options;
    this.#store = new FileStore({
      directory: folder,
      configstore: new FileConfigstore(folder),
      expirationPeriodInMilliseconds: expirySeconds * 1000,
    });
    this.#server = new Server({
      path: UPLOADS_PATH,
      relativeLocation: true,
      datastore: this.#store,
      maxSize: maxBytes,
      onUploadCreate: async (_request, { id, size }) => {
        await this.#demandRoom(size);
        const remote = this.#remote.getStore();
        if (remote !== undefined) this.#begunBy.set(id, remote);
        return {};
      },
      onResponseError: (_request, error) => refusalOf(error),
    });
  }

  static async open(options: UploadsOptions): Promise<Uploads> {
    await mkdir(options.folder, { recursive: true, mode: 0o700 });
    return new Uploads(options);
  }

  /** Answers one request of the tus protocol. @param remote whose share of the room it takes */
  handle(request: Request, remote: string): Promise<Response> {
    return this.#remote.run(remote, () => this.#server.handleWeb(request));
  }

  /**
   * An upload of which all bytes are there.
   *
   * @throws ServiceError 404 `upload_unknown`, 409 `upload_incomplete`
   */
  async whole(id: string): Promise<{ size: number; read(): Promise<Uint8Array> }> {
    const upload = ID.test(id) ? await this.#store.getUpload(id).catch(() => undefined) : undefined;
    if (upload === undefined) {
      throw new ServiceError(
        404,
        'upload_unknown',
        'There is no such upload here, or it took too long and was dropped.',
        'Begin it anew.',
      );
    }
    const { size, offset } = upload;
    if (size === undefined || size !== offset) {
      throw new ServiceError(
        409,
        'upload_incomplete',
        `The upload has ${offset} of its ${size} bytes.`,
        `Send the rest with PATCH ${UPLOADS_PATH}/${id}.`,
      );
    }
    const file = join(this.#options.folder, id);
    return { size, read: async () => new Uint8Array(await readFile(file)) };
  }

  /** Drops what took too long. Returns how many went. */
  collect(): Promise<number> {
    return this.#server.cleanUpExpiredUploads();
  }

  /** Uploads that are under way, and the bytes that they were announced with. */
  async underWay(): Promise<{ uploads: number; bytes: number }> {
    const open = await this.#open();
    return { uploads: open.length, bytes: open.reduce((sum, { size }) => sum + size, 0) };
  }

  async #open(): Promise<OpenUpload[]> {
    const ids = (await this.#store.configstore.list?.()) ?? [];
    const found = await Promise.all(
      ids.map(async (id): Promise<OpenUpload | undefined> => {
        const upload = await this.#store.configstore.get(id);
        if (upload?.size === undefined) return undefined;
        const file = await stat(join(this.#options.folder, id)).catch(() => undefined);
        const begunAt = Date.parse(upload.creation_date ?? '') || 0;
        return {
          ...{ id, size: upload.size, offset: file?.size ?? 0, begunAt },
          movedAt: file?.mtimeMs ?? begunAt,
          remote: this.#begunBy.get(id),
        };
      }),
    );
    for (const id of this.#begunBy.keys()) if (!ids.includes(id)) this.#begunBy.delete(id);
    return found.filter((upload) => upload !== undefined);
  }

  get #quota(): UploadQuota {
    const { maxBytes } = this.#options;
    return {
      all: { uploads: MAX_UPLOADS.all, bytes: FULL_UPLOADS.all * maxBytes },
      each: { uploads: MAX_UPLOADS.each, bytes: FULL_UPLOADS.each * maxBytes },
    };
  }

  async #demandRoom(size: number | undefined): Promise<void> {
    if (size === undefined) {
      throw refusal(400, 'upload_length', 'Say how long the upload is, with Upload-Length.');
    }
    const wanted = { size, remote: this.#remote.getStore() ?? '' };
    const { isAdmitted, drop } = admitUpload(await this.#open(), wanted, this.#quota, Date.now());
    for (const id of drop) await this.#store.remove(id).catch(() => undefined);
    if (!isAdmitted) {
      throw refusal(
        503,
        'busy',
        'Too many uploads are under way at the moment, of all or from your address.',
        'End those that you have begun (DELETE drops one), or try again in a minute.',
      );
    }
  }
}

type TusError = { status_code: number; body: string };

function refusal(status: number, code: string, message: string, hint?: string): TusError {
  return { status_code: status, body: JSON.stringify(errorBody(code, message, hint)) };
}

/** The protocol's own refusals in the shape of ours. */
function refusalOf(error: Error | TusError): TusError {
  if (!('status_code' in error)) {
    const { status, code, message, hint } = storeFull(error);
    if (String(error).includes('ENOSPC')) return refusal(status, code, message, hint);
    return refusal(500, 'internal', 'Something went wrong in the directory.', 'Try again.');
  }
  if (error.body.startsWith('{')) return error;
  return refusal(error.status_code, codeOf(error.status_code), error.body.trim());
}

function codeOf(status: number): string {
  switch (status) {
    case 404:
    case 410:
      return 'upload_unknown';
    case 409:
      return 'upload_offset';
    case 413:
      return 'body_too_large';
    default:
      return 'upload_refused';
  }
}
