import { runInNewContext } from 'node:vm';
import { isReference, VALUE_TYPE } from '@/lib/execution/wasm/parsed-module';
import type { Loaded, SpecRun } from './spec-run';
import type { SpecPattern, SpecValue } from './spec-value';
import { bytesValue, hostReference, NULL_REFERENCE } from './spec-value';

type Lane = SpecValue | SpecPattern | 'canonical_nan' | 'arithmetic_nan';
type Raw = number | bigint | null | SpecValue;

/**
 * Runs a script that wast2js has made: its functions are given here, its modules and assertions
 * go to `run`.
 */
export function runJsScript(source: string, run: SpecRun): void {
  // The places stand as comments before the assertions.
  const script = source.replace(
    /^\/\/ \.\/test\/core\/(\S+:\d+)$/gm,
    (_, place: string) => `place(${JSON.stringify(place)});`,
  );
  runInNewContext(script, functionsOf(run));
}

const VIEWS = {
  i8x16: Int8Array,
  i16x8: Int16Array,
  i32x4: Int32Array,
  i64x2: BigInt64Array,
  f32x4: Float32Array,
  f64x2: Float64Array,
} as const;

function specValue(type: string, value: number | bigint): SpecValue | SpecPattern {
  switch (type) {
    case 'i32':
      return bytesValue(new Int32Array([Number(value)]));
    case 'i64':
      return bytesValue(new BigInt64Array([BigInt(value)]));
    case 'f32':
      return bytesValue(new Float32Array([Number(value)]));
    case 'f64':
      return bytesValue(new Float64Array([Number(value)]));
    default:
      return NULL_REFERENCE;
  }
}

function patternOf(expected: Lane, size: number): SpecPattern {
  if (expected === 'canonical_nan') return { kind: 'canonical', size };
  if (expected === 'arithmetic_nan') return { kind: 'arithmetic', size };
  return expected ?? NULL_REFERENCE;
}

/** What the scripts call. */
function functionsOf(run: SpecRun): Record<string, unknown> {
  let last: Loaded | undefined;
  let isAsserting = false;
  const asserting = (thunk: () => unknown): { result: unknown; loaded: Loaded | undefined } => {
    last = undefined;
    isAsserting = true;
    try {
      return { result: thunk(), loaded: last };
    } finally {
      isAsserting = false;
    }
  };
  const found = (at: Loaded | string): Loaded | undefined =>
    typeof at === 'string' ? run.find(at) : at;
  /** One assertion; whatever else goes wrong is a failure of it. */
  const attempt = (assertion: () => void): void => {
    try {
      assertion();
    } catch (error) {
      run.fail(String(error));
    }
  };
  const call = (at: Loaded | string, name: string, raw: readonly Raw[]) => {
    const loaded = found(at);
    if (loaded?.kind !== 'ready') return run.call(loaded, name, []);
    const { params } = loaded.pair.typeOf(name);
    return run.call(
      loaded,
      name,
      raw.map((one, index) => (isRaw(one) ? rawValue(one, params[index]!) : one)),
    );
  };
  const views = Object.fromEntries(
    Object.entries(VIEWS).map(([name, View]) => [
      name,
      (elements: never[]) => bytesValue(new View(elements)),
    ]),
  );
  // The scripts say `new` to these.
  class FunctionReference {
    readonly kind = 'function';
  }
  class HostReference {
    readonly kind = 'reference';
    readonly value: unknown;
    constructor(name: unknown) {
      this.value = hostReference(name).value;
    }
  }
  class Lanes {
    readonly kind = 'lanes';
    readonly lanes: readonly SpecPattern[];
    constructor(...of: Lane[]) {
      this.lanes = of.map((lane) => patternOf(lane, 16 / of.length));
    }
  }
  const refusing = (thunk: () => unknown): void =>
    attempt(() => run.assertRefused(asserting(thunk).loaded!));
  return {
    ...views,
    // What the scripts leave out where it is switched on.
    wasmMultiMemoryEnabled: () => false,
    partialOobWriteMayWritePartialData: () => false,
    place: (place: string) => {
      run.place = place;
    },
    value: specValue,
    bytes: (_type: string, bytes: number[]) => bytesValue(new Uint8Array(bytes)),
    either: (...of: SpecPattern[]): SpecPattern => ({ kind: 'either', of }),
    F32x4Pattern: Lanes,
    F64x2Pattern: Lanes,
    RefWithType: FunctionReference,
    ExternRefResult: HostReference,
    externref: hostReference,
    instantiate: (text: string): Loaded | undefined => {
      try {
        last = run.load(text);
        if (!isAsserting) run.module(last);
        return last;
      } catch (error) {
        if (isAsserting) throw error;
        run.fail(String(error));
        return undefined;
      }
    },
    register: (at: Loaded | string, name: string) => {
      const loaded = found(at);
      if (loaded !== undefined) run.register(name, loaded);
    },
    invoke: (at: Loaded | string, name: string, params: readonly Raw[]) => call(at, name, params),
    get: (at: Loaded | string, name: string) => call(at, name, []),
    assert_return: (thunk: () => ReturnType<typeof call>, expected: readonly Lane[]) =>
      attempt(() => {
        const { result } = asserting(thunk);
        run.assertReturn(
          result as ReturnType<typeof call>,
          expected.map((one) => patternOf(one, sizeOfNan(result as ReturnType<typeof call>))),
        );
      }),
    assert_trap: (thunk: () => unknown) =>
      attempt(() => {
        const { result, loaded } = asserting(thunk);
        if (loaded === undefined) run.assertTrap(result as ReturnType<typeof call>);
        else run.assertModuleTraps(loaded);
      }),
    assert_exhaustion: (thunk: () => unknown) =>
      attempt(() => run.assertExhaustion(asserting(thunk).result as ReturnType<typeof call>)),
    assert_invalid: refusing,
    assert_malformed: refusing,
    assert_unlinkable: refusing,
  };
}

const isRaw = (value: Raw): value is number | bigint | null =>
  typeof value !== 'object' || value === null;

/** Whole numbers stand as they are. */
function rawValue(value: number | bigint | null, type: number): SpecValue {
  if (isReference(type)) return NULL_REFERENCE;
  const isLong = type === VALUE_TYPE.i64;
  return bytesValue(
    isLong ? new BigInt64Array([BigInt(value ?? 0)]) : new Int32Array([Number(value)]),
  );
}

/** A NaN alone is as large as the result it stands for. */
function sizeOfNan(call: ReturnType<SpecRun['call']>): number {
  if ('refused' in call || call.plain.kind !== 'values') return 0;
  const [first] = call.plain.values;
  return first?.kind === 'bytes' ? first.bytes.length : 0;
}
