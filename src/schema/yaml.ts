import { Document, isCollection, visit } from "yaml";

/** Examples as people write them: {cpu: 250m} in one line. */
export function flow(value: unknown): string {
  const document = new Document(value);
  visit(document, {
    Collection: (_, node) => {
      node.flow = true;
    },
  });
  return document
    .toString({ lineWidth: 0, flowCollectionPadding: false, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER, blockQuote: false })
    .trimEnd();
}

/** key: value */
export const entry = (key: string, value: unknown): string => `${flow(key)}: ${flow(value)}`;

/** The same in lines, from the top of the document. */
export function nested(path: readonly string[], value: unknown): string {
  const whole = path.reduceRight<unknown>((inner, step) => (step === "[]" ? [inner] : { [step]: inner }), value);
  const document = new Document(whole);
  let depth = 0;
  visit(document, {
    Collection: (_, node, above) => {
      depth = above.filter(isCollection).length;
      if (depth >= path.length) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}
