import { parseArgs } from 'node:util';

export const USAGE = `usage: npm run provider [-- --pair CODE] [--api URL]
       npm run provider -- doctor [--json] [--strict] [--fix-hints] [--benchmark] [--api URL]
       npm run provider -- allow [--api URL]

Serves the deals of a provider on this machine; with doctor, tells whether the machine is fit for it;
with allow, lets an agent with a wallet (WALLET_KEY_FILE) serve again whose key was forbidden.

  --pair CODE   the one-time code from the page Provide (also PAIR_CODE): this machine serves the
                code's provider from now on
  --api URL     the market's own address (also API_URL): contracts and node are asked of it once
  --json        print the machine's report as JSON: {"fitness","report"}
  --strict      warnings count too
  --fix-hints   under each problem, the command that mends it
  --benchmark   measure engine, memory and disk anew
  --help        print this

exit code of doctor: 0 fit, 1 warnings (with --strict only), 2 unfit, 64 usage,
  75 cannot tell: no market is known, or it cannot be asked
exit code of allow: 0 the key may post, 64 usage, 75 market or node cannot be asked, or took no
  transaction, 78 settings or key files
`;

const COMMANDS: readonly string[] = ['doctor', 'allow'];

/** The command line cannot be understood. */
export class ProviderUsageError extends Error {}

export type ProviderCommand =
  | { readonly kind: 'help' }
  | { readonly kind: 'serve'; readonly pair: string | undefined; readonly api: string | undefined }
  | { readonly kind: 'allow'; readonly api: string | undefined }
  | {
      readonly kind: 'doctor';
      readonly api: string | undefined;
      readonly json: boolean;
      readonly strict: boolean;
      readonly fixHints: boolean;
      readonly benchmark: boolean;
    };

/**
 * Reads what follows `npm run provider --`.
 *
 * @throws ProviderUsageError
 */
export function parseProviderCommand(argv: readonly string[]): ProviderCommand {
  const { values, positionals } = parsed(argv);
  if (values.help) return { kind: 'help' };
  const [command, ...more] = positionals;
  if (more.length > 0 || (command !== undefined && !COMMANDS.includes(command))) {
    throw new ProviderUsageError(`there is no command ${positionals.join(' ')}`);
  }
  const { api } = values;
  if (api !== undefined && !/^https?:\/\/[^\s/]+\S*$/.test(api)) {
    throw new ProviderUsageError(`--api ${api}: it must look like https://market.example`);
  }
  if (values.pair?.trim() === '') throw new ProviderUsageError('--pair: the code is missing');
  const { json = false, strict = false, benchmark = false } = values;
  const fixHints = values['fix-hints'] ?? false;
  if (command === 'doctor') {
    if (values.pair !== undefined) throw new ProviderUsageError('doctor pairs no machine');
    return { kind: 'doctor', api, json, strict, fixHints, benchmark };
  }
  if (json || strict || benchmark || fixHints) {
    throw new ProviderUsageError('--json, --strict, --fix-hints and --benchmark belong to doctor');
  }
  if (command === 'allow') {
    if (values.pair !== undefined) throw new ProviderUsageError('allow pairs no machine');
    return { kind: 'allow', api };
  }
  return { kind: 'serve', pair: values.pair, api };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        pair: { type: 'string' },
        api: { type: 'string' },
        json: { type: 'boolean' },
        strict: { type: 'boolean' },
        'fix-hints': { type: 'boolean' },
        benchmark: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ProviderUsageError(message.split(/\. |\n/, 1)[0], { cause: error });
  }
}
