import { z } from 'zod';
import { httpUrl } from '../../env/fields';
import type { S3Settings } from './s3-storage.server';
import { StorageSettingsError } from './storage-error';

/** Environment of a directory's storage. Without S3_BUCKET it is a folder. */
export const storageFields = {
  S3_BUCKET: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
      'must be a bucket’s name: lower case, 3 to 63 characters',
    )
    .optional(),
  S3_ENDPOINT: httpUrl.optional(),
  S3_REGION: z.string().min(1, 'must not be empty').default('us-east-1'),
  /** Every key begins with it; one directory a prefix. */
  S3_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9._/-]*$/, 'must be letters, digits and . _ - /')
    .default(''),
  S3_ACCESS_KEY_ID: z.string().min(1, 'must not be empty').optional(),
  S3_SECRET_ACCESS_KEY: z.string().min(1, 'must not be empty').optional(),
};

type StorageEnv = z.output<z.ZodObject<typeof storageFields>>;

/**
 * The S3 settings in an environment; undefined for a folder.
 *
 * @throws StorageSettingsError where they are half given
 */
export function s3SettingsOf(env: StorageEnv): S3Settings | undefined {
  const { S3_BUCKET: bucket, S3_ACCESS_KEY_ID: id, S3_SECRET_ACCESS_KEY: secret } = env;
  if ((id === undefined) !== (secret === undefined)) {
    throw new StorageSettingsError(
      'S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY belong together: set both, or none of them to use the credentials of the AWS environment.',
    );
  }
  if (bucket === undefined) {
    if (id === undefined && env.S3_ENDPOINT === undefined) return undefined;
    throw new StorageSettingsError('S3_BUCKET is missing: it names the bucket to keep content in.');
  }
  const prefix = env.S3_PREFIX.replace(/^\/+|\/+$/g, '');
  return {
    bucket,
    endpoint: env.S3_ENDPOINT,
    region: env.S3_REGION,
    prefix: prefix === '' ? '' : `${prefix}/`,
    credentials:
      id === undefined || secret === undefined
        ? undefined
        : { accessKeyId: id, secretAccessKey: secret },
  };
}
