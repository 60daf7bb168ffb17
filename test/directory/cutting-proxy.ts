import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * A TCP proxy on loopback that cuts connections: each after `cutAfter` bytes from the client, as long
 * as there are cuts left.
 */
export async function startCuttingProxy(target: number, cutAfter: number, cuts: number) {
  let left = cuts;
  const open = new Set<Socket>();
  const server: Server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    let seen = 0;
    client.on('data', (piece) => {
      seen += piece.length;
      upstream.write(piece);
      if (left > 0 && seen > cutAfter) {
        left -= 1;
        client.destroy();
      }
    });
    upstream.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    cutsLeft: () => left,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
