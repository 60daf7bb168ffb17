import { readdir, readFile, stat, statfs } from 'node:fs/promises';
import { arch, availableParallelism, cpus, freemem, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { type MachineReport, oneLine } from '../../../lib/providers/machine-report';
import {
  type FoundGpu,
  NVIDIA_QUERY,
  parseNvidiaSmi,
  parseRocmSmi,
  ROCM_QUERY,
} from './parse-gpus';
import { runTool } from './run-tool.server';
import { type Listing, SteadyList } from './steady-list';

type Hardware = MachineReport['hardware'];
const MIB = 1024 * 1024;
/** A driver that is not resident starts with the first question. */
const FIRST_PATIENCE_MS = 60_000;

/** What this machine is made of. Tools that are not there mean that there are no such devices. */
export async function detectHardware(folder: string): Promise<Hardware> {
  const [gpus, os, disk, linkMbps] = await Promise.all([
    findGpus(),
    osName(),
    freeBytes(folder),
    fastestLink(),
  ]);
  const model = cpus()[0]?.model.trim() || 'unknown';
  return {
    cpuModel: oneLine(model, 200),
    cpuCount: availableParallelism(),
    memoryMiB: Math.floor(totalmem() / MIB),
    diskFreeMiB: Math.floor((disk ?? 0) / MIB),
    os: oneLine(os, 200),
    arch: arch(),
    gpus: gpus.map(({ load: _, index: __, isSplit: ___, ...gpu }) => gpu),
    linkMbps,
  };
}

/** What the tools last listed, for this process: one that is slow once has lost no device. */
const nvidiaList = new SteadyList<FoundGpu>();
const rocmList = new SteadyList<FoundGpu>();

/** GPUs of both makers, with how busy they are. */
export async function findGpus(): Promise<FoundGpu[]> {
  const [nvidia, rocm] = await Promise.all([askNvidia(), askRocm()]);
  const now = Date.now();
  return [...nvidiaList.take(nvidia, now), ...rocmList.take(rocm, now)].slice(0, 64);
}

/** The same for the first time: what fails then has more time once, as nothing is known before. */
export async function findFirstGpus(): Promise<FoundGpu[]> {
  const [nvidia, rocm] = await Promise.all([askNvidia(), askRocm()]);
  const [again, rocmAgain] = await Promise.all([
    nvidia.kind === 'failed' ? askNvidia(FIRST_PATIENCE_MS) : nvidia,
    rocm.kind === 'failed' ? askRocm(FIRST_PATIENCE_MS) : rocm,
  ]);
  const now = Date.now();
  return [...nvidiaList.take(again, now), ...rocmList.take(rocmAgain, now)].slice(0, 64);
}

async function askNvidia(patienceMs?: number): Promise<Listing<FoundGpu>> {
  const options = patienceMs === undefined ? {} : { patienceMs };
  const answer = await runTool('nvidia-smi', NVIDIA_QUERY, options);
  if (answer.kind !== 'ok') return { kind: answer.kind };
  const banner = await runTool('nvidia-smi');
  const text = banner.kind === 'ok' ? banner.stdout : '';
  return { kind: 'ok', list: parseNvidiaSmi(answer.stdout, text) };
}

async function askRocm(patienceMs?: number): Promise<Listing<FoundGpu>> {
  const options = patienceMs === undefined ? {} : { patienceMs };
  const answer = await runTool('rocm-smi', ROCM_QUERY, options);
  return answer.kind === 'ok'
    ? { kind: 'ok', list: parseRocmSmi(answer.stdout) }
    : { kind: answer.kind };
}

/**
 * Mbit/s of the fastest device that is up, as the kernel tells of hardware; null where none tells, such
 * as virtual and wireless ones.
 *
 * @param folder as /sys/class/net
 */
export async function fastestLink(folder = '/sys/class/net'): Promise<number | null> {
  const names = await readdir(folder).catch(() => []);
  const speeds = await Promise.all(
    names.map(async (name) => {
      const read = (file: string) => readFile(join(folder, name, file), 'utf8').catch(() => '');
      const isHardware = await stat(join(folder, name, 'device')).catch(() => undefined);
      if (isHardware === undefined || (await read('operstate')).trim() !== 'up') return 0;
      // -1 where the driver does not know.
      return Math.max(0, Number.parseInt(await read('speed'), 10) || 0);
    }),
  );
  return speeds.reduce((most, speed) => Math.max(most, speed), 0) || null;
}

/** Bytes that an ordinary user can still write there; undefined where it cannot be told. */
export async function freeBytes(folder: string): Promise<number | undefined> {
  const stats = await statfs(folder).catch(() => undefined);
  return stats && stats.bavail * stats.bsize;
}

/** Bytes that new processes can have without swapping. */
export async function availableMemory(): Promise<number> {
  const text = await readFile('/proc/meminfo', 'utf8').catch(() => '');
  const kib = /^MemAvailable:\s+(\d+) kB$/m.exec(text)?.[1];
  return kib === undefined ? freemem() : Number(kib) * 1024;
}

async function osName(): Promise<string> {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const name = /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(text)?.[1];
  return name || `${type()} ${release()}`;
}
