import { createServer, type IncomingMessage } from 'node:http';

type Handler = (request: Request, context: { params: Promise<never> }) => Promise<Response>;
type Route = { readonly GET?: unknown; readonly POST?: unknown };

/** The routes that agents, solvers, buyers and authors use, by their addresses below /api/v1. */
const ROUTES: readonly (readonly [pattern: RegExp, load: () => Promise<Route>])[] = [
  [/^status$/, () => import('@/app/api/v1/status/route')],
  [/^modules$/, () => import('@/app/api/v1/modules/route')],
  [/^modules\/(?<id>\w+)$/, () => import('@/app/api/v1/modules/[id]/route')],
  [
    /^modules\/(?<id>\w+)\/certificate$/,
    () => import('@/app/api/v1/modules/[id]/certificate/route'),
  ],
  [/^resource-offers$/, () => import('@/app/api/v1/resource-offers/route')],
  [/^tickets$/, () => import('@/app/api/v1/tickets/route')],
  [/^job-offers$/, () => import('@/app/api/v1/job-offers/route')],
  [/^job-offers\/(?<hash>\w+)$/, () => import('@/app/api/v1/job-offers/[hash]/route')],
];

/**
 * The market's API over HTTP, from its real route handlers and without the pages: what a build of the
 * whole site would serve, seconds after its start. It reads the environment as the site does.
 */
export async function startApi(port: number): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    void answer(request).then(async (given) => {
      response.writeHead(given.status, Object.fromEntries(given.headers));
      response.end(Buffer.from(await given.arrayBuffer()));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}

async function answer(request: IncomingMessage): Promise<Response> {
  const { method = 'GET', headers } = request;
  const url = new URL(request.url ?? '/', `http://${headers.host}`);
  const path = url.pathname.replace(/^\/api\/v1\//, '');
  for (const [pattern, load] of ROUTES) {
    const match = pattern.exec(path);
    const handler = match && (await load())[method as keyof Route];
    if (!match || !handler) continue;
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const asked = new Request(url, {
      method,
      headers: { 'content-type': headers['content-type'] ?? '' },
      ...(method === 'GET' ? {} : { body: Buffer.concat(pieces) }),
    });
    const params = Promise.resolve({ ...match.groups } as never);
    return (handler as Handler)(asked, { params });
  }
  const error = { code: 'not-found', message: `There is no ${method} ${path} in this test.` };
  return Response.json({ error }, { status: 404 });
}
