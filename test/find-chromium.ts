import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

export interface Chromium {
  readonly executablePath: string;
  /** Variables that it needs besides those of this process. */
  readonly env: Readonly<Record<string, string>>;
}

/** Flags for a browser in a test: no sandbox (root), no graphics card, no traffic of its own. */
export const CHROMIUM_FLAGS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const root = join(import.meta.dirname, '..');
const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const SYSTEM_PATHS = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/**
 * Finds a browser without installing anything: CHROME_PATH, one of the system's, or the one that the
 * package @sparticuz/chromium carries (unpacked once, about two seconds).
 *
 * @throws when CHROME_PATH names no file
 */
export function findChromium(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Chromium {
  const named = env.CHROME_PATH;
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROME_PATH ${named} does not exist`);
    return { executablePath: named, env: {} };
  }
  const candidates = (env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => SYSTEM_NAMES.map((name) => join(folder, name)));
  const system = [...candidates, ...SYSTEM_PATHS].find((path) => existsSync(path));
  return system === undefined ? bundledChromium() : { executablePath: system, env: {} };
}

/** The browser of the package @sparticuz/chromium, with the shared libraries and fonts it may need. */
export function bundledChromium(): Chromium {
  const folder = unpack();
  const executablePath = join(folder, 'chromium');
  const libraries = { LD_LIBRARY_PATH: join(folder, 'al2023/lib') };
  const isComplete = spawnSync(executablePath, ['--version']).status === 0;
  return {
    executablePath,
    env: { ...(isComplete ? {} : libraries), ...(hasFonts() ? {} : fontEnv(folder)) },
  };
}

/** Unpacks into node_modules/.cache; the package itself would use one folder for all users. */
function unpack(): string {
  const require = createRequire(import.meta.url);
  const entry = require.resolve('@sparticuz/chromium');
  const manifest = join(entry, '../../../package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const folder = join(root, 'node_modules/.cache/reckon', `chromium-${version}`);
  if (existsSync(folder)) return folder;
  const partial = `${folder}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  // The library unpacks to TMPDIR, and its shared libraries only where it thinks it runs on AL2023.
  const script = `import('@sparticuz/chromium').then((m) => m.default.executablePath())`;
  execFileSync(process.execPath, ['-e', script], {
    cwd: root,
    env: { ...process.env, TMPDIR: partial, CODEBUILD_BUILD_IMAGE: 'nodejs22' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    renameSync(partial, folder);
  } catch (error) {
    // Another process has unpacked it meanwhile.
    if (!existsSync(folder)) throw error;
    rmSync(partial, { recursive: true, force: true });
  }
  return folder;
}

function hasFonts(): boolean {
  const folder = '/usr/share/fonts';
  if (process.platform !== 'linux') return true;
  return (
    existsSync('/etc/fonts/fonts.conf') && existsSync(folder) && readdirSync(folder).length > 0
  );
}

function fontEnv(folder: string): Record<string, string> {
  const file = join(folder, 'fonts.conf');
  const cache = join(folder, 'fonts-cache');
  writeFileSync(
    file,
    `<?xml version="1.0"?><fontconfig><dir>${join(folder, 'fonts')}</dir><cachedir>${cache}</cachedir></fontconfig>\n`,
  );
  return { FONTCONFIG_FILE: file };
}
