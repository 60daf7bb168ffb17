import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foundryBinary } from '../../scripts/start/native.mjs';
import { type GuardName, guards, withoutGuard } from './guards';

/** Builds the contracts without one guard in a folder of their own; nothing of the clone is touched. */
export async function buildWithout(
  guard: GuardName,
  root: string,
): Promise<{ artifacts: string; remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), `reckon-without-${guard}-`));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    cpSync(join(root, 'contracts/src'), join(folder, 'src'), { recursive: true });
    const file = join(folder, 'src', guards[guard].file);
    writeFileSync(file, withoutGuard(guard, readFileSync(file, 'utf8')));
    writeFileSync(join(folder, 'foundry.toml'), settings(root));
    await forgeBuild(folder);
    return { artifacts: join(folder, 'out'), remove };
  } catch (cause) {
    remove();
    throw new Error(`The contracts without ${guard} could not be built`, { cause });
  }
}

/** Built for speed: neither optimized nor within the limit of code size, which anvil is told. */
function settings(root: string): string {
  return `[profile.default]
src = "src"
out = "out"
cache_path = "cache"
libs = []
solc = ${JSON.stringify(join(root, 'scripts/solc.mjs'))}
offline = true
auto_detect_solc = false
evm_version = "cancun"
optimizer = false
via_ir = false
bytecode_hash = "none"
cbor_metadata = false
remappings = [${JSON.stringify(`@openzeppelin/=${join(root, 'node_modules/@openzeppelin')}/`)}]
allow_paths = [${JSON.stringify(join(root, 'node_modules'))}]
[lint]
lint_on_build = false
`;
}

function forgeBuild(folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const { FOUNDRY_PROFILE: _, ...env } = process.env;
    const child = spawn(foundryBinary('forge'), ['build'], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const end = () => child.kill('SIGKILL');
    process.once('exit', end);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    }
    child.once('error', reject);
    child.once('exit', (code) => {
      process.off('exit', end);
      if (code === 0) resolve();
      else reject(new Error(`forge build failed (exit ${code}):\n${said.slice(-4_000)}`));
    });
  });
}
