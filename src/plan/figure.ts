/** A number of a plan, and how it comes about. */
export interface Figure {
  /** Undefined: nobody can tell, or there is no such thing; `how` says which. */
  readonly value: number | string | undefined;
  /** Seconds, where it is a time. */
  readonly unit?: "s";
  /** Its formula, or the field that says it. */
  readonly how: string;
  /** Whether it was computed from others, so that people want to see the formula. */
  readonly isSum: boolean;
}

/** What a field says. */
export const given = (value: number | string, how: string): Figure => ({ value, how, isSum: false });

/** @param words the formula, without the result */
export const computed = (value: number | string, words: string): Figure => ({
  value,
  how: words === String(value) ? words : `${words} = ${value}`,
  isSum: true,
});

export const unknown = (why: string): Figure => ({ value: undefined, how: why, isSum: true });

/** There is none. */
export const none = (why: string): Figure => ({ value: "none", how: why, isSum: false });

export const seconds = (figure: Figure): Figure => (figure.value === undefined ? figure : { ...figure, how: inSeconds(figure), unit: "s" });

const inSeconds = ({ how, isSum }: Figure): string => (isSum && how.includes(" = ") ? `${how} s` : how);
