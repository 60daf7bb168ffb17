import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkRunReceipt } from './check-run-receipt';
import { withChain } from './checked-receipt';
import { compareWithChain } from './compare-with-chain.client';

const EXIT = {
  proven: 0,
  fails: 1,
  consistent: 3,
  usage: 64,
  unreadable: 66,
  noChain: 69,
} as const;
const LARGEST_RECEIPT = 64 * 1024 * 1024;

export const CHECK_RECEIPT_USAGE = `usage: npm run -s job -- check-receipt RECEIPT.json [--result FOLDER FILE...] [--rpc URL] [--json]

Checks a run's receipt with nothing but itself, offline: that a party of the deal signed it, who signed
the offers, that the deal is of these offers, that the outputs give the seal in it, and that a directory
of the job's list signed this seal. With FILEs, that they are of this result; their names in it are
their paths from FOLDER. A consistent receipt can be made up by anybody who has both offers, but for
the directory's signature: only the chain shows that the seal is the provider's. --rpc asks it.

  --result FOLDER  where the result was put (default: the current folder)
  --rpc URL        a node of the chain: asks it for the market's log of this deal
  --json           print {"isProven","isConsistent","checks":[{"what","holds","why"}]}; holds is
                   null where the file alone cannot tell

exit code: 0 it holds and the chain says the same, 3 consistent and not compared with the chain,
1 something does not hold, 64 usage, 66 a file that cannot be read, 69 the chain does not answer
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
    return EXIT.proven;
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
  let checked = await checkRunReceipt(text, files);
  if (values.rpc !== undefined && checked.receipt) {
    try {
      checked = withChain(checked, await compareWithChain(checked.receipt, values.rpc));
    } catch (error) {
      process.stderr.write(`reckon: the chain does not answer: ${(error as Error).message}\n`);
      return EXIT.noChain;
    }
  }
  const { checks, isConsistent, isProven } = checked;
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ isProven, isConsistent, checks })}\n`);
  } else {
    for (const { what, holds, why } of checks) {
      process.stdout.write(`${wordOf(holds)}  ${what}. ${why}\n`);
    }
    if (isConsistent && !isProven) process.stdout.write(NOT_COMPARED);
  }
  if (!isConsistent) return EXIT.fails;
  return isProven ? EXIT.proven : EXIT.consistent;
}

const NOT_COMPARED =
  'Consistent; not yet compared with the chain (--rpc URL): until then it shows no more than its parts.\n';

function wordOf(holds: boolean | null): string {
  if (holds === null) return 'open ';
  return holds ? 'holds' : 'FAILS';
}

function read(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      result: { type: 'string' },
      rpc: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
}
