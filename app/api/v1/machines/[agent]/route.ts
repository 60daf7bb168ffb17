import { readMachine } from '@/app/_data/machine';
import { knownMachine, serverNow } from '@/app/api/_http/machines';
import { route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { addressField } from '@/lib/shared/json-fields';

/** One machine, with the signed words that prove what is said of it. */
export const GET = route<{ agent: string }>(async (_request, { agent }) => {
  const key = addressField.parse(agent);
  return knownMachine(key, await readMachine(webDatabase(), key, serverNow()));
});
