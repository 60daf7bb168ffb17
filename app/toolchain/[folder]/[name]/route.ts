import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { toolchainFile } from '../../../_data/toolchains';

/** Compilers for the page that makes modules, and what programs may include. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ folder: string; name: string }> },
): Promise<Response> {
  const { folder, name } = await params;
  const file = toolchainFile(folder, name);
  const info = file && (await stat(file.path).catch(() => undefined));
  if (!file || !info) return new Response('Not found', { status: 404 });
  const isVersioned = folder !== 'guest';
  return new Response(Readable.toWeb(createReadStream(file.path)) as ReadableStream, {
    headers: {
      'content-type': file.type,
      'content-length': String(info.size),
      'cache-control': isVersioned
        ? 'public, max-age=31536000, immutable, no-transform'
        : 'public, max-age=300',
    },
  });
}
