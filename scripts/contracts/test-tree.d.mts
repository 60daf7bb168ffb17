export function problemsOfTree(
  tree: string,
  source: string,
): { leaves: number; problems: string[] };
