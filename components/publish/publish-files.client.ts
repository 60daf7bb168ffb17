import type { CallContext } from '@/components/wallet/use-call.client';
import { postJson } from '@/lib/shared/api.client';

/**
 * Puts a module's folder into the directory, has its publication signed and posts it.
 *
 * @param certificate of a module in a container: what its author found by running it
 * @throws ApiError with what to do; the wallet's own error when its user says no
 */
export async function publishFiles(
  files: ReadonlyMap<string, Uint8Array>,
  { actions, config, address }: Pick<CallContext, 'actions' | 'config' | 'address'>,
  certificate?: unknown,
): Promise<void> {
  const { chainId, market, directoryUrl } = config;
  if (!market) throw new Error('The market is not deployed yet.');
  const [{ DirectoryClient }, { marketDomain }, { manifestHashOf, publishTypedData }] =
    await Promise.all([
      import('@/lib/directory/directory.client'),
      import('@/lib/offers/offer-types'),
      import('@/lib/modules/publication'),
    ]);
  const domain = marketDomain(chainId, market);
  const directory = new DirectoryClient({ url: directoryUrl, domain });
  const { id: moduleId } = await directory.putContent(files);
  const manifestHash = manifestHashOf(files.get('manifest.json') ?? new Uint8Array());
  const publication = { moduleId, manifestHash, author: address };
  const signature = await actions.signTypedData(publishTypedData(domain, publication));
  const claim = certificate === undefined ? {} : { certificate };
  await postJson('/api/v1/modules', { ...publication, signature, ...claim });
}
