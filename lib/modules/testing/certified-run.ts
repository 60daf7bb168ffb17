import type { CertificateBody, CertifiedRun } from '../certificate';

/** A run that a certificate may hold. */
export function certifiedRun(input: string): CertifiedRun {
  return {
    input,
    inputDigest: `0x${'11'.repeat(32)}`,
    fuelLimit: '1000',
    status: 'completed',
    exitCode: 0,
    fuel: '100',
    memoryPages: 17,
    resultDigest: `0x${'22'.repeat(32)}`,
    stateDigest: `0x${'33'.repeat(32)}`,
  };
}

/** A certificate's body of a module that does nothing. */
export function certificateBody(overrides: Partial<CertificateBody> = {}): CertificateBody {
  return {
    format: 'reckon-certificate-2',
    engine: 'reckon-wasm@2.0.0',
    subject: {
      name: 'nothing',
      moduleId: `0x${'44'.repeat(32)}`,
      wasmSha256: `0x${'55'.repeat(32)}`,
      wasmBytes: 8,
    },
    lint: {
      imports: { files: [], arguments: [], clock: [], random: [], process: [], sockets: [] },
      functions: 1,
      instructions: 1,
      loops: 0,
      indirectCalls: 0,
      memoryGrows: 0,
      floats: 0,
      nanMakers: 0,
      simd: 0,
      bulkMemory: 0,
      tables: 0,
      references: 0,
      signExtension: 0,
      saturatingTruncation: 0,
      multiValue: false,
      memory: { minPages: 1, maxPages: null },
    },
    runtimes: [
      { name: 'Node 20', v8: '11.3.244.8', tier: 'default' },
      { name: 'Node 20, Liftoff only', v8: '11.3.244.8', tier: 'liftoff' },
    ],
    runs: [certifiedRun('example'), certifiedRun('near 1')],
    dependence: {
      clock: { runs: 0, outputs: false, fuel: false },
      random: { runs: 0, outputs: false, fuel: false },
    },
    verdict: { class: 'A', reasons: ['It never asks for the time.'] },
    ...overrides,
  };
}
