import { exampleFile } from '../../../../_data/listed-modules';

const TYPES: Record<string, string> = {
  csv: 'text/csv',
  png: 'image/png',
  jpg: 'image/jpeg',
  txt: 'text/plain',
};

/** A file of a module's example, to fill the form with. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ id: string; name: string }> },
): Promise<Response> {
  const { id, name } = await params;
  const bytes = await exampleFile(id, name);
  if (!bytes) return new Response('Not found', { status: 404 });
  const type = TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      'content-type': type,
      'cache-control': 'public, max-age=3600',
      'content-security-policy': "default-src 'none'; sandbox",
    },
  });
}
