import { webDatabase } from '@/lib/db/web-database.server';
import { readPublishedSample } from '@/lib/modules/published-modules.query';
import { moduleIdOf } from '../../../_data/listed-modules';

/** The picture that a published module's example gave. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const id = moduleIdOf((await params).id);
  const sample = id && (await readPublishedSample(webDatabase(), id));
  if (!sample?.type.startsWith('image/')) return new Response('Not found', { status: 404 });
  return new Response(sample.bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      'content-type': sample.type,
      'cache-control': 'public, max-age=86400',
      'content-security-policy': "default-src 'none'; sandbox",
    },
  });
}
