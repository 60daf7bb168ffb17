import { installPackages, run } from './apt.mjs';

/**
 * Installs Debian's Docker. Its daemon is not started: whoever wants it enables docker.socket.
 *
 * @param {{ say: (line: string) => void }} options
 */
export async function setupDocker({ say }) {
  await installPackages(['docker.io', 'busybox-static'], { say });
  const { status, said } = run('dockerd', ['--version']);
  if (status !== 0) throw new Error(`dockerd does not run here: ${said.trim().slice(-1_000)}`);
  say(`  ${said.trim()}`);
}
