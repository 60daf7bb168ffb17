import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FsBlockstore } from 'blockstore-fs';
import { CID } from 'multiformats/cid';
import * as Digest from 'multiformats/hashes/digest';
import { RAW, SHA2_256 } from '../../content/content-id';
import { type BlockStore, type DocumentStore, digestOf, type Storage } from './storage';
import { storageUnavailable, storeFull } from './storage-error';

const DRAFT = /\.draft-[0-9a-f]+$/;

/** A directory's storage in a folder of this machine: `blocks/`, and a folder a kind of document. */
export async function openFolderStorage(folder: string): Promise<Storage> {
  const blocks = new FsBlockstore(join(folder, 'blocks'));
  await blocks.open();
  await removeDrafts(join(folder, 'blocks'));
  return {
    name: `the folder ${folder}`,
    blocks: folderBlocks(blocks),
    documents: (kind) => new FolderDocuments(kind, join(folder, kind)),
  };
}

function folderBlocks(blocks: FsBlockstore): BlockStore {
  return {
    async get(cid) {
      const pieces: Uint8Array[] = [];
      try {
        for await (const piece of blocks.get(cid)) pieces.push(piece);
      } catch (error) {
        if (saysOf(error, 'ENOENT')) return undefined;
        throw refusalOf(error);
      }
      return new Uint8Array(Buffer.concat(pieces));
    },
    async put(cid, bytes) {
      try {
        await blocks.put(cid, bytes);
      } catch (error) {
        throw refusalOf(error);
      }
    },
    async delete(digest) {
      const hash = Digest.create(SHA2_256, new Uint8Array(Buffer.from(digest, 'hex')));
      await blocks.delete(CID.createV1(RAW, hash));
    },
    async *list() {
      for await (const { cid } of blocks.getAll()) yield digestOf(cid);
    },
  };
}

/** A write is a draft that is synced and renamed: a kill leaves the old document or the new one. */
class FolderDocuments implements DocumentStore {
  readonly kind: string;
  readonly #folder: string;

  constructor(kind: string, folder: string) {
    this.kind = kind;
    this.#folder = folder;
  }

  async *list() {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    for (const file of await readdir(this.#folder)) {
      if (DRAFT.test(file)) await rm(join(this.#folder, file), { force: true });
      if (!file.endsWith('.json')) continue;
      const text = await readFile(join(this.#folder, file), 'utf8');
      yield { name: file.slice(0, -'.json'.length), text };
    }
  }

  async write(name: string, text: string): Promise<void> {
    const file = this.#fileOf(name);
    const draft = `${file}.draft-${randomBytes(6).toString('hex')}`;
    try {
      const handle = await open(draft, 'wx', 0o600);
      try {
        await handle.writeFile(text);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(draft, file);
    } catch (error) {
      await rm(draft, { force: true }).catch(() => undefined);
      throw refusalOf(error);
    }
  }

  async remove(name: string): Promise<void> {
    await rm(this.#fileOf(name), { force: true });
  }

  #fileOf(name: string): string {
    return join(this.#folder, `${name}.json`);
  }
}

/** Half-written blocks of a process that was killed. */
async function removeDrafts(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && entry.name.endsWith('.tmp')) {
      await rm(join(entry.parentPath, entry.name), { force: true });
    }
  }
}

function refusalOf(error: unknown) {
  const isFull = ['ENOSPC', 'EDQUOT', 'EFBIG'].some((code) => saysOf(error, code));
  return isFull ? storeFull(error) : storageUnavailable(error);
}

/** The blockstore wraps the system's errors as text, so the code is looked for there too. */
function saysOf(error: unknown, code: string): boolean {
  return (error as { code?: unknown }).code === code || String(error).includes(code);
}
