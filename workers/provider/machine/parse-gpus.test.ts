import { describe, expect, it } from 'vitest';
import { hardwareSchema } from '../../../lib/providers/machine-report';
import { type FoundGpu, parseNvidiaSmi, parseRocmSmi } from './parse-gpus';

const BANNER = `+-----------------------------------------------------------------------------------------+
| NVIDIA-SMI 570.86.15              Driver Version: 570.86.15      CUDA Version: 12.8     |
|-----------------------------------------+------------------------+----------------------+`;

/** What a report would refuse of them. */
const problemsOf = (gpus: readonly FoundGpu[]) =>
  hardwareSchema.shape.gpus.safeParse(
    gpus.map(({ load: _, index: __, isSplit: ___, ...gpu }) => gpu),
  ).error;

describe('nvidia-smi', () => {
  it('tells of equal cards, one a line', () => {
    const line = 'NVIDIA H100 80GB HBM3, 81559, 570.86.15, Enabled, 37\n';
    const gpus = parseNvidiaSmi(`0, ${line}1, ${line}`, BANNER);
    expect(gpus).toEqual(
      [0, 1].map((index) => ({
        index,
        model: 'NVIDIA H100 80GB HBM3',
        vendor: 'nvidia',
        memoryMiB: 81_559,
        driver: '570.86.15',
        runtime: '12.8',
        ecc: true,
        load: 0.37,
        isSplit: false,
      })),
    );
    expect(problemsOf(gpus)).toBeUndefined();
  });

  it('keeps the number of a card beside one that cannot be read', () => {
    const unread = '0, A, [GPU is lost], d, Enabled, 1';
    const gpus = parseNvidiaSmi(`${unread}\n1, B, 8192, d, Enabled, 1\n`);
    expect(gpus).toMatchObject([{ model: 'B', index: 1 }]);
  });

  it('tells of a card that shares the memory of its machine', () => {
    const [gpu] = parseNvidiaSmi('0, NVIDIA GB10, [N/A], 580.95.05, [N/A], 3\n');
    expect(gpu).toMatchObject({ model: 'NVIDIA GB10', memoryMiB: 0, ecc: null });
  });

  it('tells of a card of the living room, that has no ECC', () => {
    const [gpu] = parseNvidiaSmi('0, NVIDIA GeForce GTX 1080, 8192, 535.183.01, [N/A], [N/A]\r\n');
    expect(gpu).toMatchObject({ memoryMiB: 8_192, ecc: null, load: null, runtime: '' });
  });

  it.each(['[N/A]', '[Not Supported]', '[Unknown Error]', 'ERR!', '[Insufficient Permissions]'])(
    'that does not tell how busy a card is (%s) tells of it all the same, beside one that is',
    (none) => {
      const line = (use: string) => `NVIDIA A100-SXM4-80GB, 81920, 535.161.08, Enabled, ${use}`;
      const gpus = parseNvidiaSmi(`0, ${line(none)}\n1, ${line('0')}\n2, ${line('100')}\n`);
      expect(gpus.map(({ load }) => load)).toEqual([null, 0, 1]);
      expect(problemsOf(gpus)).toBeUndefined();
    },
  );

  it('in a container that may not ask for a card’s memory tells of none', () => {
    const csv = '0, NVIDIA A100-SXM4-80GB, [Insufficient Permissions], 535.161.08, [N/A], [N/A]\n';
    expect(parseNvidiaSmi(csv)).toEqual([]);
  });

  it('tells which card is split into parts', () => {
    const csv = [0, 1]
      .map((at) => `${at}, NVIDIA H100 PCIe, 81559, 570.124.06, Enabled, ${at === 0 ? '[N/A]' : 5}`)
      .join('\n');
    const banner = `
+-----------------------------------------------------------------------------------------+
| NVIDIA-SMI 570.124.06             Driver Version: 570.124.06     CUDA Version: 12.8     |
|-----------------------------------------+------------------------+----------------------+
| GPU  Name                 Persistence-M | Bus-Id          Disp.A | Volatile Uncorr. ECC |
| Fan  Temp   Perf          Pwr:Usage/Cap |           Memory-Usage | GPU-Util  Compute M. |
|                                         |                        |               MIG M. |
|=========================================+========================+======================|
|   0  NVIDIA H100 PCIe               On  |   00000000:C1:00.0 Off |                   On |
| N/A   38C    P0             81W /  350W |     213MiB /  81559MiB |     N/A      Default |
|                                         |                        |              Enabled |
+-----------------------------------------+------------------------+----------------------+
|   1  NVIDIA H100 PCIe               On  |   00000000:E1:00.0 Off |                    0 |
| N/A   38C    P0             81W /  350W |     213MiB /  81559MiB |      5%      Default |
|                                         |                        |             Disabled |
+-----------------------------------------+------------------------+----------------------+

+-----------------------------------------------------------------------------------------+
| MIG devices:                                                                            |
+------------------+----------------------------------+-----------+-----------------------+
| GPU  GI  CI  MIG |                     Memory-Usage |        Vol|        Shared         |
|      ID  ID  Dev |                       BAR1-Usage | SM     Unc| CE ENC  DEC  OFA  JPG |
|                  |                                  |        ECC|                       |
|==================+==================================+===========+=======================|
|  1    9   0   0  |              12MiB /  9856MiB    | 16      0 |  1   0    1    0    1 |
|                  |                 0MiB / 16383MiB  |           |              Enabled  |
+------------------+----------------------------------+-----------+-----------------------+
`;
    const gpus = parseNvidiaSmi(csv, banner);
    expect(gpus).toMatchObject([
      { index: 0, isSplit: true, load: null, runtime: '12.8' },
      { index: 1, isSplit: false, load: 0.05 },
    ]);
  });

  it.each([
    ['nothing', ''],
    ['no devices', 'No devices were found\n'],
    [
      'a failure',
      "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA driver is installed and running.\n",
    ],
    ['a lost card', 'Unable to determine the device handle for GPU0000:01:00.0: GPU is lost.\n'],
    [
      'a broken figure',
      '0, A, 1e9, d, Enabled, 1\n1, B, -5, d, Enabled, 1\nx, C, 5, d, Enabled, 1',
    ],
    ['binary', '\0\u0001\ufffd,,,,,,,\n,,,,'],
  ])('that prints %s tells of none', (_what, csv) => {
    expect(parseNvidiaSmi(csv, BANNER)).toEqual([]);
  });

  it('that is hostile cannot make a report that is refused', () => {
    const name = `${'x'.repeat(5_000)}\u202e\u0007, with, commas`;
    const csv = `3, ${name}, 1024, ${'9'.repeat(500)}, Perhaps, 900\n`.repeat(1_000);
    const gpus = parseNvidiaSmi(csv, `CUDA Version: ${'1'.repeat(9_999)}`);
    expect(gpus).toHaveLength(64);
    expect(gpus[0]).toMatchObject({ ecc: null, load: 1 });
    expect(problemsOf(gpus)).toBeUndefined();
  });
});

describe('rocm-smi', () => {
  const card = {
    'GPU use (%)': '12',
    'VRAM Total Memory (B)': '206141652992',
    'VRAM Total Used Memory (B)': '289058816',
    'Card Series': 'AMD Instinct MI300X OAM',
    'Card Model': '0x74a1',
    'Card Vendor': 'Advanced Micro Devices, Inc. [AMD/ATI]',
  };

  it('tells of its cards, after whatever warning', () => {
    const text = `WARNING: AMD GPU device(s) is/are in a low-power state.\n${JSON.stringify({
      card0: card,
      card1: card,
      system: { 'Driver version': '6.8.5' },
    })}`;
    const gpus = parseRocmSmi(text);
    expect(gpus).toEqual(
      [0, 1].map((index) => ({
        index,
        model: 'AMD Instinct MI300X OAM',
        vendor: 'amd',
        memoryMiB: 196_592,
        driver: '6.8.5',
        runtime: '',
        ecc: null,
        load: 0.12,
        isSplit: false,
      })),
    );
    expect(problemsOf(gpus)).toBeUndefined();
  });

  it.each([
    [
      '',
      '5',
      'null',
      '[]',
      '{"card0":5}',
      '{"card0":{}}',
      '{',
      '{"card0":{"VRAM Total Memory (B)":{}}}',
    ],
  ])('that prints %s tells of none', (...texts) => {
    for (const text of texts) expect(parseRocmSmi(text)).toEqual([]);
  });
});
