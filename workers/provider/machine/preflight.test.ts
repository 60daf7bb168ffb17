import { describe, expect, it } from 'vitest';
import type { Check } from './check';
import { Preflight } from './preflight';

const check = (id: string, outcome: Check['outcome']): Check => ({
  ...{ id, outcome, title: `The ${id}`, detail: 'as found' },
});

describe('a machine is kept off the market', () => {
  it('by each check that fails, until that passes', () => {
    const preflight = new Preflight();
    expect(preflight.take([check('gas', 'failed'), check('rpc', 'failed')])).toMatch(
      /fails: The gas, The rpc\. /,
    );
    expect(preflight.take([check('gas', 'passed'), check('rpc', 'failed')])).toMatch(
      /fails: The rpc\. /,
    );
    expect(preflight.take([check('gas', 'passed'), check('rpc', 'warning')])).toBeUndefined();
  });

  it('by one that could not be asked again', () => {
    const preflight = new Preflight();
    preflight.take([check('gas', 'failed')]);
    expect(preflight.take([check('gas', 'skipped')])).toContain('The gas');
  });

  it('not by what keeps single offers off it, a leave that is asked for elsewhere, nor an engine that is gone', () => {
    const preflight = new Preflight();
    const own = [
      check('gpus-oci', 'failed'),
      check('leave', 'failed'),
      check('offers', 'failed'),
      check('offers-2', 'failed'),
    ];
    expect(preflight.take(own)).toBeUndefined();
    preflight.take([check('engine-oci', 'failed')]);
    expect(preflight.take([])).toBeUndefined();
  });
});
