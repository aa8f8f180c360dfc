const WORDS = /\s*\S+/g;

/**
 * Breaks between words; the first line is where it is, the others are indented.
 * @param words what stays together, each with the space before it
 */
export function wrapped(text: string, indent: number, width: number, words: RegExp = WORDS): string {
  const lines = [""];
  for (const [word] of text.matchAll(words)) {
    const line = lines.at(-1) as string;
    if (line !== "" && indent + line.length + word.length > width) lines.push(word.trimStart());
    else lines[lines.length - 1] = line + word;
  }
  return lines.join(`\n${" ".repeat(indent)}`);
}
