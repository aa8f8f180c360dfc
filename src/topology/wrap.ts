/**
 * Lines of at most so many characters: broken at spaces, else behind what parts names (- . / , = :) but not numbers, else
 * anywhere.
 * @param width in characters of a font in which all are equally wide
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of pieces(text, width)) {
    if (line !== "" && columnsOf(line + piece.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += line === "" ? piece.trimStart() : piece;
  }
  return [...lines, line.trimEnd()].filter((one, index) => one !== "" || index === 0);
}

/** Each no longer than a line. */
const pieces = (text: string, width: number): string[] =>
  (text.match(/\s+|(?:[^\s\-./,=:]|\.(?=\d))*(?:[-/,=:]|\.(?!\d))+|(?:[^\s\-./,=:]|\.(?=\d))+/g) ?? []).flatMap((piece) =>
    columnsOf(piece) <= width ? [piece] : chopped(piece, width),
  );

function chopped(piece: string, width: number): string[] {
  const parts: string[] = [];
  let part = "";
  for (const character of piece) {
    if (columnsOf(part + character) > width) {
      parts.push(part);
      part = "";
    }
    part += character;
  }
  return [...parts, part];
}

/** Characters of East Asia and pictures take two columns. */
export const columnsOf = (text: string): number => [...text].reduce((sum, character) => sum + ((character.codePointAt(0) as number) > 0x10ff ? 2 : 1), 0);
