export interface Mutation {
  file: string;
  line: number;
  column: number;
  start: number;
  end: number;
  kind: string;
  from: string;
  to: string;
  code: string;
}
export function enumsOf(asts: Iterable<object>): Map<string, string[]>;
export function mutationsOf(
  file: string,
  text: string,
  ast: object | undefined,
  enums: Map<string, string[]>,
): Mutation[];
export function mutate(text: string, mutation: Mutation): string;
