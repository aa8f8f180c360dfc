/** A field, or an entry of a list by what tells it apart. */
export type Step = { readonly field: string } | { readonly entry: string };
export type Steps = readonly Step[];

export const nameOf = (step: Step): string => ("field" in step ? step.field : step.entry);

/** As one writes it: spec.template.spec.containers[web].image. */
export const written = (path: Steps): string =>
  path.map((step, index) => ("entry" in step ? `[${step.entry}]` : index === 0 ? step.field : `.${step.field}`)).join("");

/** Whether it is an entry of env. */
export function isVariable(path: Steps): boolean {
  const [list, entry] = path.slice(-2);
  return list !== undefined && entry !== undefined && "field" in list && list.field === "env" && "entry" in entry;
}
