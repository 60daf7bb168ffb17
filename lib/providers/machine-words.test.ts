import { privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { isSignedByKey } from '../chain/key-signature';
import { isOlderThan } from './agent-version';
import {
  orderSubmissionSchema,
  pulseSubmissionSchema,
  recheckSubmissionSchema,
  reportSubmissionSchema,
} from './machine-api';
import { wantedStateAt } from './machine-order';
import { recheckStateOf } from './machine-recheck';
import { machineReportSchema, oneLine } from './machine-report';
import { orderDigest, recheckDigest, reportDigest, reportTypedData } from './machine-typed-data';
import { SAMPLE_GPU, samplePulse, sampleReport } from './testing/sample-machine';

const key = privateKeyToAccount(`0x${'11'.repeat(32)}`);
const here = { chainId: 31_337, market: `0x${'22'.repeat(20)}` } as const;
const order = {
  provider: key.address,
  agent: key.address,
  state: 'draining',
  until: 0,
  at: 1_800_000_000,
} as const;

describe('what a machine signs', () => {
  it('is checked from the report alone, however its members are ordered', async () => {
    const report = sampleReport(key.address);
    const signature = await key.signTypedData(reportTypedData(here, report));
    const turned = machineReportSchema.parse(
      JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(report).reverse()))),
    );
    expect(await isSignedByKey(key.address, reportDigest(here, turned), signature)).toBe(true);
  });

  it('counts for one market, and for what was signed', async () => {
    const report = sampleReport(key.address);
    const signature = await key.signTypedData(reportTypedData(here, report));
    const better = {
      ...report,
      hardware: { ...report.hardware, gpus: [SAMPLE_GPU] },
    };
    const elsewhere = { ...here, market: key.address };
    expect(await isSignedByKey(key.address, reportDigest(here, better), signature)).toBe(false);
    expect(await isSignedByKey(key.address, reportDigest(elsewhere, report), signature)).toBe(
      false,
    );
  });

  it('takes an address with a wrong checksum for the same key', () => {
    const wrong = `0x${key.address.slice(2).toUpperCase()}` as const;
    const parsed = machineReportSchema.parse(sampleReport(wrong));
    expect(() => reportDigest(here, parsed)).not.toThrow();
  });
});

describe('an order', () => {
  it('holds until it ends, and then lets the machine serve', () => {
    expect(wantedStateAt(order, 1_900_000_000)).toBe('draining');
    expect(wantedStateAt({ ...order, until: 1_800_000_100 }, 1_800_000_099)).toBe('draining');
    expect(wantedStateAt({ ...order, until: 1_800_000_100 }, 1_800_000_100)).toBe('serving');
    expect(wantedStateAt(null, 0)).toBe('serving');
  });

  it('is another for another machine, state or end', () => {
    const digests = [
      order,
      { ...order, agent: here.market },
      { ...order, state: 'maintenance' as const },
      { ...order, until: 1 },
    ].map((one) => orderDigest(here, one));
    expect(new Set(digests).size).toBe(4);
  });
});

describe('a recheck', () => {
  const recheck = { provider: key.address, agent: key.address, benchmark: false, at: 100 };

  it('waits for a report that answers it, for three minutes', () => {
    expect(recheckStateOf(recheck, undefined, 101)).toBe('checking');
    expect(recheckStateOf(recheck, 99, 280)).toBe('checking');
    expect(recheckStateOf(recheck, 99, 281)).toBe('unanswered');
    expect(recheckStateOf(recheck, 100, 281)).toBe('answered');
    expect(recheckStateOf(recheck, 101, 101)).toBe('answered');
  });

  it('that took long to sign is waited for from when it was heard', () => {
    const heard = { ...recheck, heardAt: 50_000 };
    expect(recheckStateOf(heard, 99, 50_180)).toBe('checking');
    expect(recheckStateOf(heard, 99, 50_181)).toBe('unanswered');
    expect(recheckStateOf(heard, 100, 50_181)).toBe('answered');
  });

  it('is another with a benchmark, and no order of another kind', () => {
    const digest = recheckDigest(here, recheck);
    expect(recheckDigest(here, { ...recheck, benchmark: true })).not.toBe(digest);
    const signature = `0x${'00'.repeat(65)}`;
    expect(recheckSubmissionSchema.safeParse({ recheck, signature }).success).toBe(true);
    expect(recheckSubmissionSchema.safeParse({ recheck: order, signature }).success).toBe(false);
  });
});

describe('bodies', () => {
  const signature = `0x${'00'.repeat(65)}`;

  it.each([
    ['a report with more members', { ...sampleReport(key.address), more: 1 }],
    ['a report of 65 cards', { ...sampleReport(key.address), hardware: sized(65) }],
    ['a negative memory', sampleReport(key.address, { hardware: { ...sized(0), memoryMiB: -1 } })],
    ['a name of a megabyte', sampleReport(key.address, { name: 'x'.repeat(1e6) })],
    ['an agent that is no address', { ...sampleReport(key.address), agent: '0x12' }],
    ['a later version', { ...sampleReport(key.address), version: 2 }],
    ['a name of two lines', sampleReport(key.address, { name: 'a\nb' })],
    ['a name with a NUL', sampleReport(key.address, { name: 'a\0' })],
    ['a name that turns the text around', sampleReport(key.address, { name: '\u202eevil' })],
    ['half a pair', sampleReport(key.address, { name: '\ud800' })],
    ['a time after all times', sampleReport(key.address, { at: 2 ** 41 })],
    ['nothing', null],
  ])('refuse %s', (_what, report) => {
    expect(reportSubmissionSchema.safeParse({ report, signature }).success).toBe(false);
  });

  it.each([
    ['a load of 3', samplePulse(key.address, { cpu: 3 })],
    ['no number', samplePulse(key.address, { cpu: Number.NaN })],
    ['21 problems', samplePulse(key.address, { problems: Array(21).fill({ at: 1, text: 'x' }) })],
    ['a boot of another form', samplePulse(key.address, { boot: 'A'.repeat(32) })],
  ])('refuse a pulse with %s', (_what, pulse) => {
    expect(pulseSubmissionSchema.safeParse({ pulse, signature }).success).toBe(false);
  });

  it('refuse an order to do something else', () => {
    const wrong = { order: { ...order, state: 'obey' }, signature };
    expect(orderSubmissionSchema.safeParse(wrong).success).toBe(false);
    expect(orderSubmissionSchema.safeParse({ order, signature }).success).toBe(true);
  });

  function sized(count: number) {
    return { ...sampleReport(key.address).hardware, gpus: Array(count).fill(SAMPLE_GPU) };
  }
});

it('any text becomes a line that a report takes', () => {
  const hostile = 'a\u0000b\n\u202ec \ud800 d'.repeat(40);
  for (const most of [1, 2, 10, 64]) {
    const name = oneLine(hostile, most);
    expect(machineReportSchema.safeParse(sampleReport(key.address, { name })).success).toBe(true);
  }
  expect(oneLine('\u{1f600}'.repeat(40), 64)).toHaveLength(63);
  expect(oneLine(' two\r\nlines ', 64)).toBe('two lines');
});

describe('versions', () => {
  it.each([
    ['reckon-agent 0.1.0', '0.1.0', false],
    ['reckon-agent 0.0.9', '0.1.0', true],
    ['reckon-agent 0.10.0', '0.9.9', false],
    ['reckon-agent 1.0.0', '0.9.9', false],
    ['reckon-agent', '0.1.0', true],
    ['', '0.1.0', true],
  ])('%s against %s', (software, minimum, older) => {
    expect(isOlderThan(software, minimum)).toBe(older);
  });
});
