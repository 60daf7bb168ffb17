/**
 * The origin that signatures to a service are bound to. The names of this machine stand for each
 * other, so that http://localhost:4000 and http://127.0.0.1:4000 are one service.
 *
 * @throws TypeError where the URL is malformed
 */
export function audienceOrigin(url: string): string {
  return loopbackNamed(new URL(url).origin);
}

/** Loopback names as `localhost`; anything else as it is, in lower case. */
export function loopbackNamed(hostOrOrigin: string): string {
  return hostOrOrigin
    .toLowerCase()
    .replace(/^(https?:\/\/)?(127\.0\.0\.1|\[::1\])(?=:|$)/, '$1localhost');
}
