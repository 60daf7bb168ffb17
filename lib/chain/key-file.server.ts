import { mkdir, open, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Hex } from 'viem';
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';

/** A key file is missing, malformed, or readable by other users. */
export class KeyFileError extends Error {
  override name = 'KeyFileError';
}

/**
 * Reads a private key (0x and 64 hex digits) from a file of mode 0600.
 *
 * @throws {KeyFileError} naming the file, never its content
 */
export async function readKeyFile(path: string): Promise<PrivateKeyAccount> {
  const info = await stat(path).catch((cause: unknown) => {
    throw new KeyFileError(`Key file ${path} cannot be read`, { cause });
  });
  if (process.platform !== 'win32' && (info.mode & 0o077) !== 0) {
    throw new KeyFileError(`Key file ${path} can be read by other users: chmod 600 it`);
  }
  const text = (await readFile(path, 'utf8')).trim();
  if (!/^0x[0-9a-fA-F]{64}$/.test(text)) {
    throw new KeyFileError(`Key file ${path} must hold 0x and 64 hex digits`);
  }
  return privateKeyToAccount(text as Hex);
}

/** Reads the key file, after writing a fresh random key to it (mode 0600) if there is none. */
export async function ensureKeyFile(path: string): Promise<PrivateKeyAccount> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`${generatePrivateKey()}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code !== 'EEXIST') throw err;
  }
  return readKeyFile(path);
}

/** Reads every `*.key` file of a folder, in the order of their names. */
export async function readKeyFolder(folder: string): Promise<PrivateKeyAccount[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new KeyFileError(`Key folder ${folder} cannot be read`, { cause });
  });
  const files = names.filter((name) => name.endsWith('.key')).sort();
  if (files.length === 0) throw new KeyFileError(`Key folder ${folder} holds no *.key file`);
  return Promise.all(files.map((name) => readKeyFile(join(folder, name))));
}
