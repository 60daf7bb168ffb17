import koffi from 'koffi';

/** A pointer of the driver's that only the driver reads. */
type Handle = object;
type Out<T> = [T | null];

/** CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT */
const PROCESSOR_COUNT = 16;

/**
 * The part of NVIDIA's driver that runs kernels. Its library comes with the driver, nothing else need
 * be installed.
 *
 * @throws Error the driver is not here, or answers with a CUresult other than 0
 * @see https://docs.nvidia.com/cuda/cuda-driver-api/
 */
export function openCudaDriver() {
  const library = koffi.load('libcuda.so.1');
  const named = (prototype: string) => {
    const call = library.func(prototype) as (...args: unknown[]) => number;
    const name = /(\w+)\s*\(/.exec(prototype)?.[1];
    return (...args: unknown[]) => {
      const result = call(...args);
      if (result !== 0) throw new Error(`${name} answered ${result}`);
    };
  };
  const init = named('int cuInit(uint)');
  const getCount = named('int cuDeviceGetCount(_Out_ int *)');
  const getDevice = named('int cuDeviceGet(_Out_ int *, int)');
  const getAttribute = named('int cuDeviceGetAttribute(_Out_ int *, int, int)');
  const retainContext = named('int cuDevicePrimaryCtxRetain(_Out_ void **, int)');
  const releaseContext = named('int cuDevicePrimaryCtxRelease_v2(int)');
  const setContext = named('int cuCtxSetCurrent(void *)');
  const loadModule = named('int cuModuleLoadData(_Out_ void **, const char *)');
  const unloadModule = named('int cuModuleUnload(void *)');
  const getFunction = named('int cuModuleGetFunction(_Out_ void **, void *, const char *)');
  const launch = named(
    'int cuLaunchKernel(void *, uint, uint, uint, uint, uint, uint, uint, void *, void *, void *)',
  );
  const createEvent = named('int cuEventCreate(_Out_ void **, uint)');
  const recordEvent = named('int cuEventRecord(void *, void *)');
  const awaitEvent = named('int cuEventSynchronize(void *)');
  const elapsed = named('int cuEventElapsedTime(_Out_ float *, void *, void *)');

  const made = <T>(make: (out: Out<T>) => void): T => {
    const out: Out<T> = [null];
    make(out);
    const [value] = out;
    if (value === null) throw new Error('The driver gave nothing');
    return value;
  };
  const event = () => made<Handle>((out) => createEvent(out, 0));
  init(0);

  return {
    deviceCount: () => made<number>((out) => getCount(out)),

    /** Lends the device of that number for as long as `run` does. */
    withDevice<T>(number: number, run: (device: { processors: number }) => T): T {
      const device = made<number>((out) => getDevice(out, number));
      const context = made<Handle>((out) => retainContext(out, device));
      try {
        setContext(context);
        const processors = made<number>((out) => getAttribute(out, PROCESSOR_COUNT, device));
        return run({ processors });
      } finally {
        releaseContext(device);
      }
    },

    /**
     * Runs a kernel without parameters on the device that is lent, and waits for its end.
     *
     * @param kernel its text, as multiplyAddKernel makes it
     * @returns seconds that it took, by the device's own clock
     */
    timeKernel(kernel: string, name: string, blocks: number, threads: number): number {
      const module = made<Handle>((out) => loadModule(out, kernel));
      try {
        const entry = made<Handle>((out) => getFunction(out, module, name));
        const [begin, end] = [event(), event()];
        recordEvent(begin, null);
        launch(entry, blocks, 1, 1, threads, 1, 1, 0, null, null, null);
        recordEvent(end, null);
        awaitEvent(end);
        return made<number>((out) => elapsed(out, begin, end)) / 1_000;
      } finally {
        unloadModule(module);
      }
    },
  };
}
