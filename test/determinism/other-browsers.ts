import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A browser whose engine is not V8: it opens a page, and nobody drives it. */
export interface OtherBrowser {
  readonly name: string;
  /** As it says on the command line. */
  readonly version: string;
  readonly command: string;
  /** What comes before the page's address; `folder` is empty and the browser's own. */
  readonly args: (folder: string) => readonly string[];
}

/** A browser that this machine has not, and why. */
export interface MissingBrowser {
  readonly name: string;
  readonly reason: string;
}

const FIREFOX = 'Firefox (SpiderMonkey)';
const WEBKIT = 'WebKitGTK (JavaScriptCore)';

/** The browsers of other engines that are installed here; neither is fetched. */
export function findOtherBrowsers(): (OtherBrowser | MissingBrowser)[] {
  return [findFirefox(), findWebKit()];
}

const onPath = (...names: readonly string[]): string | undefined =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path));

const versionOf = (command: string, ...args: readonly string[]): string =>
  spawnSync(command, [...args, '--version'], { encoding: 'utf8' }).stdout?.trim() || '-';

/** A profile that asks for nothing. */
const FIREFOX_SETTINGS = [
  'user_pref("datareporting.policy.dataSubmissionEnabled", false);',
  'user_pref("browser.shell.checkDefaultBrowser", false);',
  'user_pref("browser.aboutwelcome.enabled", false);',
];

function findFirefox(): OtherBrowser | MissingBrowser {
  const command = onPath('firefox', 'firefox-esr');
  if (command === undefined) return { name: FIREFOX, reason: 'there is no firefox on the PATH' };
  return {
    name: FIREFOX,
    version: versionOf(command),
    command,
    args: (folder) => {
      writeFileSync(join(folder, 'user.js'), FIREFOX_SETTINGS.join('\n'));
      return ['--headless', '--no-remote', '--profile', folder];
    },
  };
}

/** WebKitGTK's own small browser, which systems keep beside the library; it wants a display. */
function findWebKit(): OtherBrowser | MissingBrowser {
  const miniBrowser = miniBrowserPath();
  if (miniBrowser === undefined) {
    return { name: WEBKIT, reason: 'there is no MiniBrowser of WebKitGTK (webkit2gtk-driver)' };
  }
  const xvfbRun = onPath('xvfb-run');
  if (xvfbRun === undefined) return { name: WEBKIT, reason: 'there is no xvfb-run on the PATH' };
  const inDisplay = ['--auto-servernum', miniBrowser];
  return {
    name: WEBKIT,
    version: versionOf(xvfbRun, ...inDisplay),
    command: xvfbRun,
    args: () => [...inDisplay, '--private'],
  };
}

function miniBrowserPath(): string | undefined {
  const folders = ['/usr/lib', '/usr/libexec', ...triplets().map((name) => `/usr/lib/${name}`)];
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => /^webkit2?gtk-[\d.]+$/.test(name))
        .map((name) => join(folder, name, 'MiniBrowser')),
    )
    .find((path) => existsSync(path));
}

function triplets(): string[] {
  return process.platform === 'linux' ? ['x86_64-linux-gnu', 'aarch64-linux-gnu'] : [];
}
