import { openCar } from '@/lib/content/car';
import type { DirectoryClient } from '@/lib/directory/directory.client';
import type { InputsKeeper } from '@/lib/offers/place-job-offer.client';
import { ApiError } from '@/lib/shared/api-error';

/**
 * A directory that is given a published module where it does not hold it: a directory keeps what
 * was promised to somebody, and nobody may have run the module for long.
 */
export function keeperOf(directory: DirectoryClient): InputsKeeper {
  return {
    putContent: (files) => directory.putContent(files),
    requestInputReceipt: async (request) => {
      try {
        return await directory.requestInputReceipt(request);
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== 'module_not_held') throw error;
        const files = await publishedFiles(request.moduleId);
        if (files === undefined) throw error;
        await directory.putContent(files);
        return directory.requestInputReceipt(request);
      }
    },
  };
}

/** The files of a published module; undefined where the market does not know it either. */
async function publishedFiles(moduleId: string) {
  const response = await fetch(`/api/v1/modules/${moduleId}/content`);
  if (!response.ok) return undefined;
  return (await openCar(new Uint8Array(await response.arrayBuffer()))).files;
}
