import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';

const listen = (port, host) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host, exclusive: true }, () => {
      const got = server.address().port;
      server.close(() => resolve(got));
    });
  });

/** Whether nobody listens on the port, on loopback or on all addresses. */
export async function isPortFree(port) {
  for (const host of ['127.0.0.1', '0.0.0.0', '::']) {
    const got = await listen(port, host);
    // A machine without IPv6 refuses '::' on every port.
    if (got === undefined && (host !== '::' || (await listen(0, '::')) !== undefined)) return false;
  }
  return true;
}

/** A port that nobody uses at the moment, chosen by the system. */
export async function freePort() {
  const port = await listen(0, '127.0.0.1');
  if (port === undefined) throw new Error('no free port');
  return port;
}

/**
 * A port for each name: the one kept in `file` if it is free, else the usual one, else any above it.
 * The choice is written back, so that addresses stay the same from start to start. Choose late: a
 * port is only taken when its server listens.
 *
 * @param {string} file
 * @param {Record<string, number>} usual 0 for any free port
 * @returns {Promise<Record<string, number>>}
 */
export async function choosePorts(file, usual) {
  let kept = {};
  try {
    kept = JSON.parse(readFileSync(file, 'utf8'));
  } catch {}
  const chosen = {};
  const isTaken = (port) => Object.values(chosen).includes(port);
  const isGood = async (port) => !isTaken(port) && (await isPortFree(port));
  for (const [name, preferred] of Object.entries(usual)) {
    const candidates = [kept[name], preferred].filter((port) => port > 0);
    for (const port of candidates) {
      if (chosen[name] === undefined && (await isGood(port))) chosen[name] = port;
    }
    for (
      let port = preferred + 1;
      preferred > 0 && !chosen[name] && port < preferred + 100;
      port++
    ) {
      if (await isGood(port)) chosen[name] = port;
    }
    while (chosen[name] === undefined) {
      const port = await freePort();
      if (!isTaken(port)) chosen[name] = port;
    }
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...kept, ...chosen }, null, 2)}\n`);
  return chosen;
}
