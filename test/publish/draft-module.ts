import { readFile } from 'node:fs/promises';
import type { PrivateKeyAccount } from 'viem/accounts';
import { contentIdOf } from '@/lib/content/content-id';
import {
  manifestHashOf,
  publishTypedData,
  type SignedPublication,
} from '@/lib/modules/publication';
import { marketDomain } from '@/lib/offers/offer-types';
import { canonicalJson, type JsonValue } from '@/lib/shared/canonical-json';

type Fields = Record<string, unknown>;

/** Cowsay's program under a manifest of one's own: a module that nobody else has published. */
export async function draftModule(
  change: Fields = {},
  files: Record<string, Uint8Array> = {},
): Promise<Map<string, Uint8Array>> {
  const own = JSON.parse(await readFile('modules/cowsay/manifest.json', 'utf8')) as Fields;
  const manifest = { ...own, name: 'drafted', title: 'Drafted', ...change } as JsonValue;
  return new Map([
    ['manifest.json', new TextEncoder().encode(canonicalJson(manifest))],
    ['module.wasm', new Uint8Array(await readFile('modules/cowsay/module.wasm'))],
    ...Object.entries(files),
  ]);
}

/** What an author sends once the folder is in the directory. */
export async function signPublication(
  files: ReadonlyMap<string, Uint8Array>,
  author: PrivateKeyAccount,
  market: Parameters<typeof marketDomain>,
): Promise<SignedPublication> {
  const { id: moduleId } = await contentIdOf(files);
  const manifestHash = manifestHashOf(files.get('manifest.json') as Uint8Array);
  const publication = { moduleId, manifestHash, author: author.address };
  const signature = await author.signTypedData(
    publishTypedData(marketDomain(...market), publication),
  );
  return { ...publication, signature };
}
