import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PortableCase } from './case-file';
import type { Engine } from './engines';
import type { OtherBrowser } from './other-browsers';
import type { CaseLine } from './run-case';
import type { EngineRun } from './run-engine';
import type { PageScripts } from './serve-cases';
import { serveCases } from './serve-cases';
import type { Said } from './undriven-page';

/** A browser that says nothing for so long has lost its page, or shows another. */
const SILENCE_MS = 5 * 60_000;

/** Runs the cases, a line of JSON each, in a browser that opens one page and reports from it. */
export async function runUndriven(
  engine: Engine & { readonly browser: OtherBrowser },
  scripts: PageScripts,
  cases: readonly string[],
): Promise<EngineRun> {
  const started = Date.now();
  const folder = mkdtempSync(join(tmpdir(), 'reckon-browser-'));
  const lines: CaseLine[] = [];
  const said = new EventEmitter<{ said: [Said] }>();
  const server = await serveCases(scripts, cases, (word) => said.emit('said', word));
  const { command, args } = engine.browser;
  // In a group of its own: a browser is many processes.
  const child = spawn(command, [...args(folder), server.undrivenUrl(cases.length)], {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder },
  });
  const stop = (): void => endGroup(child);
  process.once('exit', stop);
  try {
    const { faulty, trouble } = await new Promise<Ending>((resolve) => {
      const fail = (why: string): void => {
        const at = cases[lines.length];
        const on = at === undefined ? '' : `, on ${(JSON.parse(at) as PortableCase).name}`;
        resolve({ faulty: [], trouble: why + on });
      };
      const lost = (): void => fail(`it said nothing for ${SILENCE_MS / 1000} s`);
      let silence = setTimeout(lost, SILENCE_MS);
      child.on('error', ({ message }) => fail(message));
      child.on('exit', (code, signal) => fail(`it ended with ${code ?? signal}`));
      said.on('said', (word) => {
        clearTimeout(silence);
        if (word.kind === 'line') {
          lines.push(word.line);
          silence = setTimeout(lost, SILENCE_MS);
        } else if (word.trouble === null) resolve({ faulty: word.faulty });
        else fail(word.trouble);
      });
    });
    const seconds = (Date.now() - started) / 1000;
    const { version } = engine.browser;
    return {
      engine,
      version,
      lines,
      seconds,
      faulty,
      ...(trouble === undefined ? {} : { trouble }),
    };
  } finally {
    process.removeListener('exit', stop);
    stop();
    server.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface Ending {
  readonly faulty: readonly number[];
  readonly trouble?: string;
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // They have ended.
  }
}
