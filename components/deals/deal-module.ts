/** What a deal's page has to know of its module. */
export interface DealModule {
  id: string;
  title: string;
  outputs: readonly {
    path: string;
    kind: 'text' | 'table' | 'image' | 'file';
    mediaType: string;
    title: string;
  }[];
}
