/** What must be in the output, from the beginning of a line to the end of one: "…" stands for the rest of a line, or for lines where it stands alone. Columns may be wider. */
export function showing(shown: string): RegExp {
  const exactly = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  const lines = shown.trimEnd().split("\n");
  return new RegExp(
    `^${lines
      .map((line) =>
        line === "…"
          ? "(?:.*\n)*"
          : `${line
              .split("…")
              .map(exactly)
              .join(".*")
              .replace(/(?<=\S) {2,}/g, " {2,}")}\n`,
      )
      .join("")}`,
    "m",
  );
}
