import { type Address, getAddress, isAddress } from 'viem';
import { z } from 'zod';

/**
 * Fields that processes read from their environment. Each says in one clause what is wrong, so that
 * `EnvError` can name every missing or wrong variable in one line.
 */

const missingOr = (wrong: string) => ({
  error: (issue: { input?: unknown }) => (issue.input === undefined ? 'is missing' : wrong),
});

/** A PostgreSQL connection string. */
export const postgresUrl = z
  .string(missingOr('must be text'))
  .regex(/^postgres(ql)?:\/\/\S+$/, 'must look like postgres://user:password@host:5432/database');

/** An http(s) address, returned without a trailing slash. */
export const httpUrl = z
  .string(missingOr('must be text'))
  .regex(/^https?:\/\/[^\s/]+\S*$/, 'must look like http://127.0.0.1:8545')
  .transform((url) => url.replace(/\/+$/, ''));

/** One http(s) address or several, comma-separated, each without a trailing slash; none twice. */
export const httpUrls = z
  .string(missingOr('must be text'))
  .transform((text) => [...new Set(text.split(',').map((url) => url.trim().replace(/\/+$/, '')))])
  .refine(
    (urls) => urls.every((url) => /^https?:\/\/[^\s/]+\S*$/.test(url) && URL.canParse(url)),
    'must look like http://127.0.0.1:8545, or several such addresses with commas between them',
  );

/** A TCP port, 1 to 65535. */
export const port = z
  .string(missingOr('must be text'))
  .regex(/^\d{1,5}$/, 'must be a port number from 1 to 65535')
  .transform(Number)
  .refine((value) => value >= 1 && value <= 65_535, 'must be a port number from 1 to 65535');

/** An EIP-155 chain id. */
export const chainId = z
  .string(missingOr('must be text'))
  .regex(/^[1-9]\d{0,15}$/, 'must be a chain id such as 31337')
  .transform(Number);

/** A path of a file or folder; whether it exists is for the reader to find out. */
export const path = z.string(missingOr('must be text')).min(1, 'must not be empty');

/** A short name of a process, used in its log and in its state folder. */
export const processName = z
  .string(missingOr('must be text'))
  .regex(/^[a-z0-9][a-z0-9-]{0,40}$/, 'must be lower-case letters, digits and hyphens');

/** A whole number of at least `minimum`, at most `maximum`. */
export const wholeNumber = (minimum = 0, maximum = Number.MAX_SAFE_INTEGER) =>
  z
    .string(missingOr('must be text'))
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= minimum, `must be at least ${minimum}`)
    .refine((value) => value <= maximum, `must be at most ${maximum}`);

/** The address of a contract or account, with a right checksum where it has one. */
export const address = z
  .string(missingOr('must be text'))
  .refine((value) => isAddress(value), 'must be an address: 0x and 40 hex digits')
  .transform((value): Address => getAddress(value));

export const trueOrFalse = z
  .enum(['true', 'false'], missingOr('must be true or false'))
  .transform((value) => value === 'true');
