import { Readable } from 'node:stream';
import { createGunzip, gzipSync } from 'node:zlib';
import { extract, pack } from 'tar-stream';
import { InfrastructureFault } from '../infrastructure-fault';

/** What nodes cut off a file of inline inputs after. */
const LARGEST_INLINE_FILE = 10 * 1024 * 1024;

/**
 * Inputs as nodes unpack them: folders first, plain relative names. Equal for equal files, whatever the
 * time.
 *
 * @throws InfrastructureFault nodes would cut a file off
 */
export async function packInputs(files: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array> {
  const archive = pack();
  const mtime = new Date(0);
  const pieces: Buffer[] = [];
  const packed = (async () => {
    for await (const piece of archive) pieces.push(piece as Buffer);
  })();
  const folders = new Set<string>();
  for (const path of files.keys()) {
    for (let cut = path.indexOf('/'); cut >= 0; cut = path.indexOf('/', cut + 1)) {
      folders.add(path.slice(0, cut));
    }
  }
  for (const name of [...folders].sort()) {
    archive.entry({ name, type: 'directory', mode: 0o755, mtime });
  }
  for (const [name, bytes] of files) {
    if (bytes.length > LARGEST_INLINE_FILE) {
      const message = `${name} is larger than the 10 MiB that a Bacalhau node takes inline`;
      throw new InfrastructureFault(message, { reason: 'engine-unfit' });
    }
    archive.entry({ name, mode: 0o444, mtime, size: bytes.length }, Buffer.from(bytes));
  }
  archive.finalize();
  await packed;
  return new Uint8Array(gzipSync(Buffer.concat(pieces), { level: 9 }));
}

/**
 * The plain files of published results. Links, devices and folders are left out; nothing is written, so no name
 * can lead anywhere.
 *
 * @param limit bytes of all files together
 * @returns undefined where there is more
 * @throws InfrastructureFault the archive is broken
 */
export async function unpackResults(
  bytes: Uint8Array,
  limit: number,
): Promise<Map<string, Uint8Array> | undefined> {
  const files = new Map<string, Uint8Array>();
  const archive = extract();
  const source = Readable.from([Buffer.from(bytes)]);
  const plain = source.pipe(createGunzip());
  plain.on('error', (error) => archive.destroy(error));
  plain.pipe(archive as unknown as NodeJS.WritableStream);
  let total = 0;
  try {
    for await (const entry of archive) {
      const { type, name } = entry.header;
      const pieces: Buffer[] = [];
      for await (const piece of entry) {
        total += (piece as Buffer).length;
        if (total > limit) return undefined;
        pieces.push(piece as Buffer);
      }
      if (type === 'file')
        files.set(name.replace(/^(\.?\/)+/, ''), new Uint8Array(Buffer.concat(pieces)));
    }
  } catch (cause) {
    const message = 'the archive of the results is broken';
    throw new InfrastructureFault(message, { cause, reason: 'bad-answer' });
  } finally {
    source.destroy();
    plain.destroy();
  }
  return files;
}
