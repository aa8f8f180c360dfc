/** For text and for attributes in quotes, of HTML and XML alike; XML knows no control characters. */
export const escaped = (text: string): string =>
  text.replace(/[^\P{Cc}\n\t]|[\u{FFFE}\u{FFFF}]|\p{Cs}/gu, "\uFFFD").replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
