/** Columns of a terminal that nobody has widened. */
export const WIDTH = 80;

/** Breaks between words, but not behind a sign or between a result and its unit; the first line is where it is, the others are indented. */
export function paragraph(text: string, indent: number, width: number = WIDTH): string {
  const lines = [""];
  for (const [word] of text.matchAll(/\s*(?:[-+=] )?\S+(?: s(?![^,\s]))?/g)) {
    const line = lines.at(-1) as string;
    if (line !== "" && indent + line.length + word.length > width) lines.push(word.trimStart());
    else lines[lines.length - 1] = line + word;
  }
  return lines.join(`\n${" ".repeat(indent)}`);
}
