import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { sha256Of, type TestImage } from './busybox-image';

/**
 * A registry on loopback that speaks the pulling half of the OCI distribution protocol, and that can be
 * made to lie. It ends with the process.
 */
export async function startRegistry() {
  const content = new Map<string, { readonly type: string; readonly bytes: Buffer }>();
  const server = createServer(({ url = '', method }, response) => {
    const found =
      url === '/v2/' ? { type: 'application/json', bytes: Buffer.from('{}') } : content.get(url);
    response.setHeader('docker-distribution-api-version', 'registry/2.0');
    if (found === undefined) {
      response.writeHead(404, { 'content-type': 'application/json' });
      response.end('{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}');
      return;
    }
    response.writeHead(200, { 'content-type': found.type, 'content-length': found.bytes.length });
    response.end(method === 'HEAD' ? undefined : found.bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();

  const put = (kind: 'blobs' | 'manifests', digest: string, type: string, bytes: Buffer) =>
    content.set(`/v2/busybox/${kind}/${digest}`, { type, bytes });
  const manifestOf = ({ config, layer }: TestImage): Buffer => {
    const packed = gzipSync(layer);
    put('blobs', sha256Of(config), 'application/octet-stream', config);
    put('blobs', sha256Of(packed), 'application/octet-stream', packed);
    const described = (mediaType: string, bytes: Buffer) => ({
      mediaType,
      size: bytes.length,
      digest: sha256Of(bytes),
    });
    const layers = [described('application/vnd.oci.image.layer.v1.tar+gzip', packed)];
    const own = described('application/vnd.oci.image.config.v1+json', config);
    return Buffer.from(
      JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST, config: own, layers }),
    );
  };
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Serves an image. @returns the digest of its manifest */
    serve(image: TestImage): string {
      const manifest = manifestOf(image);
      put('manifests', sha256Of(manifest), MANIFEST, manifest);
      return sha256Of(manifest);
    },
    /** Serves an image under a digest that is not its own. @returns that digest */
    lie(image: TestImage): string {
      const digest = sha256Of(Buffer.from('something else'));
      put('manifests', digest, MANIFEST, manifestOf(image));
      return digest;
    },
  };
}

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
