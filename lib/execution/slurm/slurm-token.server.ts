import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { SignJWT } from 'jose';
import { InfrastructureFault } from '../infrastructure-fault';
import type { SlurmEnv } from './slurm-env';

const run = promisify(execFile);
const LIFETIME_S = 600;
/** A token is replaced this long before it ends: clocks differ, and calls wait. */
const MARGIN_MS = 120_000;
const PATIENCE_MS = 10_000;

type TokenSettings = Pick<
  SlurmEnv,
  'SLURM_USER' | 'SLURM_KEY_FILE' | 'SLURM_TOKEN' | 'SLURM_TOKEN_COMMAND'
>;

/** Tokens for slurmrestd. */
export interface TokenSource {
  get(): Promise<string>;
  /** The last one was refused: the next is a fresh one. */
  forget(): void;
}

/**
 * Makes tokens (HS256, claims iat, exp and sun, as Slurm's auth/jwt wants them) or asks for them.
 *
 * @throws InfrastructureFault by `get`, with nothing secret in it
 */
export function slurmTokens(settings: TokenSettings): TokenSource {
  let held: { readonly token: string; readonly until: number } | undefined;
  return {
    get: async () => {
      if (held === undefined || Date.now() > held.until) {
        const until = Date.now() + LIFETIME_S * 1_000 - MARGIN_MS;
        held = { token: await freshToken(settings), until };
      }
      return held.token;
    },
    forget: () => {
      held = undefined;
    },
  };
}

async function freshToken(settings: TokenSettings): Promise<string> {
  const { SLURM_USER, SLURM_KEY_FILE, SLURM_TOKEN, SLURM_TOKEN_COMMAND } = settings;
  if (SLURM_TOKEN !== undefined) return SLURM_TOKEN;
  if (SLURM_TOKEN_COMMAND !== undefined) return askForToken(SLURM_TOKEN_COMMAND);
  const key = await readFile(SLURM_KEY_FILE ?? '').catch((error: NodeJS.ErrnoException) => {
    throw unfit(`the key in SLURM_KEY_FILE cannot be read (${error.code})`);
  });
  if (key.length < 32) throw unfit('the key in SLURM_KEY_FILE has less than 32 bytes');
  return new SignJWT({ sun: SLURM_USER })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt()
    .setExpirationTime(`${LIFETIME_S}s`)
    .sign(key);
}

async function askForToken(command: string): Promise<string> {
  // Its output is a secret, and errors of execFile carry it: none is passed on.
  const said = await run('/bin/sh', ['-c', command], { timeout: PATIENCE_MS }).catch(() => {
    throw unfit('SLURM_TOKEN_COMMAND failed: run it by hand to see why');
  });
  const token = /(?:^|=)([\w-]+\.[\w-]+\.[\w-]+)\s*$/.exec(said.stdout.trim())?.[1];
  if (token === undefined) throw unfit('SLURM_TOKEN_COMMAND printed no token');
  return token;
}

const unfit = (message: string) => new InfrastructureFault(message, { reason: 'engine-unfit' });
