import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { canReach, postgresPackage } from './native.mjs';
import { PlainError } from './steps.mjs';

const USER = 'reckon';
const DATABASE = 'reckon';

/**
 * Makes a PostgreSQL cluster ready to be started: creates it on first use. PostgreSQL refuses to run
 * as root: then it runs as user postgres (or nobody), from a copy of binaries and with data in a
 * place which that user can reach when it cannot reach the clone.
 *
 * @param {string} folder holds `password` and, when reachable, `data`
 * @param {{ isDurable?: boolean }} options isDurable false: nothing is synced (tests)
 */
export function preparePostgres(folder, { isDurable = true } = {}) {
  const own = resolve(folder);
  fs.mkdirSync(own, { recursive: true });
  const user = process.getuid?.() === 0 ? unprivilegedUser() : undefined;
  const { native, version } = postgresPackage();
  const place = user === undefined || canReach(own, user) ? own : otherPlace(own);
  const binaries = runs(native, user) ? native : copyBinaries(native, version, user);
  const cluster = {
    data: join(place, 'data'),
    place,
    binaries,
    user,
    isDurable,
    password: passwordIn(own, place),
  };
  if (!fs.existsSync(join(cluster.data, 'PG_VERSION'))) initialise(cluster);
  return cluster;
}

/** The command that serves a prepared cluster on 127.0.0.1. */
export function postgresCommand(cluster, port) {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '120',
    shared_buffers: '64MB',
    ...(cluster.isDurable
      ? {}
      : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const flags = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  return {
    command: join(cluster.binaries, 'bin/postgres'),
    args: ['-D', cluster.data, '-p', String(port), ...flags],
    cwd: cluster.place,
    env: cleanEnv(),
    stopSignal: 'SIGINT',
    ...cluster.user,
  };
}

export const postgresUrl = (cluster, port, database = DATABASE) =>
  `postgres://${USER}:${cluster.password}@127.0.0.1:${port}/${database}`;

/** The server that already runs on this cluster, if one does: its pid and port. */
export function runningPostgres(cluster) {
  try {
    const lines = fs.readFileSync(join(cluster.data, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    process.kill(pid, 0);
    return { pid, port: Number(lines[3]) };
  } catch {
    return undefined;
  }
}

/**
 * Waits until the server answers and creates the database if there is none.
 *
 * @throws the last error when it does not answer in time
 */
export async function openPostgres(cluster, port, { limitMs = 30_000, isAlive = () => true } = {}) {
  const { default: pg } = await import('pg');
  const until = Date.now() + limitMs;
  for (;;) {
    const client = new pg.Client({ connectionString: postgresUrl(cluster, port, 'postgres') });
    try {
      await client.connect();
      const known = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
      if (known.rowCount === 0) await client.query(`create database ${DATABASE}`);
      return postgresUrl(cluster, port);
    } catch (error) {
      // 42P04: another starter has just created it.
      if (error.code === '42P04') return postgresUrl(cluster, port);
      if (error.code === '28P01') {
        throw new PlainError('the database password was lost: run npm start -- --reset');
      }
      if (Date.now() > until || !isAlive()) throw error;
      await sleep(50);
    } finally {
      await client.end().catch(() => {});
    }
  }
}

/** Deletes a cluster, also where it lies outside its folder. */
export function removePostgres(folder) {
  fs.rmSync(resolve(folder), { recursive: true, force: true });
  fs.rmSync(otherPlacePath(resolve(folder)), { recursive: true, force: true });
}

function initialise({ data, binaries, user, password, isDurable }) {
  const fresh = `${data}.new`;
  fs.rmSync(fresh, { recursive: true, force: true });
  fs.mkdirSync(fresh, { mode: 0o700 });
  // initdb wants an empty folder that it owns, and reads the password from a file.
  const passwordFile = `${fresh}.password`;
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) {
    fs.chownSync(fresh, user.uid, user.gid);
    fs.chownSync(passwordFile, user.uid, user.gid);
  }
  const args = ['-D', fresh, '-U', USER, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  args.push('--encoding=UTF8', '--locale=C', '--no-instructions');
  if (!isDurable) args.push('--no-sync');
  const result = spawnSync(join(binaries, 'bin/initdb'), args, {
    cwd: dirname(data),
    env: cleanEnv(),
    encoding: 'utf8',
    ...user,
  });
  fs.rmSync(passwordFile, { force: true });
  if (result.status !== 0) {
    const said = `${result.error?.message ?? ''} ${result.stderr ?? ''}`.trim();
    throw new Error(`initdb failed: ${said}`);
  }
  fs.renameSync(fresh, data);
}

function passwordIn(own, place) {
  const path = join(own, 'password');
  if (!fs.existsSync(path)) {
    if (fs.existsSync(join(place, 'data'))) {
      // Data without its password (an old clone's): nobody can open it again.
      fs.rmSync(join(place, 'data'), { recursive: true });
    }
    fs.writeFileSync(path, randomBytes(18).toString('base64url'), { mode: 0o600, flag: 'wx' });
  }
  return fs.readFileSync(path, 'utf8').trim();
}

function unprivilegedUser() {
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag) => Number(execFileSync('id', [flag, name], { stdio: 'pipe' }).toString());
      return { uid: id('-u'), gid: id('-g') };
    } catch {}
  }
  throw new PlainError('PostgreSQL does not run as root and there is no user postgres or nobody');
}

const runs = (native, user) =>
  spawnSync(join(native, 'bin/postgres'), ['--version'], { cwd: '/', ...user }).status === 0;

/** Root's folder for what other users must reach; named by the path it stands for. */
function otherPlacePath(path) {
  const name = createHash('sha256').update(path).digest('hex').slice(0, 16);
  const base = fs.existsSync('/var/lib') ? '/var/lib' : tmpdir();
  return join(base, 'reckon', name);
}

function otherPlace(path) {
  const place = otherPlacePath(path);
  for (const folder of [dirname(place), place]) {
    fs.mkdirSync(folder, { recursive: true });
    fs.chmodSync(folder, 0o755);
  }
  return place;
}

/** Copies the binaries to where the user can run them; several starters may do so at once. */
function copyBinaries(native, version, user) {
  const target = otherPlace(`${native}@${version}`);
  const copy = join(target, 'native');
  if (fs.existsSync(copy) && runs(copy, user)) return copy;
  const partial = join(target, `partial-${process.pid}`);
  fs.cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
  letAllRead(partial);
  fs.rmSync(copy, { recursive: true, force: true });
  fs.renameSync(partial, copy);
  if (!runs(copy, user)) throw new Error(`user ${user?.uid} cannot run ${copy}/bin/postgres`);
  return copy;
}

function letAllRead(path) {
  const info = fs.lstatSync(path);
  if (info.isSymbolicLink()) return;
  const execute = info.isDirectory() || (info.mode & 0o100) !== 0 ? 0o111 : 0;
  fs.chmodSync(path, info.mode | 0o444 | execute);
  if (info.isDirectory()) for (const name of fs.readdirSync(path)) letAllRead(join(path, name));
}

/** Without PG* and locale settings of the caller's. */
function cleanEnv() {
  const entries = Object.entries(process.env).filter(([key]) => !/^(PG|LC_|LANG)/.test(key));
  return { ...Object.fromEntries(entries), LC_ALL: 'C' };
}
