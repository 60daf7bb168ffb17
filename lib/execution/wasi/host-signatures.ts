import type { FunctionType } from '../wasm/parsed-module';
import { VALUE_TYPE } from '../wasm/parsed-module';

/**
 * The WASI preview1 functions that a module may import, with their parameters
 * (i: i32, I: i64). All but proc_exit give an errno (i32).
 */
const SIGNATURES: Readonly<Record<string, string>> = {
  args_get: 'ii',
  args_sizes_get: 'ii',
  environ_get: 'ii',
  environ_sizes_get: 'ii',
  clock_res_get: 'ii',
  clock_time_get: 'iIi',
  fd_advise: 'iIIi',
  fd_allocate: 'iII',
  fd_close: 'i',
  fd_datasync: 'i',
  fd_fdstat_get: 'ii',
  fd_fdstat_set_flags: 'ii',
  fd_fdstat_set_rights: 'iII',
  fd_filestat_get: 'ii',
  fd_filestat_set_size: 'iI',
  fd_filestat_set_times: 'iIIi',
  fd_pread: 'iiiIi',
  fd_prestat_get: 'ii',
  fd_prestat_dir_name: 'iii',
  fd_pwrite: 'iiiIi',
  fd_read: 'iiii',
  fd_readdir: 'iiiIi',
  fd_renumber: 'ii',
  fd_seek: 'iIii',
  fd_sync: 'i',
  fd_tell: 'ii',
  fd_write: 'iiii',
  path_create_directory: 'iii',
  path_filestat_get: 'iiiii',
  path_filestat_set_times: 'iiiiIIi',
  path_link: 'iiiiiii',
  path_open: 'iiiiiIIii',
  path_readlink: 'iiiiii',
  path_remove_directory: 'iii',
  path_rename: 'iiiiii',
  path_symlink: 'iiiii',
  path_unlink_file: 'iii',
  poll_oneoff: 'iiii',
  proc_exit: 'i',
  proc_raise: 'i',
  random_get: 'ii',
  sched_yield: '',
  sock_accept: 'iii',
  sock_recv: 'iiiiii',
  sock_send: 'iiiii',
  sock_shutdown: 'ii',
};

export const HOST_FUNCTION_NAMES: readonly string[] = Object.keys(SIGNATURES);

export const isHostFunctionName = (name: string): boolean => Object.hasOwn(SIGNATURES, name);

/** The type of a host function. */
export function hostTypeOf(name: string): FunctionType {
  const params = [...SIGNATURES[name]!].map((letter) =>
    letter === 'i' ? VALUE_TYPE.i32 : VALUE_TYPE.i64,
  );
  return { params, results: name === 'proc_exit' ? [] : [VALUE_TYPE.i32] };
}

/** Whether `name` is a host function that has exactly this type. */
export function isHostFunction(name: string, type: FunctionType): boolean {
  if (!isHostFunctionName(name)) return false;
  const { params, results } = hostTypeOf(name);
  return params.join() === type.params.join() && results.join() === type.results.join();
}
