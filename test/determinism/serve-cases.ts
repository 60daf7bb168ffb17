import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Said } from './undriven-page';

/** Texts of what a browser loads. */
export interface PageScripts {
  readonly worker: string;
  readonly undrivenPage: string;
}

export interface CaseServer {
  /** A page without scripts, for a browser that is driven. */
  readonly url: string;
  /** A page that runs `count` cases by itself and tells the server what they came to. */
  readonly undrivenUrl: (count: number) => string;
  readonly close: () => void;
}

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";

/** The pages under the site's own policy, their worker, and each case at /case/<its place>. */
export async function serveCases(
  { worker, undrivenPage }: PageScripts,
  cases: readonly string[],
  hear: (said: Said) => void = () => {},
): Promise<CaseServer> {
  const answers = new Map<string, readonly [type: string, text: string]>([
    ['/worker.js', ['text/javascript', worker]],
    ['/undriven.js', ['text/javascript', undrivenPage]],
    [
      '/undriven',
      ['text/html', '<!doctype html><script type="module" src="/undriven.js"></script>'],
    ],
  ]);
  const server = createServer((request, response) => {
    response.setHeader('content-security-policy', POLICY);
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'POST') {
      let said = '';
      request.setEncoding('utf8').on('data', (piece: string) => {
        said += piece;
      });
      request.on('end', () => {
        hear(JSON.parse(said) as Said);
        response.end();
      });
      return;
    }
    const [type, text] = pathname.startsWith('/case/')
      ? ['application/json', cases[Number(pathname.slice('/case/'.length))] ?? 'null']
      : (answers.get(pathname) ?? ['text/html', '<!doctype html>']);
    response.setHeader('content-type', `${type}; charset=utf-8`).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    undrivenUrl: (count) => `${url}undriven?count=${count}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
