import { openChain } from './anvil.mjs';
import { PlainError } from './steps.mjs';

/**
 * Checks a database that the user names.
 *
 * @throws {PlainError} that names what is wrong, without the password
 */
export async function checkDatabase(url) {
  if (!/^postgres(ql)?:\/\/\S+$/.test(url)) {
    throw new PlainError('DATABASE_URL must look like postgres://user:password@host:5432/database');
  }
  const { default: pg } = await import('pg');
  const shown = url.replace(/:\/\/([^:@/]*):[^@]*@/, '://$1:***@');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    const { rows } = await client.query('show server_version_num');
    const version = Math.floor(Number(rows[0].server_version_num) / 10_000);
    if (version < 15) {
      throw new PlainError(`DATABASE_URL ${shown} is PostgreSQL ${version}: 15 or later is needed`);
    }
    return url;
  } catch (error) {
    if (error instanceof PlainError) throw error;
    throw new PlainError(`DATABASE_URL ${shown} cannot be used: ${error.message || error.code}`);
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * Checks a chain that the user names; its id.
 *
 * @throws {PlainError} that names what is wrong
 */
export async function checkChain(url) {
  if (!/^https?:\/\/[^\s/]+\S*$/.test(url)) {
    throw new PlainError('RPC_URL must look like http://127.0.0.1:8545');
  }
  try {
    return await openChain(url, { limitMs: 0 });
  } catch (error) {
    const why = error.cause?.code ?? error.message;
    throw new PlainError(`RPC_URL ${url} does not answer as an Ethereum node: ${why}`);
  }
}
