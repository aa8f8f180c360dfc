/** Breaks between words; the first line is where it is, the others are indented. */
export function wrapped(text: string, indent: number, width: number): string {
  const lines = [""];
  for (const [word] of text.matchAll(/\s*\S+/g)) {
    const line = lines.at(-1) as string;
    if (line !== "" && indent + line.length + word.length > width) lines.push(word.trimStart());
    else lines[lines.length - 1] = line + word;
  }
  return lines.join(`\n${" ".repeat(indent)}`);
}
