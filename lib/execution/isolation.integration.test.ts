import { spawn } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import type { Server } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildJobChild } from './build-job-child.server';
import { InfrastructureFault } from './infrastructure-fault';
import { runJob } from './run-job.server';
import { sandboxCommand, sandboxLayers, sandboxStdio, sendFilter } from './sandbox-command.server';
import { assembleModule } from './testing/assemble-module';
import { HOSTILE_JOBS, manyFunctions } from './testing/hostile-jobs';
import { probeChild } from './testing/probe-child';
import { testJob } from './testing/test-job';

/** npm run test:isolation runs more. */
const HOSTILE_RUNS = Number(process.env.RECKON_HOSTILE_RUNS ?? 50);
const MIB = 1024 * 1024;

const layers = await sandboxLayers();
const missing = Object.entries(layers).filter(([, isThere]) => !isThere);
console.info(`sandbox layers: ${JSON.stringify(layers)}`);
for (const [name] of missing) console.warn(`SKIPPED: this system has no sandbox layer ${name}`);

let folder: string;
let childPath: string;
let server: Server;
let port: number;
let visitors = 0;

beforeAll(async () => {
  childPath = await buildJobChild();
  folder = mkdtempSync(join(tmpdir(), 'reckon-isolation-'));
  writeFileSync(join(folder, 'another-job'), 'secret');
  server = createServer((socket) => {
    visitors++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as { port: number }).port;
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const nothing = testJob(assembleModule({ functions: [{ code: [] }] }));

async function faultOf(run: Promise<unknown>): Promise<string> {
  const error = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(InfrastructureFault);
  return (error as Error).message;
}

/** What a child says that does `code`. */
function said(code: string, wallLimitMs = 20_000): Promise<string> {
  const child = probeChild(folder, 'probe', code);
  return faultOf(runJob(nothing, { childPath: child, wallLimitMs }));
}

const has = (module: string, name: string): string =>
  `const { ${name} } = await import('${module}');`;
const answerOf = (event: string): string =>
  `return await new Promise((resolve) => ${event}.on('error', (error) => resolve(error.code)))`;

/** Processes that this one has started and that are still there. */
function children(): number {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      const [, parent] = /\) \S (\d+)/.exec(stat) ?? [];
      return Number(parent) === process.pid;
    } catch {
      return false;
    }
  }).length;
}

describe('code that has broken out of the engine', () => {
  const denied = 'ERR_ACCESS_DENIED';

  it.runIf(layers.permissions)('reads nothing of the host and of other jobs', async () => {
    const paths = [
      ...['/etc/passwd', '/etc/hosts', '/proc/self/environ', '/proc/self/maps', '/proc/1/environ'],
      ...[`/proc/${process.pid}/environ`, join(folder, 'another-job'), childPath],
    ];
    for (const path of paths) {
      const read = `${has('node:fs', 'readFileSync')} return readFileSync(${JSON.stringify(path)}).length`;
      expect([path, await said(read)]).toEqual([path, denied]);
    }
    const list = `${has('node:fs', 'readdirSync')} return readdirSync('/')`;
    expect(await said(list)).toBe(denied);
  });

  it.runIf(layers.permissions)('writes nothing', async () => {
    for (const path of [join(folder, 'written'), '/dev/shm/written', join(tmpdir(), 'written')]) {
      const write = `${has('node:fs', 'writeFileSync')} writeFileSync(${JSON.stringify(path)}, 'x'); return 'written'`;
      expect([path, await said(write)]).toEqual([path, denied]);
    }
  });

  it.runIf(layers.permissions)('starts nothing and loads nothing', async () => {
    const attempts = [
      `${has('node:child_process', 'spawnSync')} return spawnSync('/bin/true').status`,
      `${has('node:child_process', 'fork')} return fork('/bin/true')`,
      `${has('node:worker_threads', 'Worker')} return new Worker('1', { eval: true })`,
      "const module = { exports: {} }; process.dlopen(module, '/lib/x.node'); return 'loaded'",
      `${has('node:inspector', 'open')} open(0); return 'open'`,
    ];
    for (const attempt of attempts) {
      expect([attempt, await said(attempt)]).toEqual([
        attempt,
        expect.stringMatching(/^ERR_(ACCESS_DENIED|DLOPEN_DISABLED|INSPECTOR_NOT_AVAILABLE)$/),
      ]);
    }
  });

  it('compiles no text and knows no environment', async () => {
    expect(await said("return (0, eval)('1')")).toBe('EvalError');
    expect(await said("return Function('return 1')()")).toBe('EvalError');
    expect(await said('return Object.keys(process.env).join()')).toMatch(/^(PWD)?$/);
  });

  it.runIf(layers.namespaces)('reaches no network', async () => {
    const closed = /^(EPERM|EACCES|ENETUNREACH|ECONNREFUSED|EAI_AGAIN|ENOTFOUND)$/;
    const tcp = `${has('node:net', 'connect')} ${answerOf(`connect(${port}, '127.0.0.1')`)}`;
    expect(await said(tcp)).toMatch(closed);
    expect(visitors).toBe(0);
    const name = `${has('node:dns', 'promises')} return await promises.resolve('example.org')`;
    expect(await said(name)).toMatch(
      /^(EPERM|EREFUSED|ECONNREFUSED|ENOTFOUND|ESERVFAIL|ETIMEOUT)$/,
    );
  });

  it.runIf(layers.systemCalls)('has no sockets at all', async () => {
    const udp = `${has('node:dgram', 'createSocket')} const s = createSocket('udp4'); s.bind(0); ${answerOf('s')}`;
    expect(await said(udp)).toBe('EPERM');
    const listen = `${has('node:net', 'createServer')} ${answerOf("createServer().listen(0, '127.0.0.1')")}`;
    expect(await said(listen)).toBe('EPERM');
    const local = `${has('node:net', 'createServer')} ${answerOf("createServer().listen('\\0reckon')")}`;
    expect(await said(local)).toMatch(/^(EPERM|ERR_ACCESS_DENIED)$/);
  });

  it.runIf(layers.namespaces)('sees no process but its own, and can signal no other', async () => {
    expect(Number(await said('return process.pid'))).toBeLessThan(10);
    expect(await said(`process.kill(${process.pid}, 0); return 'sent'`)).toBe('ESRCH');
  });

  it('that ignores signals is gone at the wall limit', async () => {
    const before = children();
    const stubborn = `for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGPIPE']) process.on(name, () => {}); for (;;);`;
    expect(await said(stubborn, 1_500)).toBe('not done within 1500 ms');
    expect(children()).toBe(before);
  });

  it.runIf(layers.limits)('that takes memory is stopped; this process takes none', async () => {
    const before = process.memoryUsage().rss;
    const child = probeChild(
      folder,
      'memory',
      'const all = []; for (;;) all.push(Buffer.alloc(1 << 26, 1));',
    );
    const run = runJob(nothing, { childPath: child, dataLimitMiB: 600, wallLimitMs: 30_000 });
    expect(await faultOf(run)).toMatch(/ended|killed|memory|RangeError/i);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * MIB);
  });

  it('that floods its pipes is stopped or not heard; this process takes no memory', async () => {
    const before = process.memoryUsage().rss;
    const flood = (fd: number, piece: string): string =>
      `${has('node:fs', 'writeSync')} const piece = ${piece}; for (;;) try { writeSync(${fd}, piece) } catch {}`;
    const child = (name: string, code: string) => ({
      childPath: probeChild(folder, name, code),
      wallLimitMs: 3_000,
    });
    const out = child('out', flood(1, 'Buffer.alloc(65536, 0xff)'));
    expect(await faultOf(runJob(nothing, out))).toMatch('does not answer in frames');
    const large = '{"header":{"kind":"fault"},"files":[["a",99999999999999]]}';
    const claim = `Buffer.concat([Buffer.from([0, 0, 0, ${large.length}]), Buffer.from('${large}')])`;
    const frame = child('frame', flood(1, claim));
    expect(await faultOf(runJob(nothing, frame))).toMatch('does not answer in frames');
    const complaint = child('complaint', flood(2, 'Buffer.alloc(65536, 0x78)'));
    expect(await faultOf(runJob(nothing, complaint))).toBe('not done within 3000 ms');
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * MIB);
  });
});

/** What a shell says that runs in the sandbox without Node and its permissions. */
async function shell(code: string): Promise<string> {
  const sandbox = await sandboxCommand(childPath, 512 * MIB);
  const behind = sandbox.args.indexOf('--') + 1;
  const child = spawn(
    sandbox.command,
    [...sandbox.args.slice(0, behind), '/bin/bash', '-c', code],
    { stdio: sandboxStdio(sandbox, undefined), env: {} as NodeJS.ProcessEnv },
  );
  sendFilter(sandbox, child.stdio);
  child.stdin!.end();
  let text = '';
  for (const pipe of [child.stdout!, child.stderr!]) {
    pipe.on('data', (piece: Buffer) => {
      text += piece.toString();
    });
  }
  await new Promise((resolve) => child.on('close', resolve));
  return text;
}

describe.runIf(layers.namespaces)('the sandbox below Node', () => {
  it('shows no file of the user, no other process, no variable', async () => {
    // What programs need, and the ways to Node and to the child's own file.
    const ways = [process.execPath, childPath].map(
      (path) => `/${realpathSync(path).split('/')[1]}`,
    );
    const needed = ['/bin', '/dev', '/etc', '/lib', '/lib64', '/proc', '/usr', ...ways];
    const shown = (await shell('echo /*')).trim().split(' ');
    expect(shown.filter((path) => !needed.includes(path))).toEqual([]);
    expect(shown).toContain('/proc');
    expect(await shell('echo /home/* /root/.* /etc/passwd* /var/*')).not.toMatch(/passwd$|bashrc/m);
    expect(await shell('for p in /proc/[0-9]*; do echo $p; done')).toMatch(/^(\/proc\/\d\s)+$/);
    expect(await shell('echo $HOME$USER')).toBe('\n');
    expect(await shell('echo x > /written')).toMatch(/Read-only|Permission|No such/);
  });

  it.runIf(layers.systemCalls)('makes no process, socket or namespace', async () => {
    expect(await shell('(echo a child)')).toMatch(/fork.*Operation not permitted/);
    const connect = `exec 9<>/dev/tcp/127.0.0.1/${port} && echo connected`;
    expect(await shell(connect)).toMatch(/Operation not permitted/);
    expect(visitors).toBe(0);
    expect(await shell('exec unshare --user echo apart')).toMatch(/Operation not permitted/);
    expect(await shell('exec mount -t tmpfs none /usr')).toMatch(
      /permission denied|superuser|not permitted/,
    );
  });
});

describe('hostile jobs', () => {
  it.each(HOSTILE_JOBS.map((hostile) => [hostile.name, hostile] as const))(
    '%s ends as it must',
    async (_name, { job, status }) => {
      expect((await runJob(job, { childPath })).status).toBe(status);
    },
  );

  it('a module of 200,000 functions is compiled in bounded time', async () => {
    const job = testJob(manyFunctions(200_000), { limits: { memoryMiB: 256 } });
    const { status } = await runJob(job, { childPath, wallLimitMs: 60_000 });
    expect(status).toBe('completed');
  });

  const patience = 60_000 + HOSTILE_RUNS * 4_000;
  it(`${HOSTILE_RUNS} in a row leave no memory, process or descriptor behind`, {
    timeout: patience,
  }, async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const kept = () => {
      collect();
      const { heapUsed, external } = process.memoryUsage();
      return { memory: heapUsed + external, files: readdirSync('/proc/self/fd').length };
    };
    const processes = children();
    const runs = async (from: number, to: number): Promise<void> => {
      for (let index = from; index < to; index++) {
        const { job, status } = HOSTILE_JOBS[index % HOSTILE_JOBS.length]!;
        expect((await runJob(job, { childPath })).status).toBe(status);
      }
    };
    // Once around, so that caches are filled.
    const warm = Math.min(HOSTILE_JOBS.length, HOSTILE_RUNS / 2);
    await runs(0, warm);
    const before = kept();
    await runs(warm, HOSTILE_RUNS);
    const after = kept();
    expect(after.memory - before.memory).toBeLessThan(8 * MIB);
    expect(after.files).toBeLessThanOrEqual(before.files);
    expect(children()).toBe(processes);
    console.info(
      `${HOSTILE_RUNS} hostile jobs: memory ${(before.memory / MIB).toFixed(1)} -> ` +
        `${(after.memory / MIB).toFixed(1)} MiB, descriptors ${before.files} -> ${after.files}`,
    );
  });
});
