import { readFile, statfs } from 'node:fs/promises';
import { arch, availableParallelism, cpus, freemem, release, totalmem, type } from 'node:os';
import { type MachineReport, oneLine } from '../../../lib/providers/machine-report';
import {
  type FoundGpu,
  NVIDIA_QUERY,
  parseNvidiaSmi,
  parseRocmSmi,
  ROCM_QUERY,
} from './parse-gpus';
import { runTool } from './run-tool.server';

type Hardware = MachineReport['hardware'];
const MIB = 1024 * 1024;

/** What this machine is made of. Tools that are not there mean that there are no such devices. */
export async function detectHardware(folder: string): Promise<Hardware> {
  const [gpus, os, disk] = await Promise.all([findGpus(), osName(), freeBytes(folder)]);
  const model = cpus()[0]?.model.trim() || 'unknown';
  return {
    cpuModel: oneLine(model, 200),
    cpuCount: availableParallelism(),
    memoryMiB: Math.floor(totalmem() / MIB),
    diskFreeMiB: Math.floor((disk ?? 0) / MIB),
    os: oneLine(os, 200),
    arch: arch(),
    gpus: gpus.map(({ load: _, index: __, ...gpu }) => gpu),
  };
}

/** GPUs of both makers, with how busy they are. */
export async function findGpus(): Promise<FoundGpu[]> {
  const [nvidia, rocm] = await Promise.all([
    runTool('nvidia-smi', NVIDIA_QUERY),
    runTool('rocm-smi', ROCM_QUERY),
  ]);
  const found: FoundGpu[] = [];
  if (nvidia.kind === 'ok') {
    const banner = await runTool('nvidia-smi');
    found.push(...parseNvidiaSmi(nvidia.stdout, banner.kind === 'ok' ? banner.stdout : ''));
  }
  if (rocm.kind === 'ok') found.push(...parseRocmSmi(rocm.stdout));
  return found.slice(0, 64);
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
