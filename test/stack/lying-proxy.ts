import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { keccak256 } from 'viem';

type Call = { readonly id: unknown; readonly method: string; readonly params?: readonly unknown[] };

type Said =
  | { readonly result: unknown }
  | { readonly error: { readonly code: number; readonly message: string } }
  | { readonly status: number }
  /** This instead of JSON. */
  | { readonly text: string }
  /** Takes the call and never answers. */
  | { readonly silent: true };

/**
 * What a node says instead of the truth, or the HTTP status with which it fails; undefined = the truth.
 * `ask` asks the honest node behind it.
 */
export type Lie = (
  call: Call,
  ask: (method: string, params: readonly unknown[]) => Promise<unknown>,
) => Promise<Said | undefined>;

/** A node that may lie: hands calls on to an honest one, but for what `lie` answers. */
export async function startLyingProxy(honest: string, lie: Lie) {
  const asked: string[] = [];
  let current = lie;
  const forward = async (body: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(honest, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await response.json()) as { result?: unknown };
  };
  const ask = async (method: string, params: readonly unknown[]) =>
    (await forward({ jsonrpc: '2.0', id: 1, method, params })).result;
  const answerTo = async (call: Call, response: ServerResponse): Promise<void> => {
    asked.push(call.method);
    const said = await current(call, ask);
    if (said && 'status' in said) {
      response.statusCode = said.status;
      response.end('out of order');
      return;
    }
    if (said && 'silent' in said) return;
    response.setHeader('content-type', 'application/json');
    if (said && 'text' in said) {
      response.end(said.text);
      return;
    }
    const answer = said ? { jsonrpc: '2.0', id: call.id, ...said } : await forward(call);
    response.end(JSON.stringify(answer));
  };
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (piece) => {
      text += piece;
    });
    request.on('end', () => {
      void answerTo(JSON.parse(text) as Call, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Methods that it was asked, in order. */
    asked,
    lies(next: Lie) {
      current = next;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export type LyingProxy = Awaited<ReturnType<typeof startLyingProxy>>;

/** Swallows transactions, and says of each that it was mined with success in the newest block. */
export function inventReceipts(): Lie {
  const swallowed = new Set<string>();
  return async ({ method, params = [] }, ask) => {
    if (method === 'eth_sendRawTransaction') {
      const hash = keccak256(params[0] as `0x${string}`);
      swallowed.add(hash);
      return { result: hash };
    }
    if (method !== 'eth_getTransactionReceipt' || !swallowed.has(String(params[0]))) {
      return undefined;
    }
    const block = (await ask('eth_getBlockByNumber', ['latest', false])) as {
      hash: string;
      number: string;
    };
    return {
      result: {
        ...{ transactionHash: params[0], transactionIndex: '0x0', status: '0x1', type: '0x2' },
        ...{ blockHash: block.hash, blockNumber: block.number, logs: [], contractAddress: null },
        ...{ cumulativeGasUsed: '0x5208', gasUsed: '0x5208', effectiveGasPrice: '0x1' },
        ...{ from: `0x${'00'.repeat(20)}`, to: null, logsBloom: `0x${'00'.repeat(256)}` },
      },
    };
  };
}
