import type { OutputKind } from './result-files';

/** What a deal's page has to know of its module. */
export interface DealModule {
  id: string;
  title: string;
  version: string;
  outputs: readonly {
    path: string;
    kind: OutputKind;
    mediaType: string;
    title: string;
  }[];
}
