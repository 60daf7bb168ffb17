import { CLOCK_TOLERANCE } from '../../../lib/providers/admit-pulse';
import { LEAVE_CHECK } from '../../../lib/providers/leave-check';
import { oneLine } from '../../../lib/providers/machine-report';
import { offerCheckId } from '../../../lib/providers/offer-checks';
import { type Check, check, type Verdict } from './check';
import { type FoundEngine, judgeEngines } from './judge-engines';
import { judgeLeave, type Leave } from './judge-leave';

export type Found<T> =
  | { readonly is: T }
  /** Why it could not be looked at. */
  | { readonly unknown: string };

/** What was found of a machine; sizes in bytes, times in seconds. */
export type MachineFacts = {
  readonly nodeVersion: string;
  readonly leastNode: string;
  readonly memory: { readonly total: number; readonly available: number };
  readonly disk: Found<{ readonly free: number; readonly folder: string }>;
  /** The agent's own folder. */
  readonly stateDir: string;
  /** Bytes a second that are on the disk for good. */
  readonly diskSpeed: Found<number>;
  readonly openFiles: Found<number>;
  readonly timeSync: Found<boolean>;
  readonly keyFile: Found<string>;
  readonly keyPath: string;
  readonly sandbox: {
    readonly permissions: boolean;
    readonly limits: boolean;
    readonly namespaces: boolean;
    readonly systemCalls: boolean;
  };
  readonly engines: readonly FoundEngine[];
  readonly api: Found<{
    readonly url: string;
    /** Seconds that this machine's clock is ahead of the server's. */
    readonly skew: number;
    readonly market: string;
    readonly minimumVersion: string;
    readonly isOutdated: boolean;
  }>;
  readonly rpc: Found<{
    readonly chainId: number;
    readonly genesisHash: string;
    /** Seconds that this machine's clock is ahead of the newest block. */
    readonly headAge: number;
  }>;
  readonly expected: {
    readonly chainId: number;
    readonly genesisHash: string;
    readonly market: string;
    readonly isLocal: boolean;
    readonly apiUrl: string;
    /** Empty where the deployment names none. */
    readonly directoryUrl: string;
  };
  /** What is wrong with the market's code; `compared`: whether it was compared with this clone's. */
  readonly code: Found<{ readonly problems: readonly string[]; readonly compared: boolean }>;
  readonly gas: Found<{ readonly key: string; readonly balance: bigint; readonly least: bigint }>;
  readonly directory: Found<string>;
  readonly provider: string | null;
  /** Whether that provider lets the key post for it. */
  readonly leave: Found<Leave>;
  /** Why offers are kept off the market; undefined where no agent runs that would know. */
  readonly concerns: readonly string[] | undefined;
};

/** Asks the (first) node for its chain. Its address may hold a secret: it is named, never told. */
const ASK_RPC = `curl -fsS -H 'content-type: application/json' -d '{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}' "\${RPC_URL%%,*}"`;
const MOST_OFFERS = 10;
const GIB = 1024 ** 3;
const MIB = 1024 ** 2;

/** The preflight: each thing that a machine needs, whether it has it, and what mends it. */
export function judgeMachine(facts: MachineFacts): Check[] {
  return [
    ...judgeSystem(facts),
    ...judgeSandbox(facts),
    ...judgeEngines(facts.engines),
    ...judgeMarket(facts),
    ...judgeClock(facts),
  ].map((check) => ({
    ...check,
    detail: oneLine(check.detail, 1_000),
    ...(check.fix === undefined ? {} : { fix: oneLine(check.fix, 1_000) }),
  }));
}

/** `unknown`: what it means where it could not be looked at. */
function from<T>(
  found: Found<T>,
  judge: (value: T) => Verdict,
  unknown: Check['outcome'],
  fix?: string,
): Verdict {
  return 'is' in found ? judge(found.is) : [unknown, found.unknown, fix];
}

function judgeSystem(facts: MachineFacts): Check[] {
  const { memory } = facts;
  return [
    check(
      'node',
      'Node.js',
      isAtLeast(facts.nodeVersion, facts.leastNode)
        ? ['passed', facts.nodeVersion]
        : [
            'failed',
            `Node ${facts.nodeVersion} is too old: ${facts.leastNode} is the least.`,
            'nvm install 22 && nvm use 22',
          ],
    ),
    check('memory', 'Memory', judgeMemory(memory.total, memory.available)),
    check(
      'disk-space',
      'Disk space',
      from(
        facts.disk,
        ({ free, folder }) => {
          const text = `${size(free)} free under ${folder}.`;
          const fix = `df -h ${quoted(folder)}`;
          if (free < GIB) return ['failed', `${text} One GiB is the least.`, fix];
          return free < 5 * GIB
            ? ['warning', `${text} Jobs with large files need more.`, fix]
            : ['passed', text];
        },
        'failed',
        `ls -ld ${quoted(facts.stateDir)}`,
      ),
    ),
    check(
      'disk-speed',
      'Disk speed',
      from(
        facts.diskSpeed,
        (rate) =>
          rate < 20 * MIB
            ? [
                'warning',
                `Writes ${size(rate)}/s for good: results of large jobs may be late.`,
                `findmnt -T ${quoted(facts.stateDir)}`,
              ]
            : ['passed', `Writes ${size(rate)}/s for good.`],
        'skipped',
        `ls -ld ${quoted(facts.stateDir)}`,
      ),
    ),
    check(
      'open-files',
      'Open files',
      from(
        facts.openFiles,
        (most) =>
          most < 4_096
            ? ['warning', `At most ${most} open files; 4096 are recommended.`, 'ulimit -n 4096']
            : ['passed', `Up to ${most}.`],
        'skipped',
      ),
    ),
    check(
      'key-file',
      'Key of the agent',
      from(
        facts.keyFile,
        (agent) => ['passed', `Signs as ${agent}.`],
        'failed',
        `chmod 600 ${quoted(facts.keyPath)}`,
      ),
    ),
  ];
}

function judgeMemory(total: number, available: number): Verdict {
  const text = `${size(available)} of ${size(total)} available.`;
  if (total < GIB) return ['failed', `${text} A machine needs 1 GiB.`, 'free -h'];
  return available < GIB
    ? ['warning', `${text} Jobs may run out of it.`, 'ps aux --sort=-rss | head']
    : ['passed', text];
}

function judgeSandbox({ sandbox }: MachineFacts): Check[] {
  const { permissions, limits, namespaces, systemCalls } = sandbox;
  const lacking = [
    ...(permissions ? [] : ["Node's permissions"]),
    ...(limits ? [] : ['prlimit']),
    ...(namespaces ? [] : ['namespaces (bubblewrap)']),
    ...(systemCalls ? [] : ['a filter of system calls']),
  ];
  const install = 'apt-get install -y bubblewrap util-linux';
  return [
    check(
      'sandbox',
      'Sandbox of jobs',
      lacking.length === 0
        ? ['passed', 'Permissions, limits, namespaces and a filter of system calls.']
        : [
            permissions || namespaces ? 'warning' : 'failed',
            `Jobs run without ${lacking.join(', ')}: strangers' code is kept less well.`,
            install,
          ],
    ),
  ];
}

function judgeMarket(facts: MachineFacts): Check[] {
  const { expected, provider, concerns } = facts;
  const askApi = `curl -fsS ${quoted(`${expected.apiUrl}/api/v1/status`)}`;
  return [
    check(
      'api',
      'Market’s API',
      from(
        facts.api,
        ({ url, market, isOutdated, minimumVersion }) => {
          if (market.toLowerCase() !== expected.market.toLowerCase()) {
            const text = `${url} serves the market ${market}, not ${expected.market}.`;
            return ['failed', text, askApi];
          }
          return isOutdated
            ? ['failed', `It needs agents of ${minimumVersion} or later.`, 'git pull && npm ci']
            : ['passed', url];
        },
        'failed',
        askApi,
      ),
    ),
    check(
      'rpc',
      'Chain',
      from(
        facts.rpc,
        ({ chainId, genesisHash }) => {
          if (chainId !== expected.chainId) {
            const text = `The node serves chain ${chainId}, the market is on ${expected.chainId}.`;
            return ['failed', `${text} Set RPC_URL to one of its own.`, ASK_RPC];
          }
          return genesisHash.toLowerCase() === expected.genesisHash.toLowerCase()
            ? ['passed', `Chain ${chainId}.`]
            : ['failed', `The node's chain began with another block than the market's.`, ASK_RPC];
        },
        'failed',
        ASK_RPC,
      ),
    ),
    check(
      'market-code',
      'Market’s code',
      from(
        facts.code,
        ({ problems, compared }) => {
          if (problems.length > 0) {
            const fix = compared ? 'git pull && npm ci && npm run build:contracts' : ASK_RPC;
            return ['failed', `${problems.join('; ')}.`, fix];
          }
          return compared
            ? ['passed', `The code at ${expected.market} is what this clone builds.`]
            : ['passed', `There is code at ${expected.market}; it was not compared.`];
        },
        'failed',
        ASK_RPC,
      ),
    ),
    check(
      'gas',
      'Coin for gas',
      from(
        facts.gas,
        ({ key, balance, least }) => {
          if (balance >= least) return ['passed', 'Enough for twenty results and more.'];
          return expected.isLocal
            ? ['passed', 'The faucet of the development chain fills it.']
            : [
                'failed',
                `${key} has ${balance} wei, it needs ${least}: send some to it.`,
                `cast send ${key} --value ${least - balance} --interactive --rpc-url "$RPC_URL"`,
              ];
        },
        'skipped',
      ),
    ),
    check(
      'directory',
      'Directory',
      from(
        facts.directory,
        (url) => ['passed', `${url} answers.`],
        'failed',
        `curl -fsSI ${quoted(expected.directoryUrl)}`,
      ),
    ),
    check(
      'provider',
      'Provider',
      provider === null
        ? [
            'warning',
            'It serves nobody yet.',
            'npm run provider -- --pair CODE (from the page Provide)',
          ]
        : ['passed', `Serves ${provider}.`],
    ),
    check(LEAVE_CHECK, 'Leave to post', from(facts.leave, judgeLeave(expected.market), 'skipped')),
    ...judgeOffers(concerns),
  ];
}

/** One check for each offer that is off the market, as far as a report has room for them. */
function judgeOffers(concerns: MachineFacts['concerns']): Check[] {
  if (!concerns) return [];
  if (concerns.length === 0) {
    return [check('offers', 'Offers', ['passed', 'The machine can keep each that names it.'])];
  }
  const more = concerns.length - MOST_OFFERS;
  const told = concerns.slice(0, MOST_OFFERS);
  const all = more > 0 ? [...told, `${more} more are off the market.`] : told;
  return all.map((text, index) => check(offerCheckId(index), 'Offers', ['warning', text]));
}

function judgeClock({ api, rpc, expected, timeSync }: MachineFacts): Check[] {
  const ntp = 'timedatectl set-ntp true';
  return [
    check(
      'clock',
      'Clock',
      from(
        api,
        ({ skew }) => {
          const text = `${Math.abs(skew)} s ${skew < 0 ? 'behind' : 'ahead of'} the market's.`;
          if (Math.abs(skew) > CLOCK_TOLERANCE) return ['failed', text, ntp];
          return Math.abs(skew) > 10 ? ['warning', text, ntp] : ['passed', text];
        },
        'skipped',
      ),
    ),
    check(
      'chain-clock',
      'Clock against the chain',
      from(
        rpc,
        ({ headAge }) => {
          if (expected.isLocal) return ['skipped', 'A development chain keeps its own time.'];
          if (headAge < -CLOCK_TOLERANCE) {
            return ['failed', `The newest block is ${-headAge} s in this machine's future.`, ntp];
          }
          return headAge > 600
            ? ['warning', `The node's newest block is ${headAge} s old: is it in step?`, ASK_RPC]
            : ['passed', `The newest block is ${headAge} s old.`];
        },
        'skipped',
      ),
    ),
    check(
      'time-sync',
      'Time synchronisation',
      from(
        timeSync,
        (isOn) => (isOn ? ['passed', 'On.'] : ['warning', 'Off: the clock will drift.', ntp]),
        'skipped',
      ),
    ),
  ];
}

/** For a shell; what is no part of a usual path or address is left out. */
const quoted = (text: string): string => `'${text.replaceAll("'", '')}'`;

function isAtLeast(version: string, least: string): boolean {
  const parts = (text: string) =>
    text
      .replace(/^[v>=]+/, '')
      .split('.')
      .map(Number);
  const [own, wanted] = [parts(version), parts(least)];
  const at = wanted.findIndex((part, index) => part !== own[index]);
  return at < 0 || (own[at] ?? 0) > (wanted[at] ?? 0);
}

function size(bytes: number): string {
  return bytes >= GIB ? `${(bytes / GIB).toFixed(1)} GiB` : `${Math.round(bytes / MIB)} MiB`;
}

/** Whether a machine may go on the market, by its checks. */
export function fitnessOf(checks: readonly Check[]): 'fit' | 'warnings' | 'unfit' {
  if (checks.some(({ outcome }) => outcome === 'failed')) return 'unfit';
  return checks.some(({ outcome }) => outcome === 'warning') ? 'warnings' : 'fit';
}
