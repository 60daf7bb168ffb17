import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Address } from 'viem';
import type { Deployment } from '@/lib/chain/deployment';
import { type DatabaseConnection, openDatabase } from '@/lib/db/database.server';
import { migrateDatabase } from '@/lib/db/migrate-database.server';
import { factsOf, writeTestDeployment } from '@/test/builders/test-deployment';
import { startTestMarket, type TestMarket } from '@/test/builders/test-market';
import { startPostgres } from '@/test/stack/start-postgres';
import { GET as getPairing } from '../../pairings/[code]/route';
import { POST as claimPairing } from '../../pairings/claim/route';
import { POST as createPairing } from '../../pairings/route';
import { GET as getStatus } from '../../status/route';
import { POST as postOrder } from '../[agent]/orders/route';
import { POST as postPulse } from '../[agent]/pulse/route';
import { POST as postRecheck } from '../[agent]/rechecks/route';
import { POST as postReport } from '../[agent]/report/route';
import { GET as getMachine } from '../[agent]/route';

/** The routes that an agent uses, as Next finds them. */
const ROUTES: [method: string, path: RegExp, handler: unknown][] = [
  ['GET', /^\/$/, async () => Response.json({})],
  ['GET', /^\/api\/v1\/status$/, getStatus],
  ['POST', /^\/api\/v1\/pairings$/, createPairing],
  ['POST', /^\/api\/v1\/pairings\/claim$/, claimPairing],
  ['GET', /^\/api\/v1\/pairings\/(?<code>[^/]+)$/, getPairing],
  ['GET', /^\/api\/v1\/machines\/(?<agent>\w+)$/, getMachine],
  ['POST', /^\/api\/v1\/machines\/(?<agent>\w+)\/report$/, postReport],
  ['POST', /^\/api\/v1\/machines\/(?<agent>\w+)\/pulse$/, postPulse],
  ['POST', /^\/api\/v1\/machines\/(?<agent>\w+)\/orders$/, postOrder],
  ['POST', /^\/api\/v1\/machines\/(?<agent>\w+)\/rechecks$/, postRecheck],
];

type Handler = (request: Request, context: { params: Promise<object> }) => Promise<Response>;

/** The part of a market that agents talk to, over HTTP. */
export interface MachineApi {
  readonly url: string;
  readonly market: TestMarket;
  readonly database: DatabaseConnection;
  readonly deployment: Deployment;
  readonly deploymentFile: string;
  /** The offers that it names to the agents of their keys, which agents asked, and the tickets it got. */
  readonly offers: {
    readonly named: Map<Address, object>;
    readonly asked: Address[];
    /** Hashes of their offers. */
    readonly tickets: string[];
  };
  /** Has the market ask for agents of a later version than there is, or of none in particular. */
  demandVersion(version: string | undefined): void;
  stop(): Promise<void>;
}

/**
 * Serves what agents ask of a market, with its chain and database; its directory is said to be here
 * too. Sets the environment that the routes read.
 */
export async function startMachineApi(): Promise<MachineApi> {
  const [market, postgres] = await Promise.all([startTestMarket(), startPostgres()]);
  await migrateDatabase(postgres.url);
  const database = openDatabase(postgres.url, { max: 2 });
  let demanded: string | undefined;
  const offers: MachineApi['offers'] = { named: new Map(), asked: [], tickets: [] };
  const listener = getRequestListener(async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === '/api/v1/resource-offers') {
      const agent = searchParams.get('ticketKey') as Address;
      offers.asked.push(agent);
      const item = offers.named.get(agent);
      return Response.json({ items: item ? [item] : [], next: null });
    }
    if (pathname === '/api/v1/tickets') {
      offers.tickets.push(
        ((await request.json()) as { resourceOfferHash: string }).resourceOfferHash,
      );
    }
    if (['/api/v1/tickets', '/api/v1/local/faucet'].includes(pathname)) return Response.json({});
    for (const [method, path, handler] of ROUTES) {
      const found = request.method === method ? path.exec(pathname) : null;
      const params = Promise.resolve({ ...found?.groups });
      if (!found) continue;
      const answer = await (handler as Handler)(request, { params });
      if (demanded === undefined || (handler !== postPulse && handler !== getStatus)) return answer;
      const agents = { minimumVersion: demanded };
      return Response.json({ ...(await answer.json()), ...agents, agents });
    }
    return new Response(null, { status: 404 });
  });
  const server = createServer((request, response) => {
    void listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const directories = [{ address: market.deployer.address, url }];
  const written = writeTestDeployment({ ...(await factsOf(market)), directories });
  const { deployment, file: deploymentFile } = written;
  process.env.DATABASE_URL = postgres.url;
  process.env.RPC_URL = market.anvil.url;
  process.env.DEPLOYMENT_FILE = deploymentFile;
  return {
    offers,
    ...{ url, market, database, deployment, deploymentFile },
    demandVersion(version) {
      demanded = version;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await database.close();
      await (globalThis as { reckonDatabase?: DatabaseConnection }).reckonDatabase?.close();
      await Promise.all([market.stop(), postgres.stop()]);
    },
  };
}
