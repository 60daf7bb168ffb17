import { describe, expect, it } from 'vitest';
import { readEnv } from '../../lib/env/read-env.server';
import { checkSettings, limitsOf, releaseSettings } from './settings';

const KEY = `0x${'5'.repeat(64)}`;
const TOKEN = '0x5FbDB2315678afecb367f032d93F642f64180aa3';
const HOUR = 3_600;
const DAY = 86_400;

const places = {
  RPC_URL: 'http://127.0.0.1:8545',
  CHAIN_ID: '777001',
  CONTRACTS_OUT: 'contracts/out',
  DEPLOYMENTS_DIR: 'contracts/deployments',
  SOURCE_DIR: '.',
};
const good = { ...places, DEPLOYER_KEY: KEY, TOKEN };
const read = (more: Record<string, string> = {}) => readEnv(releaseSettings, { ...good, ...more });
const wrong = (more: Record<string, string>) => expect(() => read(more));

describe('the settings of a deployment', () => {
  it('are the protocol’s where nothing is said', () => {
    // 7 d + 7 d + 2 * (7 d + 14 d + 1 h) + 1 d + 3 * 1 h
    const longest = 57 * DAY + 5 * HOUR;
    expect(limitsOf(read())).toEqual({
      grace: HOUR,
      appealWindow: DAY,
      seatWait: 7 * DAY,
      maxExecutionWindow: 7 * DAY,
      maxReviewWindow: 7 * DAY,
      unbondingTime: longest,
      publicDraws: true,
    });
  });

  it('are what the environment says', () => {
    const limits = limitsOf(
      read({
        GRACE: '1',
        APPEAL_WINDOW: '2',
        SEAT_WAIT: '3',
        MAX_EXECUTION_WINDOW: '10',
        MAX_REVIEW_WINDOW: '20',
        UNBONDING_TIME: '1000',
        PUBLIC_DRAWS: 'false',
      }),
    );
    expect(limits).toEqual({
      grace: 1,
      appealWindow: 2,
      seatWait: 3,
      maxExecutionWindow: 10,
      maxReviewWindow: 20,
      unbondingTime: 1_000,
      publicDraws: false,
    });
  });

  it('name every missing variable', () => {
    expect(() => readEnv(releaseSettings, {})).toThrow(
      'RPC_URL is missing; CHAIN_ID is missing; CONTRACTS_OUT is missing; DEPLOYMENTS_DIR is missing; SOURCE_DIR is missing; DEPLOYER_KEY is missing',
    );
    wrong({ TOKEN: '' }).toThrow(/^TOKEN is missing$/);
    expect(() => readEnv(checkSettings, { ...places, CHAIN_ID: '' })).toThrow(
      'CHAIN_ID is missing',
    );
    expect(readEnv(checkSettings, places)).toMatchObject({ CHAIN_ID: 777_001 });
  });

  it('need no token on the development chain', () => {
    expect(read({ TOKEN: '', CHAIN_ID: '31337' }).TOKEN).toBeUndefined();
  });

  it.each([
    ['RPC_URL', '127.0.0.1:8545', 'RPC_URL must look like http://127.0.0.1:8545'],
    ['CHAIN_ID', 'mainnet', 'CHAIN_ID must be a chain id such as 31337'],
    ['TOKEN', '0x1234', 'TOKEN must be an address: 0x and 40 hex digits'],
    ['TOKEN', TOKEN.replace('F', 'f'), 'TOKEN must be an address: 0x and 40 hex digits'],
    ['GRACE', '0', 'GRACE must be at least 1'],
    ['GRACE', '1h', 'GRACE must be a whole number'],
    ['APPEAL_WINDOW', '4294967296', 'APPEAL_WINDOW must be at most 4294967295'],
    ['SEAT_WAIT', '4294967295', 'SEAT_WAIT makes deals longer than 2^32 seconds'],
    ['MAX_EXECUTION_WINDOW', '604801', 'MAX_EXECUTION_WINDOW must be at most 604800'],
    ['MAX_REVIEW_WINDOW', '0', 'MAX_REVIEW_WINDOW must be at least 1'],
    [
      'UNBONDING_TIME',
      '4942799',
      'UNBONDING_TIME must be at least 4942800, the longest life of a deal',
    ],
    ['PUBLIC_DRAWS', 'yes', 'PUBLIC_DRAWS must be true or false'],
  ])('refuse %s=%s', (name, value, message) => {
    wrong({ [name]: value }).toThrow(message);
  });

  it('take the longest life as unbonding time', () => {
    expect(read({ UNBONDING_TIME: '4942800' }).UNBONDING_TIME).toBe(4_942_800);
  });

  it.each([
    [42_161, 'Arbitrum One'],
    [42_170, 'Arbitrum Nova'],
    [421_614, 'Arbitrum Sepolia'],
    [324, 'zkSync Era'],
    [300, 'zkSync Sepolia'],
  ])('refuse public draws on chain %i', (chain, name) => {
    const CHAIN_ID = String(chain);
    const message = `PUBLIC_DRAWS must be false on ${name}: its block hashes are weak`;
    wrong({ CHAIN_ID }).toThrow(message);
    wrong({ CHAIN_ID, PUBLIC_DRAWS: 'true' }).toThrow(message);
    expect(read({ CHAIN_ID, PUBLIC_DRAWS: 'false' }).PUBLIC_DRAWS).toBe(false);
  });

  it.each(['secret-words', KEY.slice(0, 60), `0x${'0'.repeat(64)}`, `0x${'f'.repeat(64)}`])(
    'refuse the key %s without showing it',
    (key) => {
      wrong({ DEPLOYER_KEY: key }).toThrow(
        /^DEPLOYER_KEY must be a private key: 0x and 64 hex digits$/,
      );
    },
  );
});
