import { join } from 'node:path';
import type { PrivateKeyAccount } from 'viem/accounts';
import { ensureKeyFile } from '../../lib/chain/key-file.server';

/** How many mediators the local court has: twice the 3n+1 that a panel of three needs. */
const MEDIATORS = 20;
const PROVIDERS = ['provider-1', 'provider-2', 'provider-3'];

/** Everybody who acts on a local chain, with a key of its own made on first start. */
export interface Actors {
  readonly deployer: PrivateKeyAccount;
  readonly solver: PrivateKeyAccount;
  readonly keeper: PrivateKeyAccount;
  readonly directory: PrivateKeyAccount;
  readonly wallets: readonly PrivateKeyAccount[];
  readonly operators: readonly PrivateKeyAccount[];
  readonly mediators: readonly PrivateKeyAccount[];
}

/** Reads the actors' keys from `folder`; makes (mode 0600) those that are missing. */
export async function ensureActorKeys(folder: string): Promise<Actors> {
  const key = (...path: string[]) => ensureKeyFile(`${join(folder, ...path)}.key`);
  const numbers = Array.from({ length: MEDIATORS }, (_, i) => String(i + 1).padStart(2, '0'));
  const [deployer, solver, keeper, directory, wallets, operators, mediators] = await Promise.all([
    key('deployer'),
    key('solver'),
    key('keeper'),
    key('directory'),
    Promise.all(PROVIDERS.map((name) => key('providers', name))),
    Promise.all(PROVIDERS.map((name) => key('providers', `${name}-operator`))),
    Promise.all(numbers.map((number) => key('mediators', number))),
  ]);
  return { deployer, solver, keeper, directory, wallets, operators, mediators };
}
