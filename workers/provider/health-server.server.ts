import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import type { AgentState } from './agent-state';

/**
 * Serves, to this machine alone, /healthz (200 while healthy, draining included; 503 with what is
 * wrong) and /metrics for Prometheus.
 *
 * @param port 0 for any free one
 * @throws where the port is taken
 */
export async function startHealthServer(
  port: number,
  read: () => AgentState,
  registry: Registry,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer(({ method, url }, response) => {
    const path = url?.split('?')[0];
    const answer = (status: number, type: string, body: string) => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
      response.end(method === 'HEAD' ? undefined : body);
    };
    if (method !== 'GET' && method !== 'HEAD') answer(405, 'text/plain', 'GET only\n');
    else if (path === '/healthz') {
      const state = read();
      const status = state.state === 'unhealthy' ? 503 : 200;
      answer(status, 'application/json', `${JSON.stringify(state)}\n`);
    } else if (path === '/metrics') {
      void registry.metrics().then(
        (text) => answer(200, registry.contentType, text),
        (error: unknown) => answer(500, 'text/plain', `${String(error)}\n`),
      );
    } else answer(404, 'text/plain', 'There are /healthz and /metrics.\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
