import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { S3Settings } from '../../lib/directory/storage/s3-storage.server';
import { freePort } from '../../scripts/start/ports.mjs';

const SERVICES = ['account', 'container', 'object'] as const;
const PROGRAMS = ['swift-ring-builder', 'swift-proxy-server', ...SERVICES.map(serverOf)];

/** Why Swift cannot be started here; undefined where it can. */
export function missingSwift(): string | undefined {
  const isThere = PROGRAMS.every((program) => spawnSync('which', [program]).status === 0);
  if (!isThere) return 'OpenStack Swift is not installed';
  try {
    // Swift finds its hash salts there and nowhere else.
    accessSync('/etc/swift/swift.conf', constants.R_OK);
  } catch {
    return '/etc/swift/swift.conf cannot be read by this user';
  }
  return undefined;
}

/**
 * OpenStack Swift on loopback with one replica, its S3 interface in front: it checks every signature,
 * as AWS does. Gone with `stop`.
 */
export async function startSwift() {
  const folder = mkdtempSync(join(tmpdir(), 'reckon-swift-'));
  mkdirSync(join(folder, 'devices', 'd1'), { recursive: true });
  const children: ChildProcess[] = [];
  const stop = async () => {
    await Promise.all(
      children.map(async (child) => {
        const ended = once(child, 'exit');
        if (child.exitCode === null && child.kill()) await ended;
      }),
    );
  };
  const start = (program: string, config: string, text: string) => {
    writeFileSync(join(folder, config), text);
    children.push(spawn(program, [join(folder, config)], { stdio: 'ignore' }));
  };
  for (const service of SERVICES) {
    const port = await freePort();
    const ring = join(folder, `${service}.builder`);
    demand('swift-ring-builder', ring, 'create', '1', '1', '0');
    demand('swift-ring-builder', ring, 'add', `r1z1-127.0.0.1:${port}/d1`, '1');
    demand('swift-ring-builder', ring, 'rebalance');
    start(serverOf(service), `${service}.conf`, storageConfig(service, folder, port));
  }
  const port = await freePort();
  start('swift-proxy-server', 'proxy.conf', proxyConfig(folder, port));
  const settings: S3Settings = {
    endpoint: `http://127.0.0.1:${port}`,
    bucket: 'reckon',
    region: 'us-east-1',
    prefix: '',
    credentials: { accessKeyId: 'test:tester', secretAccessKey: 'testing' },
  };
  try {
    await makeBucket(settings);
  } catch (error) {
    await stop();
    throw error;
  }
  return { settings, stop };
}

async function makeBucket({ endpoint = '', region, bucket, credentials }: S3Settings) {
  if (credentials === undefined) throw new Error('no credentials');
  const client = new S3Client({
    endpoint,
    region,
    credentials,
    forcePathStyle: true,
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 10_000 },
  });
  for (let tries = 0; ; tries += 1) {
    try {
      await client.send(new CreateBucketCommand({ Bucket: bucket }));
      return;
    } catch (error) {
      if (tries > 240) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

function storageConfig(service: string, folder: string, port: number): string {
  return `[DEFAULT]
devices = ${join(folder, 'devices')}
mount_check = false
disable_fallocate = true
bind_ip = 127.0.0.1
bind_port = ${port}
workers = 0
user = ${userInfo().username}
swift_dir = ${folder}
[pipeline:main]
pipeline = ${service}-server
[app:${service}-server]
use = egg:swift#${service}
`;
}

function proxyConfig(folder: string, port: number): string {
  return `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
workers = 0
user = ${userInfo().username}
swift_dir = ${folder}
[pipeline:main]
pipeline = catch_errors cache s3api tempauth proxy-server
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:1
[filter:s3api]
use = egg:swift#s3api
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
`;
}

function serverOf(service: string): string {
  return `swift-${service}-server`;
}

function demand(program: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  // 1 is a warning: one device for one replica.
  if (status !== 0 && status !== 1) throw new Error(`${program} ${args[1]}: ${stderr}`);
}
