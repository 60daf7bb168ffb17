import { parseArgs } from 'node:util';
import type { JobLimits } from '../execution';
import { outputFolderOf } from '../wasi/create-host';

const LARGEST_FUEL = 2n ** 63n - 1n;
const LARGEST_MIB = 2_048;
const DEFAULT_LIMITS: JobLimits = {
  fuelLimit: 1_000_000_000_000n,
  memoryMiB: 1_024,
  storageMiB: 256,
};

export const USAGE = `usage: npm run -s job -- run FILE.wasm [options] [-- ARGUMENT...]
       npm run -s job -- certify FILE.wasm|MODULE [options]   (certify --help)
       npm run -s job -- check-receipt RECEIPT.json [FILE...]  (check-receipt --help)
       npm run -s job -- publish FOLDER|FILE.wasm [options]    (publish --help)

Runs a WASI preview1 program on the engine that runs jobs: metered, in a process of its own, with
virtual time and seeded randomness, so that the same program, arguments and files give the same
result and fuel on every machine. stdin is passed through; argv[0] is the file's name.

  --dir GUEST=HOST  the program finds the folder HOST, as it is now, under the name GUEST. New and
                    changed files are written back at the end, whatever it is, only inside HOST;
                    what it removes stays. A symbolic link that leads out of HOST, or to a
                    folder, is refused. May be repeated. Without any, the program finds no files.
                    HOST::GUEST, as other runtimes have it, is the same; HOST alone is found
                    under the name by which it is given here.
  --env NAME=VALUE  a variable of its environment, which is empty otherwise; may be repeated
  --fuel N          fuel that it may use (${DEFAULT_LIMITS.fuelLimit})
  --memory MIB      memory that it may have (${DEFAULT_LIMITS.memoryMiB})
  --storage MIB     output that it may make: files, stdout, stderr (${DEFAULT_LIMITS.storageMiB})
  --json            print {"status","exitCode","fuel","resultDigest","stateDigest","outputs"} and
                    nothing of what the program says
  --help            print this
  --version         print the engine's name and version

exit code: the program's own (0 to 255; a larger one by its last byte, or 1 where that is 0), or
  64 usage, 65 bad-input, 75 infrastructure fault (no result: run it again),
  124 fuel-exhausted, 125 output-exceeded, 134 trapped, 137 memory-exceeded
`;

/** A folder of this machine and the name by which the program finds it. */
export interface SharedFolder {
  readonly guest: string;
  readonly host: string;
}

export interface RunCommand {
  readonly kind: 'run';
  readonly file: string;
  readonly args: readonly string[];
  readonly env: readonly string[];
  readonly folders: readonly SharedFolder[];
  readonly limits: JobLimits;
  readonly json: boolean;
}

/** The command line cannot be understood. */
export class UsageError extends Error {}

/**
 * Reads the command line of `npm run job`.
 *
 * @throws UsageError
 */
export function parseCommand(
  argv: readonly string[],
): RunCommand | { readonly kind: 'help' } | { readonly kind: 'version' } {
  const end = argv.indexOf('--');
  const own = end < 0 ? argv : argv.slice(0, end);
  const args = end < 0 ? [] : argv.slice(end + 1);
  const { values, positionals } = parsed(own);
  if (values.help === true) return { kind: 'help' };
  if (values.version === true) return { kind: 'version' };
  const [command, file, ...more] = positionals;
  if (command !== 'run') {
    throw new UsageError(command === undefined ? 'no command' : `there is no command ${command}`);
  }
  if (file === undefined) throw new UsageError('no FILE.wasm');
  if (more.length > 0) throw new UsageError(`${more[0]}: arguments of the program go after --`);
  return {
    kind: 'run',
    file,
    args: args.map((arg) => withoutNul(arg, 'an argument')),
    env: variables(values.env ?? []),
    folders: sharedFolders(values.dir ?? []),
    limits: {
      fuelLimit: numberOf('--fuel', values.fuel, DEFAULT_LIMITS.fuelLimit, LARGEST_FUEL),
      memoryMiB: mebibytes('--memory', values.memory, DEFAULT_LIMITS.memoryMiB),
      storageMiB: mebibytes('--storage', values.storage, DEFAULT_LIMITS.storageMiB),
    },
    json: values.json === true,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        dir: { type: 'string', multiple: true },
        env: { type: 'string', multiple: true },
        fuel: { type: 'string' },
        memory: { type: 'string' },
        storage: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw usageErrorOf(error);
  }
}

/** What parseArgs complains of, without the advice that Node adds to the first sentence. */
export function usageErrorOf(error: unknown): UsageError {
  const message = error instanceof Error ? error.message : String(error);
  return new UsageError(message.split(/\. |\n/, 1)[0], { cause: error });
}

/** The last value of a name counts. */
function variables(texts: readonly string[]): string[] {
  const byName = new Map<string, string>();
  for (const text of texts) {
    const [name, value] = halves('--env', text, 'NAME=VALUE');
    byName.set(name, withoutNul(value, '--env'));
  }
  return [...byName].map(([name, value]) => `${name}=${value}`);
}

function sharedFolders(texts: readonly string[]): SharedFolder[] {
  const folders: SharedFolder[] = [];
  for (const text of texts) {
    const [guest, host] = guestAndHost(text);
    if (guest === '' || host === '') throw new UsageError(`--dir ${text}: it must be GUEST=HOST`);
    const other = folders.find((folder) => overlap(folder.guest, guest));
    if (other !== undefined) {
      throw new UsageError(`--dir ${guest} and --dir ${other.guest} overlap`);
    }
    folders.push({ guest, host });
  }
  return folders;
}

/** GUEST=HOST, or HOST::GUEST or HOST as other runtimes have them. */
function guestAndHost(text: string): [guest: string, host: string] {
  withoutNul(text, '--dir');
  const equals = text.indexOf('=');
  if (equals >= 0) return [text.slice(0, equals), text.slice(equals + 1)];
  const colons = text.lastIndexOf('::');
  return colons < 0 ? [text, text] : [text.slice(colons + 2), text.slice(0, colons)];
}

/** Whether files of both would have the same names among the outputs. */
function overlap(left: string, right: string): boolean {
  const [one, other] = [`${outputFolderOf(left)}/`, `${outputFolderOf(right)}/`];
  return one.startsWith(other) || other.startsWith(one);
}

function halves(option: string, text: string, form: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`${option} ${text}: it must be ${form}`);
  return [withoutNul(text.slice(0, at), option), text.slice(at + 1)];
}

function withoutNul(text: string, what: string): string {
  if (text.includes('\0')) throw new UsageError(`${what} holds a NUL`);
  return text;
}

function numberOf(option: string, text: string | undefined, usual: bigint, most: bigint): bigint {
  if (text === undefined) return usual;
  const value = /^\d{1,19}$/.test(text) ? BigInt(text) : undefined;
  if (value === undefined || value > most) {
    throw new UsageError(`${option} ${text}: it must be a whole number of at most ${most}`);
  }
  return value;
}

function mebibytes(option: string, text: string | undefined, usual: number): number {
  return Number(numberOf(option, text, BigInt(usual), BigInt(LARGEST_MIB)));
}
