interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Words for numbers, from min on. */
  readonly words: readonly string[];
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const fields: readonly Field[] = [
  { name: "minute", min: 0, max: 59, words: [] },
  { name: "hour", min: 0, max: 23, words: [] },
  { name: "day of the month", min: 1, max: 31, words: [] },
  { name: "month", min: 1, max: 12, words: MONTHS },
  { name: "day of the week", min: 0, max: 6, words: DAYS },
];

/** What Kubernetes would refuse in a schedule, in words; undefined: nothing. */
export function scheduleProblem(schedule: string): string | undefined {
  if (schedule.startsWith("@")) return undefined;
  return schedule
    .trim()
    .split(/ +/)
    .map((text, index) => partProblem(text, fields[index] as Field))
    .find((problem) => problem !== undefined);
}

function partProblem(text: string, field: Field): string | undefined {
  const strange = text.split(",").find((part) => !fits(part, field));
  return strange === undefined ? undefined : `${JSON.stringify(strange)} is no ${field.name} (${field.min} to ${field.max})`;
}

// A star, 5, 1-5, and each with a step.
function fits(part: string, field: Field): boolean {
  const [, range = "", step] = /^([^/]*)(?:\/(\d+))?$/.exec(part) ?? [];
  if (step !== undefined && Number(step) === 0) return false;
  if (range === "*" || range === "?") return true;
  const [first, last, ...rest] = range.split("-").map((word) => numberOf(word, field));
  if (first === undefined || rest.length > 0 || (range.includes("-") && last === undefined)) return false;
  return last === undefined || first <= last;
}

function numberOf(word: string, { min, max, words }: Field): number | undefined {
  const named = words.indexOf(word.toLowerCase());
  if (named >= 0) return named + min;
  const number = /^\d+$/.test(word) ? Number(word) : undefined;
  return number !== undefined && number >= min && number <= max ? number : undefined;
}
