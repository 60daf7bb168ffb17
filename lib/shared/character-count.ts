/** How many characters (code points) a text has, as JSON Schema counts; "🐄" is one, not two. */
export function characterCount(text: string): number {
  return [...text].length;
}
