import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes a child that stands in for the job child and does `code`, hostile as it may be: what a
 * module could do if it broke out of the engine. What the code returns, or the code of its error,
 * is said as a fault.
 *
 * @returns the child's path
 */
export function probeChild(folder: string, name: string, code: string): string {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(
    path,
    `import { writeSync } from 'node:fs';
     let said;
     try { said = String(await (async () => { ${code} })()); } catch (error) { said = error.code ?? error.name; }
     const text = Buffer.from(JSON.stringify({ header: { kind: 'fault', message: said }, files: [] }));
     const length = Buffer.alloc(4);
     length.writeUInt32BE(text.length);
     writeSync(1, Buffer.concat([length, text]));
     process.stdin.destroy();`,
  );
  return path;
}
