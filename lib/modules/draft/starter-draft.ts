import type { ModuleDraft } from './module-draft';

const C = `// Reads the job, prints, and writes a file: all that a module does.
#include <stdio.h>

#include "guest.h"
#include "json.h"

int main(void) {
  Job *job = job_read();
  size_t size = 0;
  const char *text = job_string(job, "text", &size);
  if (!text) fail("'text' is missing");
  int times = (int)job_number(job, "times", 1);

  Text table = {0};
  text_puts(&table, "number,text\\n");
  for (int i = 1; i <= times; i++) {
    printf("%d: %s\\n", i, text);
    text_printf(&table, "%d,", i);
    text_csv_field(&table, text, size);
    text_puts(&table, "\\n");
  }
  write_file("/out/table.csv", table.bytes, table.size);
  return 0;
}
`;

const ASSEMBLYSCRIPT = `// Reads the job, prints, and writes a file: all that a module does.
import { console, fail, jobNumber, jobText, writeText } from "./reckon";

const text = jobText("text");
if (text == "") fail("'text' is missing");
const times = <i32>jobNumber("times", 1);

let table = "number,text\\n";
for (let i = 1; i <= times; i++) {
  console.log(i.toString() + ": " + text);
  table += i.toString() + ',"' + text.replaceAll('"', '""') + '"\\n';
}
writeText("/out/table.csv", table);
`;

const JAVASCRIPT = `// Reads the job, prints, and writes a file: all that a module does.
const { text, times = 1 } = job;
if (!text) throw new Error("'text' is missing");

const rows = ['number,text'];
for (let i = 1; i <= times; i++) {
  console.log(i + ': ' + text);
  rows.push(i + ',"' + text.replaceAll('"', '""') + '"');
}
writeText('table.csv', rows.join('\\n') + '\\n');
`;

/** What an author begins with: programs that compile and run as they are. */
export const STARTER_DRAFT: ModuleDraft = {
  source: 'c',
  texts: { c: C, assemblyscript: ASSEMBLYSCRIPT, javascript: JAVASCRIPT },
  wasm: undefined,
  title: '',
  name: '',
  version: '1.0.0',
  summary: '',
  description: '',
  author: '',
  licence: 'Apache-2.0',
  tags: '',
  inputs: '',
  outputs: [],
  job: '{\n  "text": "Hello from my own module.",\n  "times": 3\n}',
  files: [],
  memoryMiB: '64',
  storageMiB: '8',
  fuelLimit: '1000000000',
};
