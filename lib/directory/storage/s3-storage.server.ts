import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import pLimit from 'p-limit';
import { type DocumentStore, digestOf, type Storage } from './storage';
import { StorageSettingsError, storageUnavailable, storeFull } from './storage-error';

export type S3Settings = {
  readonly endpoint: string | undefined;
  readonly bucket: string;
  readonly region: string;
  /** Before every key; ends with "/" where it is not empty. */
  readonly prefix: string;
  /** Undefined: the SDK's own chain (environment, profile, role of the machine). */
  readonly credentials:
    | { readonly accessKeyId: string; readonly secretAccessKey: string }
    | undefined;
  /** Keys a page of a listing; the server's own number by default. */
  readonly pageKeys?: number;
};

const READS_AT_A_TIME = 16;
const CONNECT_MS = 3_000;
const REQUEST_MS = 20_000;
const ATTEMPTS = 4;
const REFUSED_NAMES = [
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'AccessDenied',
  'InvalidSecurity',
  'Forbidden',
  'CredentialsProviderError',
  'AuthorizationHeaderMalformed',
];

/**
 * A directory's storage in an S3 bucket. Keys are `<prefix>blocks/<sha-256>`, so writing a block
 * again is harmless and needs no conditions, which not every S3 has; and `<prefix><kind>/<name>.json`.
 * Exactly one directory may write under a prefix.
 *
 * @throws StorageSettingsError where credentials, bucket or endpoint are wrong
 */
export async function openS3Storage(settings: S3Settings): Promise<Storage> {
  const bucket = new Bucket(settings);
  await bucket.prove();
  return {
    name: `the bucket ${settings.bucket}`,
    blocks: {
      get: (cid) => bucket.get(`blocks/${digestOf(cid)}`),
      put: (cid, bytes) => bucket.put(`blocks/${digestOf(cid)}`, bytes),
      delete: (digest) => bucket.delete(`blocks/${digest}`),
      async *list() {
        for await (const name of bucket.list('blocks/')) {
          if (/^[0-9a-f]{64}$/.test(name)) yield name;
        }
      },
    },
    documents: (kind) => documentsOf(bucket, kind),
  };
}

function documentsOf(bucket: Bucket, kind: string): DocumentStore {
  const keyOf = (name: string) => `${kind}/${name}.json`;
  return {
    kind,
    async *list() {
      const limit = pLimit(READS_AT_A_TIME);
      const read = async (name: string) => ({ name, bytes: await bucket.get(keyOf(name)) });
      const reading: ReturnType<typeof read>[] = [];
      for await (const file of bucket.list(`${kind}/`)) {
        if (file.endsWith('.json')) reading.push(limit(read, file.slice(0, -'.json'.length)));
      }
      for (const { name, bytes } of await Promise.all(reading)) {
        if (bytes !== undefined) yield { name, text: new TextDecoder().decode(bytes) };
      }
    },
    write: (name, text) => bucket.put(keyOf(name), new TextEncoder().encode(text)),
    remove: (name) => bucket.delete(keyOf(name)),
  };
}

/** One bucket's objects below a prefix. Keys here are without it. */
class Bucket {
  readonly #client: S3Client;
  readonly #settings: S3Settings;

  constructor(settings: S3Settings) {
    this.#settings = settings;
    const { endpoint, region, credentials } = settings;
    this.#client = new S3Client({
      region,
      forcePathStyle: true,
      // Blocks are hashed again whenever they are read; many servers know no other checksums.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      maxAttempts: ATTEMPTS,
      requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: REQUEST_MS },
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(credentials === undefined ? {} : { credentials }),
    });
  }

  /** Writes, reads and removes one object, so that a wrong setting shows at the start. */
  async prove(): Promise<void> {
    const { bucket, prefix, endpoint = 'the region’s own' } = this.#settings;
    const Key = `${prefix}write-test`;
    try {
      const body = new TextEncoder().encode('reckon');
      await this.#client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: body }));
      const back = await this.#client.send(new GetObjectCommand({ Bucket: bucket, Key }));
      const text = await back.Body?.transformToString();
      if (text !== 'reckon') throw new Error(`what was written came back as "${text}"`);
      await this.#client.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    } catch (error) {
      const name = nameOf(error);
      const status = statusOf(error);
      if (name === 'NoSuchBucket' || (status === 404 && name === 'NotFound')) {
        throw new StorageSettingsError(
          `There is no bucket "${bucket}" at ${endpoint}. Make it, or set S3_BUCKET to one that is there.`,
          { cause: plain(error) },
        );
      }
      if (REFUSED_NAMES.includes(name) || status === 401 || status === 403) {
        throw new StorageSettingsError(
          `The S3 server at ${endpoint} refuses the credentials for the bucket "${bucket}" (${name}). Check S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY and S3_REGION, and that they may read, write, list and delete.`,
          { cause: plain(error) },
        );
      }
      throw new Error(`The S3 server at ${endpoint} cannot be used: ${plain(error).message}`);
    }
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    try {
      const { Body } = await this.#client.send(new GetObjectCommand(this.#at(key)));
      return Body === undefined ? new Uint8Array() : await Body.transformToByteArray();
    } catch (error) {
      // A bucket that is gone says nothing of its objects.
      if (nameOf(error) === 'NoSuchKey') return undefined;
      throw refusalOf(error);
    }
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    try {
      const object = { ...this.#at(key), Body: bytes, ContentLength: bytes.length };
      await this.#client.send(new PutObjectCommand(object));
    } catch (error) {
      throw refusalOf(error);
    }
  }

  async delete(key: string): Promise<void> {
    try {
      await this.#client.send(new DeleteObjectCommand(this.#at(key)));
    } catch (error) {
      if (nameOf(error) === 'NoSuchKey') return;
      throw refusalOf(error);
    }
  }

  /** Names below `folder`, without it, page by page. */
  async *list(folder: string): AsyncIterable<string> {
    const { bucket, prefix, pageKeys } = this.#settings;
    const Prefix = `${prefix}${folder}`;
    let ContinuationToken: string | undefined;
    do {
      const page = await this.#client
        .send(
          new ListObjectsV2Command({
            Bucket: bucket,
            Prefix,
            ContinuationToken,
            MaxKeys: pageKeys,
          }),
        )
        .catch((error) => {
          throw refusalOf(error);
        });
      for (const { Key } of page.Contents ?? []) {
        if (Key?.startsWith(Prefix)) yield Key.slice(Prefix.length);
      }
      ContinuationToken = page.IsTruncated === true ? page.NextContinuationToken : undefined;
    } while (ContinuationToken !== undefined);
  }

  #at(key: string) {
    return { Bucket: this.#settings.bucket, Key: `${this.#settings.prefix}${key}` };
  }
}

function refusalOf(error: unknown) {
  const isFull = nameOf(error) === 'QuotaExceeded' || statusOf(error) === 507;
  return isFull ? storeFull(plain(error)) : storageUnavailable(plain(error));
}

/** The SDK's errors carry the whole connection and its signed headers, which belong in no log. */
function plain(error: unknown): Error {
  const status = statusOf(error);
  return new Error(
    `${nameOf(error)}${status === undefined ? '' : ` (${status})`}: ${(error as Error).message}`,
  );
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : String(error);
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}
