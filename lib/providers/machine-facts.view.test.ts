import { expect, it } from 'vitest';
import { benchmarkText, hardwareText } from './machine-facts.view';
import { SAMPLE_GPU, sampleReport } from './testing/sample-machine';

const report = sampleReport(`0x${'11'.repeat(20)}`);

it('says in a line what a machine is made of, equal cards together', () => {
  expect(hardwareText(report)).toBe('AMD EPYC 9354, 64 processors, 251 GiB');
  const hardware = { ...report.hardware, gpus: [SAMPLE_GPU, SAMPLE_GPU] };
  expect(hardwareText({ hardware })).toContain('2 × NVIDIA H100 80GB HBM3 (80 GiB)');
});

it('says what was measured, and nothing where nothing was', () => {
  expect(benchmarkText(report)).toBe('1 G/s, memory 10.00 GB/s, disk 0.50 GB/s');
  const benchmark = report.benchmark && { ...report.benchmark, gpuFlopsPerSecond: 65_337e9 };
  expect(benchmarkText({ benchmark })).toBe(
    '1 G/s, memory 10.00 GB/s, disk 0.50 GB/s, GPU 65.3 TFLOP/s',
  );
  expect(benchmarkText({ benchmark: null })).toBeUndefined();
  const none = { at: 1, fuelPerSecond: null, memoryBytesPerSecond: null, diskBytesPerSecond: null };
  expect(benchmarkText({ benchmark: { ...none, gpuFlopsPerSecond: null } })).toBeUndefined();
});
