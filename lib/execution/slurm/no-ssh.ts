/**
 * Stands for the package ssh2 in the one file that nodes run: docker-modem loads it, with its native parts, for
 * engines behind SSH, and ours are behind a socket.
 */
export const Client = undefined;
