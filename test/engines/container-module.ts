import type { PrivateKeyAccount } from 'viem/accounts';
import { contentIdOf } from '@/lib/content/content-id';
import { probeBodyOf, probeModule } from '@/lib/execution/oci/probe-module.server';
import type { Runner } from '@/lib/execution/runner';
import { certificateText } from '@/lib/modules/certificate';
import type { OciManifest } from '@/lib/modules/oci-manifest';
import { type ProbeCertificate, probeCidOf } from '@/lib/modules/probe-certificate';
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

/** What an author finds with an engine of its own, signed. */
export async function certifiedBy(
  author: PrivateKeyAccount,
  module: Awaited<ReturnType<typeof containerModule>>,
  runner: Runner,
): Promise<ProbeCertificate> {
  const probe = await probeModule(module, [runner], 2);
  const body = await probeBodyOf(module, probe, Math.floor(Date.now() / 1_000));
  const cid = probeCidOf(body);
  const signature = await author.signMessage({ message: certificateText(cid) });
  return { cid, signature: { signer: author.address, signature }, body };
}
