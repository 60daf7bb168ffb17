import { access, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const NAME = /^[a-z0-9][a-z0-9-]{0,40}$/;

/** No provider of that name has run here. */
export class UnknownProviderError extends Error {
  constructor(name: string) {
    super(`No provider named "${name}" runs on this machine`);
    this.name = 'UnknownProviderError';
  }
}

/** Whether a local provider is told to cheat: the file `cheat` in its state folder says so. */
export async function readCheatSwitch(dataFolder: string, provider: string): Promise<boolean> {
  return exists(join(await stateFolder(dataFolder, provider), 'cheat'));
}

/** Tells a local provider to cheat, or to stop. Doing it twice changes nothing. */
export async function setCheatSwitch(
  dataFolder: string,
  provider: string,
  on: boolean,
): Promise<void> {
  const file = join(await stateFolder(dataFolder, provider), 'cheat');
  if (on) await writeFile(file, '');
  else await rm(file, { force: true });
}

async function stateFolder(dataFolder: string, provider: string): Promise<string> {
  const folder = join(dataFolder, 'agents', provider);
  if (!NAME.test(provider) || !(await exists(folder))) throw new UnknownProviderError(provider);
  return folder;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
