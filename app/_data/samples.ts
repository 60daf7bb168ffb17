import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModuleSample } from '@/components/modules/module-thumbnail';

const FOLDER = join(process.cwd(), 'public', 'modules');

/** What a module's example gives: a picture, a table or a text of public/modules/<name>.* */
export async function sampleOf(name: string): Promise<ModuleSample | undefined> {
  const read = (extension: string) =>
    readFile(join(FOLDER, `${name}.${extension}`), 'utf8').catch(() => undefined);
  const [picture, table, text, drawing] = await Promise.all(['png', 'csv', 'txt', 'svg'].map(read));
  if (picture !== undefined) return { kind: 'image', src: `/modules/${name}.png` };
  if (table !== undefined) return { kind: 'table', text: table };
  if (text !== undefined) return { kind: 'text', text };
  if (drawing !== undefined) return { kind: 'image', src: `/modules/${name}.svg` };
  return undefined;
}
