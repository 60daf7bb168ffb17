import { buildParts } from '../scripts/start/build.mjs';

/** Integration tests deploy contracts: their artifacts have to be there and up to date. */
export default async function setup(): Promise<void> {
  await buildParts(['contracts']);
}
