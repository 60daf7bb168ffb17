import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkRunReceipt } from './check-run-receipt';

const EXIT = { holds: 0, fails: 1, usage: 64, unreadable: 66 } as const;
const LARGEST_RECEIPT = 64 * 1024 * 1024;

export const CHECK_RECEIPT_USAGE = `usage: npm run -s job -- check-receipt RECEIPT.json [--result FOLDER FILE...] [--json]

Checks a run's receipt with nothing but itself, offline: who signed the offers and the receipt, that
the deal is of these offers, and that the outputs are the ones that the provider sealed. With FILEs,
that they are of this result; their names in it are their paths from FOLDER.

  --result FOLDER  where the result was put (default: the current folder)
  --json           print {"isSound","checks":[{"what","holds","why"}]}

exit code: 0 all of it holds, 1 something does not, 64 usage, 66 a file that cannot be read
`;

/** npm run job -- check-receipt. @returns the exit code */
export async function runCheckReceiptCommand(
  argv: readonly string[],
  place: { readonly folder: string },
): Promise<number> {
  const usage = (problem: string): number => {
    process.stderr.write(`reckon: ${problem}\n${CHECK_RECEIPT_USAGE}`);
    return EXIT.usage;
  };
  let command: ReturnType<typeof read>;
  try {
    command = read(argv);
  } catch (error) {
    return usage((error as Error).message);
  }
  const { values, positionals } = command;
  if (values.help) {
    process.stdout.write(CHECK_RECEIPT_USAGE);
    return EXIT.holds;
  }
  const [receipt, ...names] = positionals;
  if (receipt === undefined) return usage('name the receipt');
  const folder = resolve(place.folder, values.result ?? '.');
  let text: string;
  let files: Map<string, Uint8Array>;
  try {
    const bytes = readFileSync(resolve(place.folder, receipt));
    if (bytes.length > LARGEST_RECEIPT) throw new Error(`${receipt} is too large for a receipt`);
    text = bytes.toString('utf8');
    files = new Map(
      names.map((name) => {
        const path = resolve(place.folder, name);
        return [relative(folder, path), new Uint8Array(readFileSync(path))];
      }),
    );
  } catch (error) {
    process.stderr.write(`reckon: ${(error as Error).message}\n`);
    return EXIT.unreadable;
  }
  const { checks, isSound } = await checkRunReceipt(text, files);
  if (values.json) process.stdout.write(`${JSON.stringify({ isSound, checks })}\n`);
  else {
    for (const { what, holds, why } of checks) {
      process.stdout.write(`${holds ? 'holds' : 'FAILS'}  ${what}. ${why}\n`);
    }
  }
  return isSound ? EXIT.holds : EXIT.fails;
}

function read(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      result: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
}
