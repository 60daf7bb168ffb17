import { afterEach, describe, expect, it, vi } from 'vitest';
import { faultyOpcodes, missingFeatures } from './engine-probe';

afterEach(() => vi.unstubAllGlobals());

describe('the engine of this Node', () => {
  it('works everything out rightly and lacks nothing', () => {
    expect([...faultyOpcodes()]).toEqual([]);
    expect(missingFeatures()).toEqual([]);
  });
});

describe('a browser without WebAssembly', () => {
  it('says so', () => {
    vi.stubGlobal('WebAssembly', undefined);
    expect(missingFeatures()).toEqual(['WebAssembly']);
  });
});
