// What a module in AssemblyScript has: its job, files, and a console. WASI preview 1, nothing else.

// @ts-ignore: decorator
@external("wasi_snapshot_preview1", "fd_write")
declare function fd_write(fd: u32, iovs: usize, count: usize, written: usize): u32;
// @ts-ignore: decorator
@external("wasi_snapshot_preview1", "fd_read")
declare function fd_read(fd: u32, iovs: usize, count: usize, read: usize): u32;
// @ts-ignore: decorator
@external("wasi_snapshot_preview1", "fd_close")
declare function fd_close(fd: u32): u32;
// @ts-ignore: decorator
@external("wasi_snapshot_preview1", "path_open")
declare function path_open(
  fd: u32, flags: u32, path: usize, length: usize, open: u32,
  rights: u64, inherited: u64, fdFlags: u32, opened: usize,
): u32;
// @ts-ignore: decorator
@external("wasi_snapshot_preview1", "proc_exit")
declare function proc_exit(code: u32): void;
// @ts-ignore: decorator
@external("wasi_snapshot_preview1", "random_get")
declare function random_get(bytes: usize, length: usize): u32;

/** The one directory that is open at the start: "/". */
const ROOT: u32 = 3;
const RIGHT_READ: u64 = 2;
const RIGHT_WRITE: u64 = 64;
const CREATE_AND_TRUNCATE: u32 = 1 | 8;
const PIECE: i32 = 65536;

const iov = memory.data(8);
const answer = memory.data(8);

function writeAll(fd: u32, bytes: ArrayBuffer): void {
  let done: usize = 0;
  const size = <usize>bytes.byteLength;
  while (done < size) {
    store<usize>(iov, changetype<usize>(bytes) + done);
    store<usize>(iov, size - done, 4);
    if (fd_write(fd, iov, 1, answer) != 0) proc_exit(1);
    done += load<u32>(answer);
  }
}

function open(path: string, create: u32, rights: u64): u32 {
  const name = String.UTF8.encode(path.startsWith("/") ? path.substring(1) : path);
  const status = path_open(
    ROOT, 0, changetype<usize>(name), name.byteLength, create, rights, 0, 0, answer,
  );
  return status == 0 ? load<u32>(answer) : 0;
}

/** Prints to stderr and ends with exit code 1: the job's inputs were no good. */
export function fail(message: string): void {
  writeAll(2, String.UTF8.encode(message + "\n"));
  proc_exit(1);
}

/** A whole file, such as "/module/data/words.txt". */
export function readBytes(path: string): Uint8Array {
  const fd = open(path, 0, RIGHT_READ);
  if (fd == 0) fail(path + " cannot be read");
  let bytes = new Uint8Array(PIECE);
  let size = 0;
  while (true) {
    if (size == bytes.length) {
      const larger = new Uint8Array(size * 2);
      larger.set(bytes);
      bytes = larger;
    }
    store<usize>(iov, bytes.dataStart + size);
    store<usize>(iov, bytes.length - size, 4);
    if (fd_read(fd, iov, 1, answer) != 0) fail(path + " cannot be read");
    const count = <i32>load<u32>(answer);
    if (count == 0) break;
    size += count;
  }
  fd_close(fd);
  return bytes.slice(0, size);
}

export function readText(path: string): string {
  const bytes = readBytes(path);
  return String.UTF8.decodeUnsafe(bytes.dataStart, bytes.length);
}

/** The uploaded file that a value of the job names: "files/table.csv". */
export function readInput(value: string): string {
  return readText("/in/" + value);
}

export function readInputBytes(value: string): Uint8Array {
  return readBytes("/in/" + value);
}

/** Writes a file of the result, such as "/out/table.csv". */
export function writeBytes(path: string, bytes: Uint8Array): void {
  const fd = open(path, CREATE_AND_TRUNCATE, RIGHT_WRITE);
  if (fd == 0) fail(path + " cannot be written");
  writeAll(fd, bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  fd_close(fd);
}

export function writeText(path: string, text: string): void {
  writeBytes(path, Uint8Array.wrap(String.UTF8.encode(text)));
}

/** Prints without a line break. */
export function print(text: string): void {
  writeAll(1, String.UTF8.encode(text));
}

export namespace console {
  export function log(message: string = ""): void {
    print(message + "\n");
  }
  export function error(message: string = ""): void {
    writeAll(2, String.UTF8.encode(message + "\n"));
  }
}

/** /in/job.json: one object of texts, numbers and switches. A list (a map job's) is never seen. */
class JobValues {
  private values: Map<string, string> = new Map();
  private texts: Set<string> = new Set();
  private json: string = "";
  private at: i32 = 0;

  constructor(json: string) {
    this.json = json;
    this.skip();
    this.expect(0x7b);
    while (this.peek() != 0x7d) {
      const key = this.text();
      this.expect(0x3a);
      if (this.peek() == 0x22) {
        this.values.set(key, this.text());
        this.texts.add(key);
      } else {
        const from = this.at;
        while (this.at < json.length && !this.isEnd(json.charCodeAt(this.at))) this.at++;
        this.values.set(key, json.substring(from, this.at).trim());
        this.skip();
      }
      if (this.peek() == 0x2c) this.expect(0x2c);
    }
  }

  has(key: string): bool {
    return this.values.has(key);
  }

  text_(key: string, otherwise: string): string {
    return this.texts.has(key) ? this.values.get(key) : otherwise;
  }

  plain(key: string): string {
    return this.values.has(key) && !this.texts.has(key) ? this.values.get(key) : "";
  }

  private isEnd(code: i32): bool {
    return code == 0x2c || code == 0x7d;
  }

  private skip(): void {
    while (this.at < this.json.length && this.json.charCodeAt(this.at) <= 0x20) this.at++;
  }

  private peek(): i32 {
    if (this.at >= this.json.length) fail("job.json ends too early");
    return this.json.charCodeAt(this.at);
  }

  private expect(code: i32): void {
    if (this.peek() != code) fail("job.json is not one object of plain values");
    this.at++;
    this.skip();
  }

  private text(): string {
    if (this.peek() != 0x22) fail("job.json is not one object of plain values");
    this.at++;
    let made = "";
    let from = this.at;
    while (this.peek() != 0x22) {
      if (this.peek() != 0x5c) {
        this.at++;
        continue;
      }
      made += this.json.substring(from, this.at);
      this.at++;
      const code = this.peek();
      this.at++;
      if (code == 0x75) {
        made += String.fromCharCode(<i32>parseInt(this.json.substr(this.at, 4), 16));
        this.at += 4;
      } else made += unescaped(code);
      from = this.at;
    }
    made += this.json.substring(from, this.at);
    this.at++;
    this.skip();
    return made;
  }
}

function unescaped(code: i32): string {
  if (code == 0x6e) return "\n";
  if (code == 0x74) return "\t";
  if (code == 0x72) return "\r";
  if (code == 0x62) return "\b";
  if (code == 0x66) return "\f";
  return String.fromCharCode(code);
}

let loaded: JobValues | null = null;

function job(): JobValues {
  if (loaded == null) loaded = new JobValues(readText("/in/job.json"));
  return loaded as JobValues;
}

/** The text under a name of the job; a file field's is "files/NAME", for readInput. */
export function jobText(name: string, otherwise: string = ""): string {
  return job().text_(name, otherwise);
}

export function jobNumber(name: string, otherwise: f64 = 0): f64 {
  const text = job().plain(name);
  return text == "" ? otherwise : parseFloat(text);
}

export function jobSwitch(name: string, otherwise: bool = false): bool {
  const text = job().plain(name);
  return text == "" ? otherwise : text == "true";
}

export function jobHas(name: string): bool {
  return job().has(name);
}

/** Where assertions, array bounds and `throw` end up: one line on stderr, then a trap. */
export function onAbort(message: string | null, file: string | null, line: u32, column: u32): void {
  const what = message == null ? "aborted" : message;
  const where = file == null ? "" : " at " + file + ":" + line.toString() + ":" + column.toString();
  writeAll(2, String.UTF8.encode(what + where + "\n"));
  unreachable();
}

/** The seed of Math.random: it follows from the module and the job's values, so runs repeat. */
export function onSeed(): f64 {
  random_get(answer, 8);
  return <f64>(load<u64>(answer) >> 12);
}
