import { parseArgs } from 'node:util';
import { UsageError, usageErrorOf } from '../program/parse-command';

const MOST_GENERATED = 100;

export const CERTIFY_USAGE = `usage: npm run -s job -- certify FILE.wasm|MODULE [options]

Tries whether a program gives the same on every engine at hand: this Node with its default
compilers, with Liftoff only and with TurboFan only, and the other versions of Node that
npm run test:determinism has fetched. MODULE is a curated module's name, or a folder with a
manifest.json: its example is run, and jobs generated from it within its schema. A FILE.wasm is
run with an empty stdin and with random ones. Status, exit code, fuel, memory and digests must be
equal; what the code holds is listed. Nothing of it depends on time or place.
A module in a container is run five times on the engines that OCI_SOCKET names (several with
commas between them), with the GPUs that OCI_GPUS names (nvidia.com/gpu=0): that is evidence for
class B, not proof, and for a module that uses a GPU none at all of other cards.

  --runs N    generated inputs (by default 1 to 4, fewer the longer the example runs)
  --out FILE  write the certificate there
  --curated   refuse unless the engines at hand are those that a curated module must be tried on:
              all three tiers, and two major versions of V8
  --json      print the certificate instead of a report
  --help      print this

CERTIFIER_KEY_FILE names a file with a private key (0x and 64 hex digits, mode 0600) that signs
the certificate's CID (EIP-191); without it the certificate is unsigned, and says so.

exit code: 0 certified, 1 engines differ, 64 usage, 65 nothing to certify or refused, 75
  infrastructure fault (no result: run it again)
`;

export interface CertifyCommand {
  readonly kind: 'certify';
  readonly subject: string;
  readonly generated: number | undefined;
  readonly out: string | undefined;
  readonly json: boolean;
  readonly curated: boolean;
}

/**
 * Reads the command line behind `certify`.
 *
 * @throws UsageError
 */
export function parseCertify(argv: readonly string[]): CertifyCommand | { readonly kind: 'help' } {
  const { values, positionals } = parsed(argv);
  if (values.help === true) return { kind: 'help' };
  const [subject, ...more] = positionals;
  if (subject === undefined) throw new UsageError('no FILE.wasm or MODULE');
  if (more.length > 0) throw new UsageError(`${more[0]}: one at a time`);
  const { out, runs, json = false, curated = false } = values;
  return { kind: 'certify', subject, generated: generatedOf(runs), out, json, curated };
}

function generatedOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,3}$/.test(text) || Number(text) > MOST_GENERATED) {
    throw new UsageError(`--runs ${text}: it must be a whole number of at most ${MOST_GENERATED}`);
  }
  return Number(text);
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        runs: { type: 'string' },
        out: { type: 'string' },
        json: { type: 'boolean' },
        curated: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw usageErrorOf(error);
  }
}
