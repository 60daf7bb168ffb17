import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { chainId, httpUrl, path, port, postgresUrl, processName, wholeNumber } from './fields';
import { EnvError, readEnv } from './read-env.server';

const schema = z.object({
  DATABASE_URL: postgresUrl,
  RPC_URL: httpUrl,
  CHAIN_ID: chainId,
  PORT: port,
  KEY_FILE: path,
  NAME: processName,
  LIMIT: wholeNumber(1).optional(),
});

const good = {
  DATABASE_URL: 'postgres://reckon:secret@127.0.0.1:5432/reckon',
  RPC_URL: 'http://127.0.0.1:8545/',
  CHAIN_ID: '31337',
  PORT: '3000',
  KEY_FILE: 'keys/provider-1.key',
  NAME: 'provider-1',
};

describe('readEnv', () => {
  it('turns text into values', () => {
    expect(readEnv(schema, good)).toEqual({
      ...good,
      RPC_URL: 'http://127.0.0.1:8545',
      CHAIN_ID: 31337,
      PORT: 3000,
    });
  });

  it('names every missing and wrong variable in one line', () => {
    const { DATABASE_URL: _, ...rest } = good;
    expect(() => readEnv(schema, { ...rest, RPC_URL: 'localhost:8545', PORT: '70000' })).toThrow(
      new EnvError(
        'DATABASE_URL is missing; RPC_URL must look like http://127.0.0.1:8545; PORT must be a port number from 1 to 65535',
      ),
    );
  });

  it('treats an empty variable as missing', () => {
    expect(() => readEnv(schema, { ...good, KEY_FILE: '' })).toThrow('KEY_FILE is missing');
  });

  it('never prints a value', () => {
    const bad = { ...good, DATABASE_URL: 'mysql://root:secret@host/db' };
    expect(() => readEnv(schema, bad)).toThrow(/^(?!.*secret)/);
  });
});
