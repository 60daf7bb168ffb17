import { Readable } from 'node:stream';
import { extract, type Header, pack } from 'tar-stream';

export interface ArchiveEntry {
  readonly name: string;
  readonly bytes?: Uint8Array;
  readonly mode: number;
  /** Owner and group; root by default. */
  readonly user?: number;
}

/** A tar of these entries, in this order; one without bytes is a folder. Equal for equal entries. */
export async function packEntries(entries: readonly ArchiveEntry[]): Promise<Buffer> {
  const archive = pack();
  const packed = bytesOf(archive);
  for (const { name, bytes, mode, user = 0 } of entries) {
    const header = { name, mode, uid: user, gid: user, mtime: new Date(0) };
    if (bytes === undefined) archive.entry({ ...header, type: 'directory' });
    else archive.entry({ ...header, size: bytes.length }, Buffer.from(bytes));
  }
  archive.finalize();
  return packed;
}

/** A stream's bytes in one piece. */
export async function bytesOf(archive: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Files and their folders, parents first, readable by all and writable by nobody. */
export function entriesOf(files: ReadonlyMap<string, Uint8Array>): ArchiveEntry[] {
  const folders = new Set<string>();
  for (const path of files.keys()) {
    for (let cut = path.indexOf('/'); cut !== -1; cut = path.indexOf('/', cut + 1)) {
      folders.add(path.slice(0, cut));
    }
  }
  return [
    ...[...folders].sort().map((name) => ({ name, mode: 0o555 })),
    ...[...files].map(([name, bytes]) => ({ name, bytes, mode: 0o444 })),
  ];
}

/** What is read of an archive that somebody else has filled. */
export interface ArchiveBounds {
  readonly bytes: number;
  readonly files: number;
}

/** There is more in an archive than is read of it. */
export class ArchiveTooLarge extends Error {}

/**
 * The plain files of a tar, by their paths without a leading "./". A second name of a file (hard link)
 * is a file like it; symbolic links, devices, pipes and folders are left out. Nothing is written
 * anywhere, so no path can lead out.
 *
 * @throws ArchiveTooLarge without having read further
 */
export async function unpackFiles(
  tar: AsyncIterable<Uint8Array>,
  bounds: ArchiveBounds,
): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  let total = 0;
  const count = (length: number) => {
    total += length;
    if (total > bounds.bytes || files.size > bounds.files) throw new ArchiveTooLarge();
  };
  for await (const entry of tarEntries(tar)) {
    const { type, name, linkname, size } = entry.header as Header;
    const path = plainPath(name);
    if (type === 'file' || type === 'contiguous-file') {
      count(size);
      files.set(path, new Uint8Array(await bytesOf(entry)));
    } else {
      const linked = type === 'link' ? files.get(plainPath(linkname)) : undefined;
      if (linked !== undefined) {
        count(linked.length);
        files.set(path, linked);
      }
      entry.resume();
    }
  }
  return files;
}

/** The entries of a tar, in its order; each must be read or resumed before the next comes. */
export async function* tarEntries(tar: AsyncIterable<Uint8Array>) {
  const archive = extract();
  // Its errors come out of the loop below.
  const source = Readable.from(tar, { objectMode: false });
  source.on('error', (error) => archive.destroy(error));
  source.pipe(archive as unknown as NodeJS.WritableStream);
  try {
    yield* archive;
  } finally {
    source.destroy();
  }
}

function plainPath(name: string): string {
  return name.replace(/^(\.?\/)+/, '');
}
