import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Deployment, formatDeployment, parseDeployment } from '../../lib/chain/deployment';

/** The deployment that `file` holds; undefined where there is no such file. @throws where it is damaged */
export async function readDeploymentFile(file: string): Promise<Deployment | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : parseDeployment(text);
}

/** Writes a deployment in one piece: readers see the old file or the new one. */
export async function writeDeploymentFile(file: string, deployment: Deployment): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, formatDeployment(deployment));
  await rename(`${file}.new`, file);
}
