import { ERRNO } from './errno';
import type { HostContext } from './host-context';

/** There are no sockets: what is open is none, and says so. */
function refuse({ descriptors }: HostContext, fd: number): number {
  descriptors.get(fd);
  return ERRNO.notsock;
}

export const socketCalls = {
  sock_accept: refuse,
  sock_recv: refuse,
  sock_send: refuse,
  sock_shutdown: refuse,
};
