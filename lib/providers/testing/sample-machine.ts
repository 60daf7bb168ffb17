import type { Address } from 'viem';
import type { MachinePulse, MachineReport } from '../machine-report';

/** A report as an agent would make it; `change` replaces parts. */
export function sampleReport(agent: Address, change: Partial<MachineReport> = {}): MachineReport {
  return {
    version: 1,
    agent,
    provider: null,
    name: 'rack 1',
    software: 'reckon-agent 0.2.0',
    at: 1_800_000_000,
    hardware: {
      cpuModel: 'AMD EPYC 9354',
      cpuCount: 64,
      memoryMiB: 257_000,
      diskFreeMiB: 900_000,
      os: 'Debian GNU/Linux 13',
      arch: 'x64',
      gpus: [],
    },
    engines: [
      { name: 'wasm', state: 'ready', version: '2.0.0', detail: 'built in', engines: [] },
      { name: 'oci', state: 'absent', version: '', detail: 'no docker', engines: [] },
    ],
    checks: [{ id: 'disk-space', title: 'Disk space', outcome: 'passed', detail: '900 GB free' }],
    benchmark: {
      at: 1_800_000_000,
      fuelPerSecond: 1e9,
      memoryBytesPerSecond: 1e10,
      diskBytesPerSecond: 5e8,
      gpuFlopsPerSecond: null,
    },
    ...change,
  };
}

/** A pulse of a machine that serves. */
export function samplePulse(agent: Address, change: Partial<MachinePulse> = {}): MachinePulse {
  return {
    version: 1,
    agent,
    boot: 'a'.repeat(32),
    software: 'reckon-agent 0.2.0',
    at: 1_800_000_000,
    state: 'serving',
    running: 1,
    queued: 0,
    cpu: 0.5,
    memory: 0.25,
    gpu: null,
    problems: [],
    ...change,
  };
}

/** A card as `nvidia-smi` tells of it. */
export const SAMPLE_GPU = {
  model: 'NVIDIA H100 80GB HBM3',
  vendor: 'nvidia',
  memoryMiB: 81_559,
  driver: '570.86.15',
  runtime: '12.8',
  ecc: true,
} as const;
