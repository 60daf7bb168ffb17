import { contentIdOf } from '@/lib/content/content-id';
import type { OciManifest } from '@/lib/modules/oci-manifest';
import { canonicalJson, type JsonValue } from '@/lib/shared/canonical-json';
import { busyboxImage, type TestImage } from './busybox-image';
import { OCI_MANIFEST, shell } from './oci-job';

/** A module that carries its image (busybox unless given) and answers with its own job. */
export async function containerModule(
  change: Partial<OciManifest> = {},
  image: Promise<TestImage> = busyboxImage(),
) {
  const { archive, id: imageId } = await image;
  const manifest: OciManifest = {
    ...OCI_MANIFEST,
    name: 'echo-job',
    title: 'Echo of the job',
    image: { archive: 'image.tar', id: imageId },
    args: shell('cat /inputs/job.json > /outputs/answer'),
    outputs: [{ path: 'out/answer', kind: 'text', mediaType: 'application/json', title: 'Answer' }],
    example: { job: { text: 'example' }, files: {} },
    ...change,
  };
  const text = canonicalJson(manifest as unknown as JsonValue);
  const files = new Map<string, Uint8Array>([
    ['manifest.json', new TextEncoder().encode(text)],
    ['image.tar', archive],
  ]);
  return { manifest, files, id: (await contentIdOf(files)).id };
}
