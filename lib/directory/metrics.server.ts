import { createServer } from 'node:http';
import type { RunningDirectory } from './directory.server';
import { metricsText } from './metrics';

/**
 * Serves GET /metrics on this machine's own address, apart from the public one: sums that change, or
 * do not, with an upload would tell an outsider whether somebody else's result was guessed right.
 *
 * @returns how to stop
 */
export async function serveMetrics(
  { ports, uploads }: Pick<RunningDirectory, 'ports' | 'uploads'>,
  port: number,
): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    void uploads.underWay().then(
      (underWay) => {
        const text = metricsText(ports.store.holdings(ports.now()), underWay);
        response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(text);
      },
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}
