import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { installPackages, run } from './apt.mjs';

/** netavark and iptables are asked for by podman itself, although jobs have no network. */
const PACKAGES = ['podman', 'runc', 'iptables', 'netavark', 'busybox-static'];
const SETTINGS = '/etc/containers/containers.conf.d/50-reckon.conf';

/**
 * Installs podman and, where systemd is not there to help it, tells it so; shows that a container can
 * be limited here.
 *
 * @param {{ say: (line: string) => void }} options
 */
export async function setupPodman({ say }) {
  await installPackages(PACKAGES, { say });
  const settings = settingsFor({
    hasSystemd: existsSync('/run/systemd/system'),
    isUnified: existsSync('/sys/fs/cgroup/cgroup.controllers'),
  });
  if (settings !== undefined && !existsSync(SETTINGS)) {
    mkdirSync('/etc/containers/containers.conf.d', { recursive: true });
    writeFileSync(SETTINGS, settings);
    say(`  wrote ${SETTINGS}`);
  }
  const format = '{{.Host.OCIRuntime.Name}} {{.Host.CgroupControllers}}';
  const { status, stdout, said } = run('podman', ['info', '--format', format]);
  if (status !== 0) throw new Error(`podman does not run here: ${said.trim().slice(-1_000)}`);
  for (const controller of ['memory', 'pids', 'cpu']) {
    if (!stdout.includes(controller)) throw new Error(`podman cannot limit ${controller} here`);
  }
  say(`  ${run('podman', ['--version']).stdout.trim()} runs: ${stdout.trim()}`);
}

/** What podman must be told of a machine; undefined where its defaults are right. */
function settingsFor({ hasSystemd, isUnified }) {
  const lines = [
    ...(hasSystemd ? [] : ['cgroup_manager = "cgroupfs"', 'events_logger = "file"']),
    // crun refuses cgroups of both versions at once.
    ...(isUnified ? [] : ['runtime = "runc"']),
  ];
  if (lines.length === 0) return undefined;
  return `# Written by Reckon's setup:engines.\n[engine]\n${lines.join('\n')}\n`;
}
